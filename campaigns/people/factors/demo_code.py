"""The code on the screen of a demonstration, whose visitors have none of the phones."""

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as moments
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache

from campaigns.models import Membership, User
from sextortion_aware.env import is_loopback

PERIOD: int = app_settings.TOTP_PERIOD


def shown_code(user: User) -> str:
    """Empty for everybody real, and on every site that others can reach."""
    app = app_of(user) if may_be_shown(user) else None
    return first_unused(app) if app else ""


def wait_for_next(user: User, code: str) -> int:
    """In seconds: when all codes of a demonstration's visitor are used, a new one counts then."""
    if code or not may_be_shown(user) or not app_of(user):
        return 0
    return PERIOD - int(time.time()) % PERIOD


def may_be_shown(user: User) -> bool:
    return is_loopback(settings.SITE_HOST) and is_of_demo_alone(user)


def app_of(user: User) -> Authenticator | None:
    found: Authenticator | None = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.TOTP
    ).first()
    return found


def is_of_demo_alone(user: User) -> bool:
    of_demo = set(Membership.objects.filter(user=user).values_list("campaign__is_demo", flat=True))
    return of_demo == {True}


def first_unused(app: Authenticator) -> str:
    """The code of now comes first; somebody else may have used it in this half minute."""
    before, now, after = moments()
    key = decrypt(app.data["secret"])
    for moment in (now, after, before):
        code = format_hotp_value(hotp_value(key, moment))
        if not was_used(app, code):
            return str(code)
    return ""


def was_used(app: Authenticator, code: str) -> bool:
    marks: Any = cache  # one of sextortion_aware/cache.py
    return bool(marks.is_added(TOTP(app)._get_used_cache_key(code)))

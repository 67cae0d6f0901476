"""The code on the screen of a demonstration, whose visitors have none of the phones."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as moments
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache

from campaigns.models import Membership, User
from sextortion_aware.env import is_loopback


def shown_code(user: User) -> str:
    """Empty for everybody real, and on every site that others can reach."""
    if not is_loopback(settings.SITE_HOST) or not is_of_demo_alone(user):
        return ""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return first_unused(app) if app else ""


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

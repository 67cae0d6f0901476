"""The mark that a browser gets at a complete sign-in, so that a stranger's guesses do not slow it.

It names no account: it holds a number of its own, and of each account that signed in with it a
keyed hash and a moment. See docs/decisions/0041-devices.md.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.models import Change, User

SALT = "campaigns.device"
MOST_ACCOUNTS = 20  # a computer of a station is shared
LONGEST_COOKIE = 4096
LASTS_SECONDS = 180 * 24 * 60 * 60  # from the last sign-in with it


@dataclass(frozen=True)
class Device:
    number: str
    accounts: dict[str, float] = field(default_factory=dict)  # when each last signed in with it


def known_device(request: HttpRequest, email: str) -> str:
    """What to count this device's tries on this account by; empty when it never signed in to it,
    or not since the account's password was set.
    """
    device = read_device(request)
    since = device.accounts.get(mark_of(device, email)) if device else None
    if device is None or since is None or was_long_ago(since) or password_set_since(email, since):
        return ""
    return device.number


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    device = read_device(request) or Device(secrets.token_urlsafe(16))
    known = device.accounts | {mark_of(device, user.email): timezone.now().timestamp()}
    newest = sorted(known.items(), key=lambda each: each[1], reverse=True)[:MOST_ACCOUNTS]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device.number, dict(newest)], salt=SALT),
        max_age=LASTS_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def read_device(request: HttpRequest) -> Device | None:
    """What is forged, spoilt or too old is as if there were none."""
    written = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not written or len(written) > LONGEST_COOKIE:
        return None
    try:
        return Device(*signing.loads(written, salt=SALT, max_age=LASTS_SECONDS))
    except signing.BadSignature:
        return None


def mark_of(device: Device, email: str) -> str:
    """Another one on each device, so that two cookies do not tell that one person has both."""
    marked = salted_hmac(SALT, f"{device.number}:{email.lower()}", algorithm="sha256")
    return marked.hexdigest()[:24]


def was_long_ago(since: float) -> bool:
    """The cookie of a shared device is renewed whenever one of its people signs in."""
    return timezone.now().timestamp() - since > LASTS_SECONDS


def password_set_since(email: str, since: float) -> bool:
    """By the history, not by the stored password: that changes when Django hashes it anew too."""
    moment = datetime.fromtimestamp(since, tz=UTC)
    lines = Change.objects.filter(kind=Change.Kind.PASSWORD_SET, by__email__iexact=email)
    return lines.filter(at__gt=moment).exists()

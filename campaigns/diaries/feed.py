"""The secret address at which an officer's calendar program fetches their talks.

It is told once; only its hash is kept, so that nobody can read it later.
"""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from campaigns.diaries.record import record_diary
from campaigns.models import CalendarFeed, Membership, User


def hash_of_feed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, officer: Membership, now: datetime) -> str:
    """The address's secret, 256 bits. The address before it is dead from now on."""
    # One at a time: there is one living address.
    Membership.objects.select_for_update(no_key=True).get(pk=officer.pk)
    _revoke(officer, now)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(officer=officer, token_hash=hash_of_feed(token), made_at=now)
    record_diary(officer=officer, by=officer.user, parts=["Calendar address made"])
    return token


@transaction.atomic
def revoke_feed(*, officer: Membership, by: User | None, now: datetime) -> bool:
    if was_alive := _revoke(officer, now):
        record_diary(officer=officer, by=by, parts=["Calendar address ended"])
    return was_alive


def _revoke(officer: Membership, now: datetime) -> bool:
    living = CalendarFeed.objects.filter(officer=officer, revoked_at=None)
    return bool(living.update(revoked_at=now))


def feed_of(officer: Membership) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(officer=officer, revoked_at=None).first()


def owner_of_feed(token: str) -> Membership | None:
    """None when the address was never made, was revoked, or its owner has left."""
    feeds = CalendarFeed.objects.filter(
        token_hash=hash_of_feed(token),
        revoked_at=None,
        officer__user__is_active=True,
        officer__ended_at=None,
    )
    feed = feeds.select_related("officer__user", "officer__campaign").first()
    return feed.officer if feed else None

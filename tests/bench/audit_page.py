"""What many lines cost the audit page: its time with 200,000 over that of the same page, with the
same filter, of a campaign with a few. And the line of who looked at a contact.

.venv/bin/python -m tests.bench.audit_page        # DATABASE_URL for PostgreSQL
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")

import django

django.setup()

from django.db import connection  # noqa: E402  (it reads the settings above)
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from campaigns.access.second_factor import note_given  # noqa: E402
from campaigns.history.seen import note_contacts_seen  # noqa: E402
from campaigns.models import Change, Membership  # noqa: E402
from tests import factories  # noqa: E402

MANY, FEW, AT_ONCE, ROUNDS = 200_000, 600, 5_000, 9
LIMIT, LIMITS = 3, {"words": 5}  # words are looked for in every line
KINDS = ("logged", "edited", "put_right", "contact_seen", "signed_in", "role_changed")
ASKED = {
    "all": "",
    "the last page": "?page=10000",
    "one kind": "?kind=role_changed",
    "a rare kind": "?kind=exported",
    "a group": "?kind=all:people",
    "a person": "?person=nobody",
    "a day": "?since_day=1&since_month=6&since_year=2026&until_day=1&until_month=6&until_year=2026",
    "words": "?about=Contact+of+talk+request+BCD2345",
}


def make(lines: int) -> Membership:
    name = f"With {lines}"
    member = factories.make_member(
        name=name, campaign=factories.make_campaign(name=name), role="administrator"
    )
    session = factories.make_session(campaign=member.campaign)
    now = timezone.now()
    for first in range(0, lines, AT_ONCE):
        Change.objects.bulk_create(
            Change(
                campaign=member.campaign,
                session=session if KINDS[number % 6] in ("logged", "edited") else None,
                kind=KINDS[number % 6],
                by=member.user,
                about=f"Line of a deed {number}",
                fields={"Length": ["50 minutes", "45 minutes"]},
                at=now - timedelta(minutes=5 * number),
            )
            for number in range(first, min(first + AT_ONCE, lines))
        )
    return member


def signed_in(member: Membership) -> Client:
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(member.user)
    session = client.session
    note_given(session)
    session.save()
    return client


def seen_by(member: Membership) -> Callable[[], object]:
    """Noted anew each time."""
    return lambda: note_contacts_seen(
        by=member.user, campaign=member.campaign, references=["BCD2345"]
    )


def deeds_of(member: Membership) -> dict[str, Callable[[], object]]:
    client = signed_in(member)
    deeds: dict[str, Callable[[], object]] = {
        told: lambda query=query: client.get(f"/team/audit/{query}")  # type: ignore[misc]
        for told, query in ASKED.items()
    }
    return deeds | {"a contact is seen": seen_by(member)}


def seconds(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    name = connection.creation.create_test_db(verbosity=0)
    missed = 0
    try:
        few, many = deeds_of(make(FEW)), deeds_of(make(MANY))
        if connection.vendor == "postgresql":  # which does so by itself; SQLite does not
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for told in many:
            rounds = [[seconds(many[told]), seconds(few[told])] for _ in range(ROUNDS)]
            slow, quick = (statistics.median(each) for each in zip(*rounds, strict=True))
            limit = LIMITS.get(told, LIMIT)
            missed += slow / quick > limit
            say(
                f"{connection.vendor}, {told}: {slow / quick:.2f} (at most {limit}); "
                f"{slow * 1000:.0f} ms with {MANY:,} lines and {quick * 1000:.0f} ms with {FEW:,}"
            )
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())

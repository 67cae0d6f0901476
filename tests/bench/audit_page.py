"""How long the audit page takes with many lines, and its line of who looked at a contact.

.venv/bin/python -m tests.bench.audit_page        # DATABASE_URL for PostgreSQL
"""

import os
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

LINES, AT_ONCE, ROUNDS = 200_000, 5_000, 5
LIMIT = 0.5
KINDS = ("logged", "edited", "put_right", "contact_seen", "signed_in", "role_changed")
ASKED = {
    "all": "",
    "the last page": "?page=4000",
    "one kind": "?kind=role_changed",
    "a rare kind": "?kind=exported",
    "a group": "?kind=all:people",
    "a person": "?person=nobody",
    "a day": "?since_day=1&since_month=6&since_year=2026&until_day=1&until_month=6&until_year=2026",
    "words": "?about=Contact+of+talk+request+BCD2345",
}


def make() -> Membership:
    member = factories.make_member(role="administrator")
    session, now = factories.make_session(), timezone.now()
    for first in range(0, LINES, AT_ONCE):
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
            for number in range(first, first + AT_ONCE)
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return member


def quickest(deed: Callable[[], object]) -> float:
    """Of some rounds: what else the machine does is no part of it."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        deed()
        found.append(time.perf_counter() - began)
    return min(found)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    name = connection.creation.create_test_db(verbosity=0)
    missed = 0
    try:
        member, client = make(), Client(headers={"Host": "127.0.0.1"})
        client.force_login(member.user)
        session = client.session
        note_given(session)
        session.save()
        deeds = {
            told: lambda query=query: client.get(f"/team/audit/{query}")
            for told, query in ASKED.items()
        }
        deeds["a contact is seen"] = lambda: note_contacts_seen(
            by=member.user, campaign=member.campaign, references=["BCD2345"]
        )
        for told, deed in deeds.items():
            took = quickest(deed)
            missed += took > LIMIT
            say(f"{connection.vendor}, {LINES:,} lines, {told}: {took * 1000:.0f} ms")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    return missed


if __name__ == "__main__":
    raise SystemExit(main())

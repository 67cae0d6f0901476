"""What the trail shows, and two changes for its filters."""

import csv
import io
from datetime import UTC, datetime

from tests import factories


def found(response):
    return [row["change"] for row in response.context["rows"]]


def exported(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def make_two(coordinator):
    """One change that each filter finds, and one that it does not."""
    iain = factories.make_member(name="Iain Bell")
    wanted = factories.make_change(session=factories.make_session(), by=iain.user, kind="voided")
    other = factories.make_change(session=factories.make_session(), by=coordinator.user)
    # 23.30 in Scotland.
    factories.set_back(to=datetime(2026, 10, 5, 22, 30, tzinfo=UTC), pk=wanted.pk)
    # The 6th in Scotland.
    factories.set_back(to=datetime(2026, 10, 5, 23, 30, tzinfo=UTC), pk=other.pk)
    return wanted, other, iain

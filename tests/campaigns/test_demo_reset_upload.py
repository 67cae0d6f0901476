"""The demonstration is put back after somebody tried a spreadsheet in it, however far it came."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import ImportBatch, Membership, Place, Session
from campaigns.spreadsheets.batches import start_work
from campaigns.spreadsheets.commit import undo, write_sessions
from campaigns.spreadsheets.said_places import say_places
from tests.campaigns.spreadsheets.files import check, upload_rows
from tests.factories import TODAY

Work = ImportBatch.Work


def bring_in(far: str) -> ImportBatch:
    """Two sessions, one at a place that the file calls by a name of its own."""
    member = Membership.objects.filter(role="coordinator").first()
    place, by = Place.objects.first(), member.user
    rows = [
        ["2026-11-02", "9.00", place.name, "P7", "25", by.name, ""],
        ["2026-11-03", "9.00", "The old annexe", "P7", "20", by.name, ""],
    ]
    batch = upload_rows(rows, member=member, topic=member.campaign.topics.first())
    if far != "uploaded":
        batch = check(batch)
        say_places(batch=batch, places={"The old annexe": place})
        batch = check(batch)
    if far in ("written", "undone"):
        start_work(batch=batch, work=Work.WRITING, now=timezone.now())
        assert write_sessions(batch=batch, by=by, today=TODAY, clock=timezone.now) == 2
    if far == "undone":
        batch.refresh_from_db()
        start_work(batch=batch, work=Work.UNDOING, now=timezone.now())
        assert undo(batch=batch, by=by, now=timezone.now()) == 2
    return batch


@pytest.mark.django_db(transaction=True)  # what a database checks at the end is checked
@pytest.mark.parametrize("far", ["uploaded", "checked", "written", "undone"])
def test_demo_is_made_anew_after_a_spreadsheet_was_brought_in(monkeypatch, far):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    call_command("seed_demo", verbosity=0)
    before = Session.objects.count()
    bring_in(far)

    call_command("seed_demo", "--reset", verbosity=0)

    assert (ImportBatch.objects.count(), Session.objects.count()) == (0, before)

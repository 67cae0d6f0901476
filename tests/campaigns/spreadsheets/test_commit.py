"""The sessions of a spreadsheet come into the log all together, and go the same way."""

import pytest
from django.utils import timezone

from campaigns.history.conflicts import Conflict
from campaigns.models import Attendance, Change, ImportBatch, Session
from campaigns.reach.reach import reach
from campaigns.spreadsheets.batches import start_work
from campaigns.spreadsheets.commit import left_standing, session_id, undo, write_sessions
from tests import factories
from tests.campaigns.spreadsheets.files import a_row, check, team, upload_rows, verdicts
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

Work = ImportBatch.Work


def commit(batch, member):
    start_work(batch=batch, work=Work.WRITING, now=timezone.now())
    written = write_sessions(batch=batch, by=member.user, today=TODAY, clock=timezone.now)
    batch.refresh_from_db()
    return written


def take_back(batch, member):
    start_work(batch=batch, work=Work.UNDOING, now=timezone.now())
    undone = undo(batch=batch, by=member.user, now=timezone.now())
    batch.refresh_from_db()
    return undone


@pytest.fixture
def checked():
    """Two good rows and one without a date."""
    _, member, topic = team()
    batch = check(
        upload_rows(
            [
                a_row(1),
                ["", "", "Braeside Primary School", "", "7", "", ""],
                a_row(2, total="about 30"),
            ],
            member=member,
            topic=topic,
        )
    )
    return batch, member


def test_ready_rows_become_delivered_sessions_and_the_rest_stays(checked):
    batch, member = checked

    assert commit(batch, member) == 2

    sessions = Session.objects.order_by("held_on")
    assert [(s.state, s.batch, s.logged_by, s.version, s.client_id) for s in sessions] == [
        ("delivered", batch, member.user, 1, session_id(batch, 2)),
        ("delivered", batch, member.user, 1, session_id(batch, 4)),
    ]
    assert list(Attendance.objects.order_by("count").values_list("audience", "count", "known")) == [
        ("not_recorded", 25, "counted"),
        ("not_recorded", 30, "estimated"),
    ]
    assert [
        [list(getattr(s, name).all()) for name in ("officers", "partners")] for s in sessions
    ] == [[[member], []]] * 2
    assert verdicts(batch) == [(2, "ready"), (3, "held"), (4, "ready")]
    assert batch.state == "committed"
    assert reach(member.campaign, today=TODAY).logged == 55


def test_each_session_and_the_batch_get_a_line_of_history(checked):
    batch, member = checked
    commit(batch, member)

    lines = Change.objects.filter(kind="imported", batch=batch, by=member.user)
    assert lines.filter(session__isnull=True).get().fields == {
        "Sessions": ["", "2"],
        "File": ["", "talks.csv"],
    }
    assert lines.filter(session__client_id=session_id(batch, 4)).get().fields == {
        "Attendance": ["", "Not recorded: 30, estimated"],
        "Line": ["", "4 of talks.csv"],
    }
    assert lines.count() == 3


def test_what_is_written_passes_the_whole_check_of_each_row(checked):
    batch, member = checked
    commit(batch, member)

    for session in Session.objects.all():
        session.full_clean()
    for row in Attendance.objects.all():
        row.full_clean()
    assert Session.objects.exists()
    assert Attendance.objects.exists()


def test_committed_batch_cannot_be_committed_again(checked):
    batch, member = checked
    commit(batch, member)

    with pytest.raises(Conflict):
        commit(batch, member)
    with pytest.raises(Conflict):  # the work of a killed worker, found twice in the queue
        write_sessions(batch=batch, by=member.user, today=TODAY, clock=timezone.now)

    assert Session.objects.count() == 2


def test_session_logged_since_the_check_is_not_written_twice(checked):
    batch, member = checked
    first = batch.rows.get(line=2)
    factories.make_session(held_on=TODAY.replace(2016, 1, 5), stages=("P7",))

    assert commit(batch, member) == 1

    first.refresh_from_db()
    assert (first.verdict, first.looks_like.held_on) == ("duplicate", TODAY.replace(2016, 1, 5))


def test_failure_in_the_middle_writes_nothing(checked, monkeypatch):
    batch, member = checked
    monkeypatch.setattr("campaigns.spreadsheets.commit.CHUNK", 1)
    monkeypatch.setattr(Change.objects, "create", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        commit(batch, member)

    batch.refresh_from_db()
    assert (batch.state, Session.objects.count(), Attendance.objects.count()) == ("checked", 0, 0)


def test_undo_voids_all_and_the_reach_is_as_before(checked):
    batch, member = checked
    factories.make_attendance(count=11)
    before = reach(member.campaign, today=TODAY)
    commit(batch, member)

    assert take_back(batch, member) == 2

    assert reach(member.campaign, today=TODAY) == before
    assert batch.state == "undone"
    assert set(batch.sessions.values_list("state", "state_reason", "version")) == {
        ("voided", "The spreadsheet that it came in with was undone", 2)
    }
    assert Change.objects.filter(kind="undone", batch=batch).count() == 3
    with pytest.raises(Conflict):
        take_back(batch, member)


def test_undo_leaves_and_lists_what_was_changed_since(checked):
    batch, member = checked
    commit(batch, member)
    edited, other = batch.sessions.order_by("held_on")
    Session.objects.filter(pk=edited.pk).update(version=2)

    assert take_back(batch, member) == 1

    assert list(left_standing(batch)) == [edited]
    other.refresh_from_db()
    assert other.state == "voided"


def test_file_that_was_undone_can_be_brought_in_again(checked):
    batch, member = checked
    commit(batch, member)
    take_back(batch, member)

    again = check(upload_rows([a_row(1)], member=member, topic=factories.make_topic()))

    assert verdicts(again) == [(2, "ready")]
    assert commit(again, member) == 1


def test_file_brought_in_twice_is_shown_as_there_already(checked):
    batch, member = checked
    commit(batch, member)

    again = check(
        upload_rows(
            [a_row(1), a_row(2, total="about 30")], member=member, topic=factories.make_topic()
        )
    )

    assert verdicts(again) == [(2, "duplicate"), (3, "duplicate")]

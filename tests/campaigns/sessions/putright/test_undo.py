import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.history.conflicts import Conflict
from campaigns.models import Session
from campaigns.sessions import life
from campaigns.sessions.copies import counts_of, details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.log import log_session
from campaigns.sessions.putright import correct, undo
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.shown import logged
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

CHILDREN = Count(audience="children", count=25, known="counted")
UNKNOWN = Count(audience="children", count=None, known="unknown")


def make_logged(by, *, days=0, counts=(CHILDREN,)):
    return log_session(
        campaign=by.campaign,
        client_id=uuid.uuid4(),
        counts=counts,
        today=TODAY,
        by=by.user,
        held_on=TODAY + timedelta(days=days),
        format="lesson",
        topics=[factories.make_topic()],
        officers=[by],
        place=factories.make_place(),
        notes="Bring a projector",
        stages=("P7",),
    )


def said(session):
    """All that is said of a session but its version."""
    session = Session.objects.get(pk=session.pk)
    return details_of(session), counts_of(session), session.state, session.state_reason


def test_logged_session_is_voided_and_never_deleted(coordinator):
    session = make_logged(coordinator)

    undo.take_out(session=session, made=session.version, by=coordinator)

    session.refresh_from_db()
    assert (session.state, session.state_reason, logged()) == (
        "voided",
        "Undone right after it was logged",
        0,
    )
    change = session.changes.last()
    assert (change.kind, change.by, change.fields) == (
        "undone",
        coordinator.user,
        {"State": ["Delivered", "Voided"]},
    )


def test_planned_session_is_cancelled(coordinator):
    session = make_logged(coordinator, days=3, counts=())

    undo.take_out(session=session, made=session.version, by=coordinator)

    session.refresh_from_db()
    assert (session.state, session.state_reason) == (
        "cancelled",
        "Undone right after it was planned",
    )


def edited(session, by):
    changed = {
        **details_of(session),
        "notes": "Another note",
        "minutes": 90,
        "topics": [factories.make_topic(name="Games")],
    }
    counts = [Count(audience="adults", count=4, known="estimated")]
    edit_session(session=session, counts=counts, now=timezone.now(), today=TODAY, by=by, **changed)


def corrected(session, by):
    return correct.propose_correction(
        session=session,
        counts=[Count(audience="children", count=99, known="register")],
        reason="Late",
        opened=session.version,
        now=timezone.now(),
        today=TODAY,
        by=by,
        **details_of(session),
    ).pk


def voided(session, by):
    return correct.void_session(
        session=session,
        reason="Twice",
        opened=session.version,
        now=timezone.now(),
        today=TODAY,
        by=by,
    ).pk


@pytest.mark.parametrize("deed", [edited, corrected, voided])
def test_what_was_before_is_put_back(coordinator, deed):
    session = make_logged(coordinator)
    before, stood = undo.what_stands(session), said(session)
    correction = deed(session, coordinator)
    changed = said(session)

    undo.put_back(
        session=session,
        made=before["version"] + 1,
        before=before,
        today=TODAY,
        by=coordinator,
        correction=correction,
    )

    assert changed != stood
    assert (said(session), logged()) == (stood, 25)
    assert (session.changes.last().kind, session.changes.last().reason) == (
        "undone",
        "Undone right after it was saved",
    )
    assert list(session.corrections.values_list("state", flat=True)) == (
        ["withdrawn"] if correction else []
    )


def test_count_is_taken_back_and_its_request_waits_again(coordinator):
    session = factories.make_session(state="planned", held_on=TODAY, officers=[coordinator])
    request = factories.make_talk_request(state="confirmed", session=session)
    before = undo.what_stands(session)
    life.deliver_session(session=session, counts=[CHILDREN], today=TODAY, by=coordinator.user)

    undo.put_back(session=session, made=session.version, before=before, today=TODAY, by=coordinator)

    session.refresh_from_db()
    request.refresh_from_db()
    assert (session.state, session.attendances.count(), request.state, logged()) == (
        "planned",
        0,
        "confirmed",
        0,
    )
    assert request.changes.last().fields == {"State": ["Delivered", "Confirmed"]}
    assert session.changes.last().fields == {
        "Attendance": ["Children (up to P7): 25, counted", ""],
        "State": ["Delivered", "Planned"],
    }


def test_count_filled_in_later_is_unknown_again(coordinator):
    session = make_logged(coordinator, counts=[UNKNOWN])
    before = undo.what_stands(session)
    life.fill_in_count(session=session, counts=[CHILDREN], today=TODAY, by=coordinator.user)
    session.refresh_from_db()

    undo.put_back(session=session, made=session.version, before=before, today=TODAY, by=coordinator)

    assert [row.count for row in session.attendances.all()] == [None]


def test_nothing_is_undone_once_somebody_changed_it(coordinator):
    session = make_logged(coordinator)
    before = undo.what_stands(session)
    edited(session, coordinator)
    voided(Session.objects.get(pk=session.pk), coordinator)
    stood = said(session)

    with pytest.raises(Conflict, match="changed since"):
        undo.put_back(
            session=session, made=before["version"] + 1, before=before, today=TODAY, by=coordinator
        )
    with pytest.raises(Conflict):
        undo.take_out(session=session, made=before["version"], by=coordinator)

    assert said(session) == stood


def test_undo_that_was_kept_before_a_detail_existed_leaves_it_as_it_stands(coordinator):
    session = make_logged(coordinator)
    before = undo.what_stands(session)
    del before["copy"]["minutes"], before["copy"]["notes"]  # as if there were none of them yet
    before["copy"]["weather"] = "rain"  # and one that is there no more
    Session.objects.filter(pk=session.pk).update(minutes=40)
    given = details_of(session) | {"minutes": 40, "format": "workshop"}
    edit_session(
        session=session,
        counts=[CHILDREN],
        now=timezone.now(),
        today=TODAY,
        by=coordinator,
        **given,
    )
    session.refresh_from_db()

    undo.put_back(session=session, made=session.version, before=before, today=TODAY, by=coordinator)

    session.refresh_from_db()
    assert (session.format, session.minutes, session.notes) == ("lesson", 40, "Bring a projector")
    assert counts_of(session) == [CHILDREN]

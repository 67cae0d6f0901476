from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.models import Membership, Session
from campaigns.sessions import edit as session_edits
from campaigns.sessions import life
from campaigns.sessions.rules import Count
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

CHILDREN = Count(audience="children", count=25, known="counted")


def make_logged(*, by, state="delivered"):
    session = factories.make_session(state="planned", held_on=date(2026, 11, 20), officers=[by])
    if state == "delivered":
        life.deliver_session(session=session, counts=[CHILDREN], today=TODAY, by=by.user)
    session.refresh_from_db()
    return session


def edit(session, *, by, counts=(CHILDREN,), hours=1, **changed):
    given = {
        "held_on": session.held_on,
        "starts_at": session.starts_at,
        "minutes": session.minutes,
        "format": session.format,
        "place": session.place,
        "stages": session.stages,
        "topics": list(session.topics.all()),
        "officers": list(session.officers.all()),
        "notes": session.notes,
    } | changed
    return session_edits.edit_session(
        session=session,
        counts=counts,
        now=timezone.now() + timedelta(hours=hours),
        today=TODAY,
        by=by,
        **given,
    )


def test_edit_session_changes_it_and_says_what_stood_there():
    officer = factories.make_member()
    session = make_logged(by=officer)

    edit(
        session,
        by=officer,
        counts=[Count(audience="children", count=27, known="register")],
        starts_at=time(11, 0),
    )

    session.refresh_from_db()
    assert (
        session.starts_at,
        session.attendances.get().count,
        session.attendances.get().known,
    ) == (time(11, 0), 27, "register")
    change = session.changes.last()
    assert (change.kind, change.by) == ("edited", officer.user)
    assert change.fields == {
        "Start": ["09:30", "11:00"],
        "Attendance": [
            "Children (up to P7): 25, counted",
            "Children (up to P7): 27, from a register",
        ],
    }


def test_edit_session_that_changes_nothing_leaves_no_line():
    officer = factories.make_member()
    session = make_logged(by=officer)
    before = (session.changes.count(), session.attendances.get().pk)

    edit(session, by=officer)

    assert (session.changes.count(), session.attendances.get().pk) == before


def test_edit_session_never_keeps_the_earlier_wording_of_notes():
    officer = factories.make_member()
    session = make_logged(by=officer)
    edit(session, by=officer, notes="A pupil called Kirsty asked")
    session.refresh_from_db()

    edit(session, by=officer, notes="A pupil asked")

    assert session.changes.last().fields == {"Notes": ["earlier wording, not kept", "new wording"]}
    assert "Kirsty" not in str(list(session.changes.values()))


@pytest.mark.parametrize(("hours", "is_refused"), [(47, False), (49, True)])
@pytest.mark.parametrize("role", ["officer", "coordinator"])
def test_edit_session_ends_after_48_hours_for_everybody(role, hours, is_refused):
    member = factories.make_member(role=role)
    session = make_logged(by=member)

    if is_refused:
        with pytest.raises(session_edits.EditRefused, match="more than 48 hours ago"):
            edit(session, by=member, hours=hours, minutes=45)
    else:
        edit(session, by=member, hours=hours, minutes=45)

    assert Session.objects.get().minutes == (50 if is_refused else 45)


def test_edit_session_counts_the_48_hours_from_its_count_and_not_from_its_planning():
    officer = factories.make_member()
    session = make_logged(by=officer)
    Session.objects.update(logged_at=timezone.now() - timedelta(days=30))

    edit(session, by=officer, minutes=45)

    assert Session.objects.get().minutes == 45


@pytest.mark.parametrize(
    ("role", "may"),
    [("officer", False), ("viewer", False), ("coordinator", True), ("administrator", True)],
)
def test_edit_session_of_somebody_else_is_for_coordinators(role, may):
    session = make_logged(by=factories.make_member())
    other = factories.make_member(role=role, name="Iain Bell")

    assert (
        session_edits.why_not_edit(session=session, member=other, now=timezone.now()) == ""
    ) is may


@pytest.mark.parametrize(
    ("role", "may"),
    [("officer", False), ("viewer", False), ("coordinator", True), ("administrator", True)],
)
def test_planned_session_of_somebody_else_is_for_coordinators(role, may):
    session = make_logged(by=factories.make_member(), state="planned")
    other = factories.make_member(role=role, name="Iain Bell")

    assert session_edits.may_change_plan(session=session, member=other) is may


def test_planned_session_is_its_officers_for_as_long_as_it_is_planned():
    officer = factories.make_member()
    session = make_logged(by=officer, state="planned")

    edit(session, by=officer, counts=(), hours=24 * 90, minutes=45)

    assert Session.objects.get().minutes == 45


@pytest.mark.parametrize("state", ["cancelled", "did_not_happen", "voided"])
def test_session_that_ended_otherwise_is_not_edited(state):
    session = factories.make_session(state=state, state_reason="Snow")
    coordinator = factories.make_member(role="coordinator")

    with pytest.raises(session_edits.EditRefused, match="did not take place"):
        edit(session, by=coordinator, minutes=45)


def test_delivered_session_cannot_move_into_the_future():
    officer = factories.make_member()
    session = make_logged(by=officer)

    with pytest.raises(ValidationError) as caught:
        edit(session, by=officer, held_on=TODAY + timedelta(days=1))

    assert caught.value.message_dict == {
        "held_on": ["This session has been held, so its date cannot be in the future"]
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"held_on": date(2026, 11, 21)},
        {"starts_at": time(14, 0)},
        {"minutes": 30},
        {"place": None, "is_online": True},
    ],
    ids=str,
)
def test_what_a_school_accepted_is_not_edited(changed):
    officer = factories.make_member()
    session = make_logged(by=officer, state="planned")
    factories.make_talk_request(state="confirmed", session=session)

    with pytest.raises(ValidationError, match="The school has accepted"):
        edit(session, by=officer, counts=(), **changed)


def test_what_a_school_did_not_agree_on_is_edited():
    officer = factories.make_member()
    session = make_logged(by=officer, state="planned")
    factories.make_talk_request(state="confirmed", session=session)

    edit(session, by=officer, counts=(), notes="Bring the projector")

    assert Session.objects.get().notes == "Bring the projector"


def test_people_moved_between_two_places_of_one_name_are_in_the_history():
    """Their words were the same, so the figure went from one council to the other in silence."""
    here, there = (
        factories.make_place(name="St Mary’s", town=town) for town in ("Lanark", "Leven")
    )
    officer = factories.make_member()
    session = make_logged(by=officer)
    edit(
        session,
        by=officer,
        counts=[Count(audience="children", count=25, known="counted", place=here)],
    )
    version = Session.objects.get().version

    edit(
        session,
        by=officer,
        counts=[Count(audience="children", count=25, known="counted", place=there)],
    )

    assert session.changes.last().fields == {
        "Attendance": [
            "Children (up to P7) from St Mary’s, Lanark (North Lanarkshire): 25, counted",
            "Children (up to P7) from St Mary’s, Leven (North Lanarkshire): 25, counted",
        ]
    }
    assert Session.objects.get().version == version + 1


def test_officer_exchanged_for_another_of_the_same_name_is_in_the_history():
    """Both read the same.

    That it was changed, when and by whom is kept all the same, and whoever has it open is told.
    """
    officer = factories.make_member()
    other = Membership.objects.create(
        campaign=officer.campaign,
        role="officer",
        user=factories.make_user(name=officer.user.name, email="other@example.org"),
    )
    session = make_logged(by=officer)
    version = session.version

    edit(session, by=officer, officers=[other])

    assert [line.kind for line in session.changes.all()] == ["delivered", "edited"]
    assert Session.objects.get().version == version + 1

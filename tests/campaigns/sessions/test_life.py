"""How a planned session ends: it was held and counted, called off, or did not happen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from campaigns.history.conflicts import Conflict
from campaigns.models import Session, TalkRequest
from campaigns.sessions import life
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.sessions.session_details import TOMORROW, TWENTY_FIVE_CHILDREN, problems_of
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def make_planned(*, held_on=TODAY, request_state="confirmed"):
    session = factories.make_session(state="planned", held_on=held_on)
    request = factories.make_talk_request(
        state=request_state,
        session=session,
        state_reason="Snow" if request_state != "confirmed" else "",
    )
    return session, request


def test_deliver_session_counts_and_moves_its_request():
    session, request = make_planned()
    officer = factories.make_member()

    life.deliver_session(session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=officer.user)

    request.refresh_from_db()
    assert (Session.objects.get().state, session.attendances.get().count, request.state) == (
        "delivered",
        25,
        "delivered",
    )
    assert session.changes.get().fields == {
        "State": ["Planned", "Delivered"],
        "Attendance": ["", "Children (up to P7): 25, counted"],
    }
    assert (request.changes.get().by, request.changes.get().fields) == (
        officer.user,
        {"State": ["Confirmed", "Delivered"]},
    )


def test_deliver_session_of_a_request_that_ended_otherwise_still_counts():
    session, request = make_planned(request_state="withdrawn")

    life.deliver_session(
        session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=factories.make_user()
    )

    request.refresh_from_db()
    assert (Session.objects.get().state, request.state, request.changes.count()) == (
        "delivered",
        "withdrawn",
        0,
    )


def test_deliver_session_loses_cleanly_to_somebody_faster():
    session, _ = make_planned()
    first, second = Session.objects.get(), Session.objects.get()
    user = factories.make_user()
    life.deliver_session(session=first, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=user)

    with pytest.raises(Conflict):
        life.deliver_session(
            session=second,
            counts=[Count(audience="children", count=99, known="estimated")],
            today=TODAY,
            by=user,
        )

    assert session.attendances.get().count == 25


@pytest.mark.parametrize("counts", [[], TWENTY_FIVE_CHILDREN])
def test_deliver_session_that_is_still_to_come_is_refused(counts):
    session, _ = make_planned(held_on=TOMORROW)

    with pytest.raises(ValidationError) as caught:
        life.deliver_session(session=session, counts=counts, today=TODAY, by=factories.make_user())

    assert list(problems_of(caught)) == ["held_on"]
    assert Session.objects.get().state == "planned"


def test_fill_in_count_gives_a_session_its_first_figure():
    session = factories.make_session(held_on=TODAY - timedelta(days=30))
    factories.make_attendance(session=session, audience="not_recorded", count=None, known="unknown")

    life.fill_in_count(
        session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=factories.make_user()
    )

    assert list(session.attendances.values_list("audience", "count")) == [("children", 25)]
    assert session.changes.get().fields == {
        "Attendance": ["Not recorded: not known yet", "Children (up to P7): 25, counted"]
    }


@pytest.mark.parametrize("count", [0, 25])
def test_fill_in_count_never_replaces_a_figure(count):
    session = factories.make_session()
    factories.make_attendance(session=session, audience="parents", count=count)

    with pytest.raises(Conflict):
        life.fill_in_count(
            session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=factories.make_user()
        )

    assert session.attendances.get().count == count


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer: two counts never meet there"
)
@pytest.mark.django_db(transaction=True)
def test_fill_in_count_by_eight_at_once_has_one_winner():
    session, user = factories.make_session(), factories.make_user()
    factories.make_attendance(session=session, audience="children", count=None, known="unknown")

    def fill_in(number):
        try:
            life.fill_in_count(
                session=session,
                counts=[Count(audience="children", count=number, known="counted")],
                today=TODAY,
                by=user,
            )
        except Conflict:
            return None
        else:
            return number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        winners = [number for number in pool.map(fill_in, range(1, 9)) if number]

    assert winners == [session.attendances.get().count]


@pytest.mark.parametrize(
    ("called_off_by", "request_state", "reason"),
    [
        ("school", "cancelled_by_school", "Called off by the school or group: No hall"),
        ("police", "cancelled_by_police", "Called off by us: No hall"),
    ],
)
def test_cancel_session_says_why_and_moves_its_request(called_off_by, request_state, reason):
    session, request = make_planned(held_on=TOMORROW)
    user = factories.make_user()

    life.cancel_session(
        session=session,
        called_off_by=called_off_by,
        reason=" No hall ",
        now=NOW,
        today=TODAY,
        by=user,
    )

    session.refresh_from_db()
    request.refresh_from_db()
    assert (session.state, session.state_reason, request.state, request.state_reason) == (
        "cancelled",
        reason,
        request_state,
        reason,
    )
    assert [
        (change.by, change.reason) for change in (session.changes.get(), request.changes.get())
    ] == [(user, reason), (user, reason)]


@pytest.mark.parametrize(
    ("called_off_by", "reason", "field"),
    [
        ("school", "", "reason"),
        ("school", "x" * 251, "reason"),
        ("weather", "Snow", "called_off_by"),
    ],
)
def test_cancel_session_without_a_reason_is_refused(called_off_by, reason, field):
    session, _ = make_planned(held_on=TOMORROW)

    with pytest.raises(ValidationError) as caught:
        life.cancel_session(
            session=session,
            called_off_by=called_off_by,
            reason=reason,
            now=NOW,
            today=TODAY,
            by=factories.make_user(),
        )

    assert list(problems_of(caught)) == [field]


@pytest.mark.parametrize("state", ["delivered", "cancelled", "did_not_happen", "voided"])
def test_cancel_session_starts_from_planned_only(state):
    session = factories.make_session(state=state, state_reason="Snow")

    with pytest.raises(Conflict):
        life.cancel_session(
            session=session,
            called_off_by="school",
            reason="No hall",
            now=NOW,
            today=TODAY,
            by=factories.make_user(),
        )

    assert Session.objects.get().state == state


def test_did_not_happen_is_said_on_the_day():
    session, request = make_planned()

    life.did_not_happen(
        session=session,
        called_off_by="school",
        reason="Fire alarm",
        now=NOW,
        today=TODAY,
        by=factories.make_user(),
    )

    request.refresh_from_db()
    assert (Session.objects.get().state, request.state) == ("did_not_happen", "cancelled_by_school")


def test_did_not_happen_is_not_said_of_tomorrow():
    session, _ = make_planned(held_on=TOMORROW)

    with pytest.raises(ValidationError):
        life.did_not_happen(
            session=session,
            called_off_by="school",
            reason="Fire alarm",
            now=NOW,
            today=TODAY,
            by=factories.make_user(),
        )

    assert TalkRequest.objects.get().state == "confirmed"

"""What was asked and confirmed stands in the history."""

from datetime import timedelta
from uuid import uuid4

import pytest

from campaigns.models import DifferentSessions, Session
from campaigns.sessions.copies import counts_of, details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.life import deliver_session, fill_in_count
from campaigns.sessions.log import log_session
from campaigns.sessions.questions import Confirmed
from campaigns.sessions.rules import Count
from tests.campaigns.sessions.lessons_asked_about import MONDAY, SATURDAY, SUNDAY, asked
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
    make_member,
    make_session,
    make_topic,
)

pytestmark = pytest.mark.django_db

TWENTY_FIVE = [Count(audience="children", count=25, known="counted")]


def confirmed_by(session):
    return [change.fields.get("Checked") for change in session.changes.all()]


def test_what_was_confirmed_is_in_the_history_and_not_asked_again():
    officer, other = make_member(), make_session(held_on=SATURDAY)
    said = Confirmed(sentences=["7 November 2026 is a Saturday."], different_from=[other])

    session = log_session(
        campaign=make_campaign(),
        client_id=uuid4(),
        counts=TWENTY_FIVE,
        today=TODAY,
        by=officer.user,
        confirmed=said,
        held_on=SATURDAY,
        format="lesson",
        topics=[make_topic()],
        officers=[officer],
        place=other.place,
    )

    assert confirmed_by(session) == [
        ["", f"7 November 2026 is a Saturday. Not the same as session {other.pk}."]
    ]
    assert DifferentSessions.objects.filter(first=other, second=session, by=officer.user).exists()
    assert asked(held_on=SATURDAY, place=other.place, own=session.client_id) == {}
    assert asked(held_on=SUNDAY, place=other.place, own=session.client_id) != {}


@pytest.mark.parametrize("state", ["planned", "delivered"])
def test_what_was_confirmed_of_a_count_is_in_the_history(state):
    session, officer = make_session(state=state), make_member()
    save = deliver_session if state == "planned" else fill_in_count

    save(
        session=session,
        counts=TWENTY_FIVE,
        today=TODAY,
        by=officer.user,
        confirmed=Confirmed(sentences=["25 is a lot."]),
    )

    assert confirmed_by(session) == [["", "25 is a lot."]]


@pytest.mark.parametrize("held_on", [MONDAY, TODAY])
def test_what_was_confirmed_of_an_edit_is_in_the_history_even_when_nothing_else_changed(held_on):
    officer = make_member(role="coordinator")
    session = make_session(held_on=MONDAY, officers=[officer])
    make_attendance(session=session)
    details = details_of(session) | {"held_on": held_on}
    now = session.logged_at + timedelta(hours=1)

    edit_session(
        session=session,
        counts=counts_of(session),
        now=now,
        today=TODAY,
        by=officer,
        confirmed=Confirmed(sentences=["A holiday."]),
        **details,
    )

    assert confirmed_by(session) == [["", "A holiday."]]
    assert Session.objects.get().held_on == held_on

"""What log_session and plan_session write, and that they write it once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from django.db import connection

from campaigns.models import Attendance, Change, Session
from campaigns.sessions.log import _sent_before, log_session, plan_session
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.sessions.session_details import TOMORROW, TWENTY_FIVE_CHILDREN, details, log
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def test_log_session_of_today_is_delivered_with_its_counts():
    officer = factories.make_member()

    session = log(officer)

    session = Session.objects.get(pk=session.pk)
    assert (session.state, session.held_on, session.starts_at, session.minutes, session.stages) == (
        "delivered",
        TODAY,
        time(9, 30),
        50,
        ("P7",),
    )
    assert (session.logged_by, session.notes, session.place.name) == (
        officer.user,
        "Good questions",
        "Braeside Primary School",
    )
    assert [list(rows.all()) for rows in (session.officers, session.topics, session.partners)] == [
        [officer],
        [factories.make_topic()],
        [factories.make_partner()],
    ]
    assert list(session.attendances.values_list("audience", "count", "known")) == [
        ("children", 25, "counted")
    ]


def test_log_session_is_in_the_history():
    officer = factories.make_member()

    session = log(officer)

    change = session.changes.get()
    assert (change.kind, change.by, change.fields) == (
        "logged",
        officer.user,
        {"Attendance": ["", "Children (up to P7): 25, counted"]},
    )


def test_log_session_of_tomorrow_is_planned():
    session = log(held_on=TOMORROW, counts=[])

    assert (session.state, session.attendances.count(), session.changes.get().kind) == (
        "planned",
        0,
        "planned",
    )


@pytest.mark.parametrize(
    ("count", "known", "has_figure"), [(0, "counted", True), (None, "unknown", False)]
)
def test_log_session_keeps_nobody_and_not_known_apart(count, known, has_figure):
    session = log(counts=[Count(audience="parents", count=count, known=known)])

    assert session.attendances.get().count == count
    assert Session.objects.without_figure().exists() is not has_figure


def test_log_session_sent_twice_is_one_session():
    officer, client_id = factories.make_member(), uuid.uuid4()
    first = log(officer, client_id=client_id)

    second = log(
        officer,
        client_id=client_id,
        counts=[Count(audience="adults", count=99, known="estimated")],
        notes="Another story",
        place=first.place,
    )

    assert second == first
    assert Session.objects.get().notes == "Good questions"
    assert Attendance.objects.get().count == 25
    assert Change.objects.count() == 1


def test_log_session_that_lost_the_race_is_the_session_of_the_winner(monkeypatch):
    officer, client_id = factories.make_member(), uuid.uuid4()
    first = log(officer, client_id=client_id)
    answers = iter([None])
    monkeypatch.setattr(
        "campaigns.sessions.log._sent_before",
        lambda **given: next(answers, _sent_before(**given)),
    )

    second = log(officer, client_id=client_id, place=first.place)

    assert second == first
    assert (Session.objects.count(), Attendance.objects.count(), Change.objects.count()) == (
        1,
        1,
        1,
    )


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer: two sends never meet there"
)
@pytest.mark.django_db(transaction=True)
def test_log_session_sent_eight_times_at_once_is_one_session():
    officer, client_id = factories.make_member(), uuid.uuid4()
    said = details(officer)

    def send(_):
        try:
            return log_session(
                campaign=officer.campaign,
                client_id=client_id,
                counts=TWENTY_FIVE_CHILDREN,
                today=TODAY,
                by=officer.user,
                **said,
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))

    assert answers == {Session.objects.get().pk}
    assert (Attendance.objects.count(), Change.objects.count()) == (1, 1)


def test_plan_session_may_be_made_by_a_school():
    officer = factories.make_member()

    session = plan_session(campaign=officer.campaign, by=None, **details(officer, held_on=TOMORROW))

    assert (session.state, session.logged_by, list(session.officers.all())) == (
        "planned",
        None,
        [officer],
    )
    assert session.changes.get().kind == "planned"

"""What a phone or a spreadsheet put in the wrong column, asked about afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Correction, Session
from tests.campaigns.shown import said
from tests.campaigns.typed import sign_in
from tests.factories import (
    TODAY,
    make_attendance,
    make_correction,
    make_place,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

ASKED = "28 are under “Children (up to P7)”, and Larkrise High School is a high school."


@pytest.fixture
def larkrise(client, officer):
    """And the officer is signed in."""
    sign_in(client, officer)
    return make_place(name="Larkrise High School", kind="secondary")


def wrong(place, by, **changed):
    session = make_session(
        **({"held_on": TODAY, "place": place, "stages": (), "officers": [by]} | changed)
    )
    Session.objects.filter(pk=session.pk).update(logged_by=by.user)
    make_attendance(session=session, count=28)
    return session


def press(client, session, **more):
    page = client.get(f"/team/sessions/{session.pk}/")
    [(key, _)] = page.context["asked"]
    return client.post(f"/team/sessions/{session.pk}/column/", {"asked": key} | more)


def rows(session):
    return sorted(session.attendances.values_list("audience", "count", "known"))


def test_page_and_today_ask_and_one_press_puts_it_right(client, officer, larkrise):
    session = wrong(larkrise, officer)
    today = client.get("/team/")

    page = client.get(f"/team/sessions/{session.pk}/").text
    response = press(client, session)

    assert today.context["to_look_over"] == [session]
    assert ASKED in page
    assert "These are young people: put 28 there" in page
    assert rows(session) == [("young_people", 28, "counted")]
    assert said(response) == ["Put in the other column"]
    assert client.get("/team/").context["to_look_over"] == []
    assert client.get(f"/team/sessions/{session.pk}/").context["asked"] == []
    assert session.changes.get().fields == {
        "Attendance": [
            "Children (up to P7): 28, counted",
            "Young people (S1 and up): 28, counted",
        ]
    }


def test_kept_as_it_is_it_is_noted_and_not_asked_again(client, officer, larkrise):
    session = wrong(larkrise, officer)

    press(client, session, keep="1")

    assert rows(session) == [("children", 28, "counted")]
    assert session.changes.get().fields == {"Checked": ["", ASKED]}
    assert client.get(f"/team/sessions/{session.pk}/").context["asked"] == []
    assert client.get("/team/").context["to_look_over"] == []


def test_press_can_be_undone(client, officer, larkrise):
    session = wrong(larkrise, officer)
    press(client, session)

    client.post(f"/team/sessions/{session.pk}/undo/")

    assert rows(session) == [("children", 28, "counted")]


def test_number_is_added_to_what_stands_there(client, officer, larkrise):
    session = wrong(larkrise, officer)
    make_attendance(session=session, audience="young_people", count=2, known="register")

    press(client, session)

    assert rows(session) == [("young_people", 30, "estimated")]


def test_after_two_days_an_officer_proposes_and_a_coordinator_does(
    client, officer, coordinator, larkrise
):
    first, second = wrong(larkrise, officer), wrong(larkrise, officer, held_on=TODAY)
    late = first.logged_at - timedelta(days=3)
    Session.objects.update(logged_at=late)
    press(client, first)
    waits = client.get(f"/team/sessions/{first.pk}/").context["asked"]
    sign_in(client, coordinator)

    press(client, second)

    assert rows(first) == [("children", 28, "counted")]
    assert waits == []
    assert Correction.objects.get(session=first).reason == "28 are young people"
    assert rows(second) == [("young_people", 28, "counted")]
    assert Correction.objects.get(session=second).state == "confirmed"


def test_viewer_is_not_asked(client, officer, viewer, larkrise):
    session = wrong(larkrise, officer)
    sign_in(client, viewer)

    page = client.get(f"/team/sessions/{session.pk}/")
    response = client.post(f"/team/sessions/{session.pk}/column/", {"asked": "x"})

    assert page.context["asked"] == []
    assert response.status_code == 403


@pytest.mark.parametrize("asked", ["", "x", "0" * 16, "\x00"])
def test_answer_to_nothing_changes_nothing(client, officer, larkrise, asked):
    session = wrong(larkrise, officer)

    response = client.post(f"/team/sessions/{session.pk}/column/", {"asked": asked})

    assert rows(session) == [("children", 28, "counted")]
    assert said(response) == [
        "This question was answered meanwhile. See what the session says now."
    ]


def test_planned_and_voided_are_not_asked_about(client, officer, larkrise):
    for state, reason in (("voided", "Twice"), ("planned", "")):
        session = wrong(larkrise, officer, state=state, state_reason=reason)

        assert client.get(f"/team/sessions/{session.pk}/").context["asked"] == []
    assert client.get("/team/").context["to_look_over"] == []


def test_today_asks_the_database_as_much_for_three_as_for_one(client, officer, larkrise):
    counted = []
    client.get("/team/")  # of a sign-in the first page writes where it was last
    for number in range(3):
        session = wrong(larkrise, officer, held_on=TODAY - timedelta(days=number + 1))
        make_attendance(session=session, count=2, place=make_place(name=f"School {number}"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/team/")
        counted.append(len(queries))

    assert len(page.context["to_look_over"]) == 3
    assert counted[1:] == counted[:1] * 2


def test_correction_that_waits_keeps_it_from_today(client, officer, larkrise):
    session = wrong(larkrise, officer)
    make_correction(by=officer, session=session)

    assert client.get("/team/").context["to_look_over"] == []

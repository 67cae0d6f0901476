"""What is asked when a session that stands is counted or edited."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Attendance, DifferentSessions, Session, TalkGroup
from tests.campaigns.sessions.asking import NEXT_SATURDAY, URL, again, asked, typed
from tests.factories import TODAY, make_session, make_talk_request
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


@pytest.mark.parametrize("state", ["planned", "delivered"])
def test_count_asks_about_its_number_and_keeps_it(client, officer, place, state):
    session = make_session(state=state, held_on=TODAY, place=place, officers=[officer])
    address = f"/team/sessions/{session.pk}/count/"
    given = {"count_children": "34", "known": "counted"}

    page = client.post(address, given)
    before = Attendance.objects.count()
    response = again(client, page, given, address=address)

    assert (asked(page), before) == (["34 is more than 33, the most pupils in one class."], 0)
    assert read(page.text).title.startswith("Please check: Who came?")
    assert (response.status_code, Attendance.objects.get().count) == (302, 34)
    assert (
        session.changes.latest("pk").fields["Checked"][1]
        == "34 is more than 33, the most pupils in one class."
    )


def test_count_of_a_plan_that_somebody_logged_besides_asks(client, officer, place, there):
    session = make_session(state="planned", held_on=TODAY, place=place, officers=[officer])
    address = f"/team/sessions/{session.pk}/count/"
    given = {"count_children": "25", "known": "counted"}

    page = client.post(address, given)
    again(client, page, given, address=address)

    assert "It is another one, save the count" in page.text
    assert "add me to it" not in page.text
    assert DifferentSessions.objects.get().second == session


def test_what_was_confirmed_when_it_was_planned_is_not_asked_with_its_count(
    client, officer, place, monkeypatch
):
    given = typed(officer, place, held_on=NEXT_SATURDAY, count_children="", known="")
    again(client, client.post(URL, given), given)
    monkeypatch.setattr(timezone, "localdate", lambda *_: NEXT_SATURDAY)

    response = client.post(
        f"/team/sessions/{Session.objects.get().pk}/count/",
        {"count_children": "25", "known": "counted"},
    )

    assert (response.status_code, Session.objects.get().state) == (302, "delivered")


def test_edit_asks_about_what_it_would_be(client, officer, place, there):
    session = make_session(
        state="planned", held_on=TODAY + timedelta(days=1), place=place, officers=[officer]
    )
    address = f"/team/sessions/{session.pk}/edit/"
    given = typed(officer, place, count_children="", known="")
    given["opened"] = "1"

    page = client.post(address, given)
    response = again(client, page, given, address=address)

    assert read(page.text).title.startswith("Please check: Edit this session")
    assert [other.session for other in page.context["check"].alike] == [there]
    assert response.status_code == 302
    assert Session.objects.get(pk=session.pk).held_on == TODAY
    assert DifferentSessions.objects.get().second == session


def test_edit_is_not_asked_about_what_stood_before(client, officer, place, there):
    session = make_session(state="planned", held_on=TODAY, place=place, officers=[officer])

    response = client.post(
        f"/team/sessions/{session.pk}/edit/",
        typed(officer, place, opened="1", count_children="", known="", notes="Bring leaflets"),
    )

    assert response.status_code == 302
    assert Session.objects.get(pk=session.pk).notes == "Bring leaflets"


@pytest.mark.parametrize(
    ("typed_count", "sentences"),
    [("40 + 26", []), ("40 + 27", ["67 is more than 66, the most pupils in 2 classes."])],
)
def test_count_of_two_classes_is_asked_about_as_two(client, officer, place, typed_count, sentences):
    session = make_session(state="planned", held_on=TODAY, place=place, officers=[officer])
    request = make_talk_request(session=session, state="confirmed")
    TalkGroup.objects.create(talk_request=request, audience="children", stages=("P6",), expected=24)

    response = client.post(
        f"/team/sessions/{session.pk}/count/", {"count_children": typed_count, "known": "counted"}
    )

    assert (asked(response) if sentences else response.status_code) == (sentences or 302)


def test_count_asks_about_the_time_that_stands_in_the_plan(client, officer, place):
    session = make_session(
        state="planned", held_on=TODAY, place=place, officers=[officer], starts_at=time(2, 15)
    )

    response = client.post(
        f"/team/sessions/{session.pk}/count/", {"count_children": "24", "known": "counted"}
    )

    assert asked(response) == ["Is 02.15 right? Talks start between 8.00 and 21.00."]

"""Dates are offered, and words written to a school or for the team, on pages of their own."""

from datetime import date

import pytest
from django.contrib.messages import get_messages

from tests.campaigns.shown import words
from tests.campaigns.talks.queue_pages import page_of
from tests.factories import make_member, make_offer, make_session, make_talk_request
from tests.forms_of_page import forms_with_words
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

PAGES = {
    "offer": "Offer dates",
    "question": "Ask the school a question",
    "wait": "Put it on the waiting list",
    "decline": "Decline it",
    "note": "Write a note",
}
FITS = {
    "submitted": ["offer", "question", "wait", "decline"],
    "needs_info": ["offer", "wait", "decline"],
    "waiting": ["offer", "question", "decline"],
    "offered": ["offer", "decline"],
    "confirmed": ["offer"],
    "asks_to_move": ["offer", "date-stays"],
    "delivered": [],
    "declined": [],
    "withdrawn": [],
    "cancelled_by_school": [],
    "cancelled_by_police": [],
    "lapsed": [],
}
ALL = ["offer", "question", "wait", "date-stays", "decline"]


def request_in(state, officer):
    has_date = state in ("confirmed", "asks_to_move", "delivered")
    kind = "delivered" if state == "delivered" else "planned"
    day = date(2026, 11, 2) if state == "delivered" else date(2026, 12, 8)
    session = make_session(state=kind, held_on=day, officers=[officer]) if has_date else None
    talk = make_talk_request(state=state, state_reason="So it is", session=session)
    if state == "offered":
        make_offer(talk_request=talk, officer=officer)
    return talk


def linked(talk, page):
    start = page_of(talk)
    return [deed for deed in ALL if any(f'"{start}{deed}/{end}' in page for end in '"?')]


@pytest.mark.parametrize("deed", PAGES)
def test_page_has_its_one_form_and_what_weighs_in_the_answer(client, coordinator, deed):
    talk = make_talk_request()

    page = client.get(f"{page_of(talk)}{deed}/")

    assert read(page.text).h1 == [PAGES[deed]]
    assert forms_with_words(page.text) == [f"{page_of(talk)}{deed}/"]
    before_it = words(page).split("All that they asked for")[0]
    for told in (talk.place_label, "P7, about 27", "Any Tuesday morning in December"):
        assert told in before_it


def test_what_is_held_stands_beside_the_dates_that_are_offered_instead(client, coordinator):
    talk = request_in("offered", coordinator)

    page = words(client.get(f"{page_of(talk)}offer/"))

    assert "Tuesday 8 December 2026 at 10:00, with Catriona Muir" in page
    assert "What is offered now is taken back when you offer other dates." in page


def test_date_that_is_set_stands_above_the_words_about_it(client, coordinator):
    talk = request_in("asks_to_move", coordinator)

    page = words(client.get(f"{page_of(talk)}date-stays/"))

    assert "Set for Tuesday 8 December 2026" in page


@pytest.mark.parametrize("state", FITS)
def test_request_leads_to_the_pages_that_fit_its_state_and_no_other_opens(
    client, coordinator, state
):
    talk = request_in(state, coordinator)

    page = client.get(page_of(talk)).text
    opened = [deed for deed in ALL if client.get(f"{page_of(talk)}{deed}/").status_code == 200]

    assert (linked(talk, page), opened) == (FITS[state], FITS[state])
    assert forms_with_words(page) == []


def test_page_that_does_not_fit_any_more_leads_back_with_a_reason(client, coordinator):
    talk = request_in("declined", coordinator)

    page = client.get(f"{page_of(talk)}question/")

    assert (page.status_code, page.url) == (302, page_of(talk))
    said = [str(message) for message in get_messages(page.wsgi_request)]
    assert said == ["The request has moved on. It now says “declined”."]


@pytest.mark.parametrize("state", FITS)
def test_note_is_written_in_every_state(client, coordinator, state):
    talk = request_in(state, coordinator)

    client.post(f"{page_of(talk)}note/", {"note-text": "They called"})

    assert "They called" in words(client.get(page_of(talk)))


def test_officer_writes_a_note_about_a_talk_that_is_offered_to_them(client):
    officer = make_member(name="Bo Kerr")
    client.force_login(officer.user)
    talk = request_in("offered", officer)

    page = client.get(page_of(talk)).text

    assert linked(talk, page) == []
    assert f'href="{page_of(talk)}note/"' in page
    assert client.get(f"{page_of(talk)}note/").status_code == 200
    assert client.get(f"{page_of(talk)}decline/").status_code == 403


def test_what_was_typed_too_long_comes_back_on_its_page(client, coordinator):
    talk = make_talk_request()

    page = client.post(f"{page_of(talk)}wait/", {"waiting-reason": "Easter " * 60})

    assert read(page.text).h1 == ["Put it on the waiting list"]
    assert "Easter Easter" in page.text
    talk.refresh_from_db()
    assert talk.state == "submitted"

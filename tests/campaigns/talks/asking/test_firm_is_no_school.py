"""Every public page and letter of a firm's talk, from the asking to the record: not one has a word
of schools.
"""

import re
from datetime import date, timedelta

import pytest
from django.utils.html import strip_tags

from campaigns.mail import letters
from campaigns.mail.icalendar import Method, school_file
from campaigns.models import TalkRequest
from tests.campaigns.mail.told import LETTERS, OF_A_SESSION, offers
from tests.campaigns.shown import link
from tests.campaigns.talks.asking.conftest import answered
from tests.campaigns.talks.asking.firms import before_the_talk, make_kinds, words
from tests.factories import (
    NOW,
    make_attendance,
    make_evidence_row,
    make_member,
    make_place,
    make_session,
    make_talk_kind,
    make_talk_request,
)
from tests.html import read

pytestmark = pytest.mark.django_db

OF_SCHOOLS = re.compile(r"(?i)\b(school|class|pupil|lesson|staff|child|teacher)\w*")
HELD_ON = date(2026, 12, 8)
WORDS_BY_LINK = ("note", "another-time", "change", "hand-over", "end")
STATES = ("unconfirmed", "submitted", "needs_info", "waiting", "declined", "withdrawn", "lapsed")
HARM = "Someone told the officer that he was blackmailed last year"


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def of_schools(said):
    return sorted({found.group(0).lower() for found in OF_SCHOOLS.finditer(said)})


def on(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return of_schools(f"{read(page.text).title} {words(page.text)}")


def a_firm(*, state="submitted", held="", reason="", is_listed=True, held_on=HELD_ON):
    """Thirty of Glen Haulage."""
    firm = make_place(name="Glen Haulage", kind="workplace")
    kind = make_talk_kind(name="At work", slug="work", format="community", stages=())
    session = held and make_session(
        state=held,
        held_on=held_on,
        place=firm,
        topics=[kind.topic],
        stages=(),
        format="community",
        officers=[make_member(name="Ailsa Reid")],
    )
    talk = make_talk_request(
        state=state, place=firm, topic=kind.topic, session=session or None, state_reason=reason
    )
    talk.groups.update(audience="adults", stages=(), expected=30)
    TalkRequest.objects.update(kind=kind, kind_name=kind.name, format="community")
    if not is_listed:
        TalkRequest.objects.update(place=None, unlisted_place="Glen Haulage")
    return TalkRequest.objects.get(pk=talk.pk)


def a_firm_that_was_visited(**more):
    talk = a_firm(state="delivered", held="delivered", held_on=date(2026, 11, 2), **more)
    make_attendance(session=talk.session, audience="adults", count=30)
    make_evidence_row()
    return talk


def test_asking(client, firm):
    _, _, at_work = make_kinds()
    firm["rest"]["dates"] = {"when_1": "January to March"}
    kind = {"kind": {"kind": str(at_work.pk)}}
    address = answered({**before_the_talk(firm), **kind, **firm["rest"]})

    for step in ("group-1", "kind", *firm["rest"], "check"):
        assert on(client, f"{address}{step}/") == [], step
    sent = client.post(f"{address}send/")

    assert on(client, sent["Location"]) == []


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_page_of_the_request(client, state, is_listed):
    talk = a_firm(state=state, reason="Which hall is it?", is_listed=is_listed)

    assert on(client, link(talk)) == []


def test_page_of_offered_dates_and_asking_for_others(client):
    talk = a_firm(state="offered")
    offers(talk, number=2, lapses_at=NOW + timedelta(days=4))

    assert [on(client, f"{link(talk)}{page}") for page in ("", "refuse/")] == [[], []]


@pytest.mark.parametrize("page", ["", *(f"{word}/" for word in WORDS_BY_LINK)])
def test_page_of_a_set_date(client, page):
    talk = a_firm(state="confirmed", held="planned")

    assert on(client, f"{link(talk)}{page}") == []


def test_page_of_a_set_date_has_the_check_at_the_door_and_leads_to_no_page_for_schools(client):
    talk = a_firm(state="confirmed", held="planned")

    page = client.get(link(talk)).text

    main = page[page.index("<main") : page.index("</main>")]
    assert 'href="#check-who-is-at-the-door"' in main
    assert 'id="check-who-is-at-the-door"' in main
    assert "/for-schools/" not in main


@pytest.mark.parametrize("page", ["", "feedback/", "number/", "certificate/", "evidence/"])
@pytest.mark.parametrize("is_listed", [True, False])
def test_record(client, page, is_listed):
    talk = a_firm_that_was_visited(is_listed=is_listed)

    assert on(client, f"{link(talk)}{page}") == []


def test_record_is_in_the_words_of_the_asking(client):
    talk = a_firm_that_was_visited()

    page = words(client.get(link(talk)).text)
    asked = words(client.get(f"{link(talk)}feedback/").text)

    assert "who came\n" in page
    assert "talk or meeting" in page
    assert "three questions for one of you." in asked
    assert "through the years" not in page


@pytest.mark.parametrize("page", ["feedback", "number"])
def test_words_about_harm_that_are_refused(client, page):
    talk = a_firm_that_was_visited()
    typed = {"sentence": HARM, "feedback-sentence": HARM, "number-0": "31", "known": "counted"}

    said = words(client.post(f"{link(talk)}{page}/", typed).text)

    assert "this reads as if somebody was harmed." in said
    assert of_schools(said.replace(HARM, "")) == []


def test_answers_that_were_given(client):
    talk = a_firm_that_was_visited()
    answers = dict.fromkeys(("pitched_right", "took_part", "have_again"), "agree")
    client.post(f"{link(talk)}feedback/", {f"feedback-{name}": of for name, of in answers.items()})
    client.post(f"{link(talk)}number/", {"number-0": "31", "known": "counted", "opened": "1"})

    assert talk.feedback.took_part == "agree"
    assert [on(client, f"{link(talk)}{page}") for page in ("", "evidence/")] == [[], []]


@pytest.mark.parametrize("kind", LETTERS)
def test_letter(kind):
    held = "planned" if kind in OF_A_SESSION else ""
    state = "confirmed" if held else "submitted"
    talk = a_firm(state=state, held=held, reason="The hall.")

    letter = LETTERS[kind](talk)

    assert of_schools(f"{letter.subject} {letter.text} {strip_tags(letter.html)}") == []


def test_letter_long_before_and_calendar():
    talk = a_firm(state="confirmed", held="planned")

    letter = letters.reminder(talk, school_days=5, number=2, send_after=NOW)
    file = school_file(talk.session, reference=talk.reference, method=Method.PUBLISH)

    assert of_schools(letter.text + file.replace("\r\n ", "")) == []
    assert "Glen Haulage" in letter.text


def test_a_word_of_schools_is_found():
    said = "Your school's staff, a class of schoolchildren; a classical fact"

    assert of_schools(said) == ["class", "classical", "school", "schoolchildren", "staff"]

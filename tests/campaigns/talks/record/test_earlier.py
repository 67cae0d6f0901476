"""A school's own list of its talks, by a letter to an address that had a talk there."""

from datetime import date, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from campaigns.models import Mail, Session, TalkRequest
from campaigns.talks.record.earlier import SALT, signed, write_list
from tests.campaigns.shown import link, words
from tests.campaigns.talks.record.conftest import given
from tests.factories import make_attendance, make_campaign, make_place, make_session

pytestmark = pytest.mark.django_db
ASK = "/talks/earlier/"
OFFICE = "office@school.example"


def ask(client, address=OFFICE):
    """And the queue's worker does its part."""
    response = client.post(ASK, {"contact_email": address})
    run_jobs()
    return response


def run_jobs():
    for job in DBTaskResult.objects.filter(task_path=write_list.module_path):
        write_list.call(*job.args_kwargs["args"])
        job.delete()


def link_in_letter(settings):
    [mail] = Mail.objects.filter(kind="school_talks")
    [line] = [line for line in mail.text.splitlines() if ASK in line]
    assert f'href="{line}"' in mail.html
    return line.removeprefix(settings.SITE_URL)


@pytest.mark.parametrize("address", [OFFICE, OFFICE.upper()])
def test_letter_goes_to_the_address_of_a_talk_with_a_link_to_the_list(client, settings, address):
    talk = given()

    response = ask(client, address)

    assert "a link is on its way" in words(response)
    assert Mail.objects.get(kind="school_talks").to == OFFICE
    page = words(client.get(link_in_letter(settings)))
    for said in (talk.place.name, "Monday 2 November 2026", "Know the trick", "27, counted"):
        assert said in page


def test_page_answers_an_unknown_address_with_the_same_words(client):
    given()

    known, unknown = ask(client), ask(client, "somebody@else.example")

    assert words(known) == words(unknown)
    assert known.status_code == unknown.status_code
    assert Mail.objects.filter(kind="school_talks").count() == 1


def test_request_asks_the_database_the_same_for_a_known_address_and_an_unknown_one(client):
    given()
    asked = []

    for address in (OFFICE, "somebody@else.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post(ASK, {"contact_email": address})
        asked.append([" ".join(query["sql"].split()[:3]) for query in queries])
        assert not Mail.objects.exists()
    jobs = DBTaskResult.objects.filter(task_path=write_list.module_path)
    held = str(list(jobs.values()))
    run_jobs()

    assert asked[0] == asked[1]
    assert "example" not in held
    assert [mail.to for mail in Mail.objects.all()] == [OFFICE]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"state": "confirmed"}, "not given yet"),
        ({"contact_email": ""}, "forgotten"),
        ({"state": "cancelled_by_school", "state_reason": "No"}, "called off"),
    ],
)
def test_no_letter_for_a_request_that_proves_nothing(client, changed, what):
    talk = given()
    TalkRequest.objects.filter(pk=talk.pk).update(**changed)

    ask(client)

    assert not Mail.objects.exists(), what


def test_no_letter_for_a_voided_talk_an_old_one_or_one_of_another_campaign(client):
    talk = given()
    sessions = Session.objects.filter(pk=talk.session_id)

    sessions.update(state="voided", state_reason="Twice")
    ask(client)
    sessions.update(state="delivered", state_reason="", held_on=date(2025, 11, 22))
    ask(client)
    sessions.update(held_on=date(2026, 11, 2))
    TalkRequest.objects.update(campaign=make_campaign(name="Elsewhere"))
    ask(client)

    assert not Mail.objects.exists()


def test_no_letter_for_a_hall_where_different_groups_meet(client):
    talk = given()
    type(talk.place).objects.filter(pk=talk.place_id).update(kind="community")

    ask(client)

    assert not Mail.objects.exists()


@pytest.mark.parametrize("typed", ["", "office", "a@b"])
def test_what_is_no_address_is_said(client, typed):
    given()

    response = ask(client, typed)

    assert "<title>Error: Your school" in response.content.decode()
    assert not Mail.objects.exists()


def test_letters_to_one_address_are_limited(client):
    given()

    answers = [ask(client).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]


def test_list_has_every_talk_at_the_school_and_no_other_and_no_contact(client):
    talk = given()
    talk.notes.create(text="Ring Morag", by=None)
    old = make_session(held_on=date(2019, 5, 7), place=talk.place)
    make_attendance(session=old, count=None, known="unknown")
    theatre = make_place(name="The Theatre", kind="community")
    show = make_session(held_on=date(2020, 3, 3), place=theatre)
    make_attendance(session=show, count=61, place=talk.place)
    make_attendance(session=show, count=444, place=make_place(name="Newmains PS"))
    make_session(held_on=date(2021, 1, 4), place=make_place(name="Other PS"))
    make_session(held_on=date(2026, 11, 20), place=talk.place, state="planned")

    page = words(client.get(f"{ASK}{signed([talk.place_id])}/"))

    days = ("2 November 2026", "3 March 2020", "7 May 2019")
    assert [page.index(day) for day in days] == sorted(page.index(day) for day in days)
    assert "How many came: 61, counted" in page
    assert "How many came: not counted yet" in page
    private = ("Morag", OFFICE, "01698", "Bo Kerr", "444", "2021", "20 November", "Theatre")
    assert [one for one in private if one in page] == []


@pytest.mark.parametrize("sheet", ["certificate", "evidence"])
def test_sheets_of_the_list_are_of_its_own_talks_only(client, sheet):
    talk = given()
    other = make_session(place=make_place(name="Other PS"))
    token = signed([talk.place_id])

    def status(place, session):
        return client.get(f"{ASK}{token}/{place}/{session}/{sheet}/").status_code

    assert status(talk.place_id, talk.session_id) == 200
    assert status(talk.place_id, other.pk) == 404
    assert status(other.place_id, other.pk) == 404


def test_link_to_the_list_runs_out_after_a_day(client, monkeypatch):
    talk = given()
    old = signing.dumps([talk.place_id], salt=SALT)
    later = signing.time.time() + timedelta(hours=24, minutes=1).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)

    response = client.get(f"{ASK}{old}/")

    assert response.status_code == 404
    assert "This link has ended" in words(response)
    assert talk.place.name not in words(response)


@pytest.mark.parametrize(
    "token",
    ["x", "W10:1abc:def", signing.dumps([1]), "a" * 3000],
    ids=["short", "unsigned", "signed for something else", "long"],
)
def test_link_that_was_made_up_leads_nowhere(client, token):
    given()

    assert client.get(f"{ASK}{token}/").status_code == 404


def test_pages_lead_to_the_list(client):
    pages = (reverse("campaigns:talks"), link(given()))

    assert [f'href="{ASK}"' in client.get(page).content.decode() for page in pages] == [True, True]


def test_whoever_handed_the_talk_over_before_is_told_why_nothing_comes(client):
    given()
    TalkRequest.objects.update(contact_email="colleague@school.example")

    asked, sent = words(client.get(ASK)), words(ask(client))

    assert not Mail.objects.filter(kind="school_talks").exists()
    assert "were you the contact for the talk when it was given?" in asked
    assert "Then that address was not the contact for a talk when it was given." in sent

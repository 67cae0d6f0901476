"""A talk keeps the name that the school chose, wherever it is named."""

from dataclasses import replace
from datetime import date, time
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps

from campaigns.diaries.feed_entries import talks_for_feed
from campaigns.mail.icalendar import feed_file
from campaigns.models import Mail, TalkRequest
from campaigns.talks.asking.drafts import ask_for_talk
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.record.earlier import signed
from tests.campaigns.shown import link, words
from tests.campaigns.talks.slots import offered
from tests.campaigns.talks.test_races import asked
from tests.factories import (
    NOW,
    make_attendance,
    make_campaign,
    make_member,
    make_session,
    make_talk_kind,
    make_talk_request,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

NAME = "Staying safe online for P7"
SHEETS = ("certificate", "evidence")


@pytest.fixture
def named() -> TalkRequest:
    """Its kind has another name by now."""
    topic = make_topic(name="Cyberbullying")
    kind = make_talk_kind(topic=topic, name="Renamed since", slug="online")
    talk = make_talk_request(topic=topic)
    talk.kind, talk.kind_name = kind, NAME
    talk.save()
    return talk


def confirmed(talk: TalkRequest, officer):
    offer = offered(talk, officer)
    return confirm_offer(offer=offer, by=None, now=NOW)


def test_letters_and_the_schools_calendar_name_the_talk_as_chosen(named):
    confirmed(named, make_member(name="Ailsa Reid"))

    offer, confirmation = (Mail.objects.get(kind=kind) for kind in ("offered", "confirmed"))
    assert [f"Talk: {NAME}" in mail.text for mail in (offer, confirmation)] == [True, True]
    assert f"Safer Communities talk: {NAME}" in confirmation.calendar.replace("\r\n ", "")


def test_the_officers_calendar_names_it(named):
    officer = make_member(name="Ailsa Reid")
    confirmed(named, officer)

    file = feed_file(talks_for_feed(officer=officer, now=NOW), name="Talks")

    assert f"SUMMARY:{NAME}: " in file


def test_the_queue_the_page_and_the_schools_page_name_it(client, coordinator, named):
    pages = [
        "/team/talks/",
        f"/team/talks/{named.pk}/",
        f"/team/talks/{named.pk}/who/",
        link(named),
    ]

    assert [NAME in words(client.get(page)) for page in pages] == [True] * 4


def test_today_the_week_and_the_session_name_it(client, coordinator, named):
    session = make_session(
        state="planned", held_on=date(2026, 11, 23), starts_at=time(14, 0), officers=[coordinator]
    )
    TalkRequest.objects.filter(pk=named.pk).update(session=session, state="confirmed")

    pages = ["/team/", "/team/week/?from=2026-11-23", f"/team/sessions/{session.pk}/"]

    assert [NAME in words(client.get(page)) for page in pages] == [True] * 3


def test_without_a_kind_it_has_the_topics_name():
    talk = make_talk_request(topic=make_topic(name="Cyberbullying"))

    assert talk.talk_name == "Cyberbullying"


def test_asked_for_on_the_site_it_keeps_the_name_of_today():
    kind = make_talk_kind(name=NAME)

    talk = ask_for_talk(
        draft_key=uuid4(),
        campaign=kind.campaign,
        asked=replace(asked(), kind=kind, topic=kind.topic),
    )

    assert talk.talk_name == NAME


def test_requests_of_before_get_the_name_of_their_kind():
    talk = make_talk_request(campaign=make_campaign())
    TalkRequest.objects.filter(pk=talk.pk).update(kind=make_talk_kind(name=NAME, topic=talk.topic))

    import_module("campaigns.migrations.0024_both_sides_hear").keep_names(apps, None)

    talk.refresh_from_db()
    assert talk.kind_name == NAME


@pytest.fixture
def held(named) -> TalkRequest:
    """Of a talk that was given."""
    session = make_session(place=named.place, topics=[named.topic], held_on=date(2026, 11, 2))
    make_attendance(session=session, count=27)
    TalkRequest.objects.filter(pk=named.pk).update(session=session, state="delivered")
    return TalkRequest.objects.get(pk=named.pk)


def test_after_the_talk_its_record_and_what_is_printed_of_it_name_it(client, held):
    token = signed([held.place_id])
    own = f"/talks/earlier/{token}/{held.place_id}/{held.session_id}/"
    sheets = [f"{address}{sheet}/" for address in (link(held), own) for sheet in SHEETS]

    pages = [words(client.get(page)) for page in (link(held), f"/talks/earlier/{token}/", *sheets)]

    assert [NAME in page for page in pages] == [True] * 6
    assert [page for page in pages if "Renamed since" in page] == []


def test_record_and_evidence_sheet_name_the_topic_beside_it(client, held):
    pages = [words(client.get(page)) for page in (link(held), f"{link(held)}evidence/")]

    assert [f"Talk {NAME} Topic Cyberbullying" in page for page in pages] == [True] * 2


def test_record_without_a_name_of_its_own_says_the_topic_once(client, held):
    TalkRequest.objects.update(kind=None, kind_name="")

    page = words(client.get(link(held)))

    assert "Talk Cyberbullying How it was given" in page

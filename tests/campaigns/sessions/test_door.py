from datetime import date

import pytest

from campaigns.models import Change
from campaigns.talks.answer_words_forms import QUESTION
from tests.campaigns.shown import words
from tests.factories import make_member, make_session, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def a_talk(member):
    session = make_session(state="planned", held_on=date(2026, 12, 8), officers=[member])
    talk = make_talk_request(state="confirmed", session=session)
    talk.room, talk.arriving = "The canteen", "Gate 4, ask for a pass"
    talk.save()
    return talk


def test_officer_reads_on_the_session_how_to_come_in(client):
    member = make_member(role="officer", name="Bo Kerr")
    client.force_login(member.user)
    talk = a_talk(member)

    page = words(client.get(f"/team/sessions/{talk.session_id}/"))

    assert "The room The canteen" in page
    assert "Arriving Gate 4, ask for a pass" in page
    assert "Whom to call stands there." in page
    assert talk.contact_name not in page
    assert not Change.objects.filter(kind="contact_seen").exists()


def test_who_may_not_see_the_request_reads_no_way_in(client):
    talk = a_talk(make_member(role="officer", name="Bo Kerr"))
    other = make_member(role="viewer", name="Ada Low")
    client.force_login(other.user)

    page = words(client.get(f"/team/sessions/{talk.session_id}/"))

    assert "The canteen" not in page
    assert "Gate 4" not in page


def test_history_of_a_request_says_what_stood_and_what_stands(client):
    member = make_member(role="coordinator", name="Bo Kerr")
    client.force_login(member.user)
    talk = a_talk(member)
    fields = {"The room": ["", "Hall"], "Expected": ["300", "28"], "Arriving": ["", ""]}
    talk.changes.create(kind="noted", campaign=talk.campaign, by=member.user, fields=fields)

    page = words(client.get(f"/team/talks/{talk.pk}/")).split("History")[1]

    assert "The room: Hall" in page
    assert "Expected: before: 300, now: 28" in page
    assert "Arriving:" not in page


def test_words_of_an_answer_have_no_braces(client):
    assert QUESTION.told_of(make_talk_request()).heading == "Ask the school a question"

"""Once the address is theirs, a letter says what we have and by when they hear."""

import re
from datetime import UTC, datetime

import pytest

from campaigns.mail.links import token_of
from campaigns.models import Change, Mail, TalkRequest
from campaigns.talks.asking.address import confirm_address
from tests.campaigns.shown import words
from tests.factories import make_talk_request

pytestmark = pytest.mark.django_db


def test_letter_after_the_button_holds_what_was_asked():
    talk = make_talk_request(state="unconfirmed")

    confirm_address(talk_request=talk, now=datetime(2026, 11, 9, 22, 0, tzinfo=UTC))

    mail = Mail.objects.get()
    assert (mail.kind, mail.subject) == ("received", "We have your request for a talk")
    assert mail.send_after is None  # somebody sits there and waits for it
    for said in (
        "Place: Braeside Primary School",
        "Wanted: Any Tuesday morning in December",
        f"Your reference is {talk.reference}.",
        f"/t/{token_of(talk)}/",
        "Have you heard nothing by Wednesday 11 November?",
    ):
        assert said in mail.text


def test_pressed_twice_it_is_one_letter_and_one_history(client):
    talk = make_talk_request(state="unconfirmed")

    answers = [client.post(f"/t/{token_of(talk)}/confirm/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Mail.objects.count() == 1
    assert Change.objects.count() == 2


def test_a_mail_scanner_that_looks_changes_nothing(client):
    talk = make_talk_request(state="unconfirmed")

    for method in (client.get, client.head, client.options):
        method(f"/t/{token_of(talk)}/")
        method(f"/t/{token_of(talk)}/confirm/")

    assert TalkRequest.objects.get().state == "unconfirmed"
    assert not Mail.objects.exists()


def test_its_page_says_the_same_day_until_somebody_takes_it_up(client):
    talk = make_talk_request(state="unconfirmed")
    confirm_address(talk_request=talk, now=datetime(2026, 11, 9, 22, 0, tzinfo=UTC))
    said = re.search(r"Have you heard nothing by [^?]+", Mail.objects.get().text)[0]

    assert said in words(client.get(f"/t/{token_of(talk)}/"))

    TalkRequest.objects.update(state="waiting", state_reason="We are full until March.")
    assert "heard nothing" not in words(client.get(f"/t/{token_of(talk)}/"))


def test_page_of_a_request_that_one_of_us_entered_names_no_day(client):
    talk = make_talk_request()

    assert "heard nothing" not in words(client.get(f"/t/{token_of(talk)}/"))

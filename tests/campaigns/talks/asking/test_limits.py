"""How often one address, network or mailbox may ask, and what a machine is told."""

import pytest
from django.core.cache import caches
from django.utils import timezone

from campaigns.access import limits
from campaigns.models import Mail, TalkDraft, TalkRequest
from campaigns.talks.asking.address import confirm_address
from tests.campaigns.talks.asking.conftest import a_while_ago, answered
from tests.factories import make_talk_request, make_topic, make_user

pytestmark = pytest.mark.django_db


def test_a_filled_trap_sends_nothing(client, answers):
    address = answered(answers)

    response = client.post(f"{address}send/", {"website": "https://spam.example"})

    assert "Leave the box for a website empty" in response.content.decode()
    assert not TalkRequest.objects.exists()


def send(client, answers, *, mailbox, **more):
    """One more school that needs only press the button."""
    answers["contact"]["contact_email"] = mailbox
    return client.post(f"{answered(answers)}send/", **more).status_code


def test_sixty_requests_an_hour_come_from_one_address_that_nobody_confirmed(client, answers):
    statuses = [
        send(client, answers, mailbox=f"office{number}@school.example") for number in range(61)
    ]

    last = client.post(f"{answered(answers)}send/")
    assert statuses == [302] * 60 + [429]
    assert 0 < int(last["Retry-After"]) <= 3600
    assert "Please try again in 60 minutes" in last.content.decode()
    assert TalkRequest.objects.count() == 60
    assert TalkDraft.objects.count() == 2  # and what was not sent keeps its answers


def test_confirmed_ones_give_their_turns_back(client, answers, monkeypatch):
    for number in range(60):
        send(client, answers, mailbox=f"office{number}@school.example")
    at_first = send(client, answers, mailbox="late@school.example")
    for talk in TalkRequest.objects.order_by("pk")[:2]:
        confirm_address(talk_request=talk)
    monkeypatch.setattr(limits, "HELD_SECONDS", 0)  # nothing is being written any more

    then = [send(client, answers, mailbox=f"late{number}@school.example") for number in range(3)]

    assert at_first == 429
    assert then == [302, 302, 429]


def test_three_letters_an_hour_go_to_a_mailbox_that_never_answered(client, answers):
    mailboxes = [
        "office@school.example",
        "Office@School.example",
        "office+talks@school.example",
        "office@school.example",
    ]

    statuses = [send(client, answers, mailbox=mailbox) for mailbox in mailboxes]

    assert statuses == [302, 302, 302, 429]
    assert Mail.objects.count() == 3


def test_a_mailbox_that_confirmed_before_may_ask_ten_times(client, answers):
    confirm_address(
        talk_request=make_talk_request(state="unconfirmed", contact_email="Office@school.example")
    )

    statuses = [send(client, answers, mailbox="office@school.example") for _ in range(11)]

    assert statuses == [302] * 10 + [429]


def test_what_one_of_us_confirmed_shows_nothing_of_a_mailbox(client, answers):
    confirm_address(
        talk_request=make_talk_request(state="unconfirmed"),
        by=make_user(name="Bo Kerr"),
        note="Spoke to the office",
    )

    statuses = [send(client, answers, mailbox="office@school.example") for _ in range(4)]

    assert statuses == [302, 302, 302, 429]


def test_a_refusal_takes_no_turn(client, answers):
    for _ in range(5):
        send(client, answers, mailbox="office@school.example")

    statuses = [
        send(client, answers, mailbox=f"office{number}@school.example") for number in range(58)
    ]

    assert statuses == [302] * 57 + [429]


def test_pressed_ten_times_it_takes_one_turn(client, answers):
    address = answered(answers)
    for _ in range(10):
        client.post(f"{address}send/")

    statuses = [send(client, answers, mailbox="office@school.example") for _ in range(3)]

    assert statuses == [302, 302, 429]


def test_three_hundred_drafts_an_hour_start_at_one_address(client):
    make_topic()

    statuses = [client.post("/talks/ask/").status_code for _ in range(301)]

    assert statuses == [302] * 300 + [429]


def test_who_is_quicker_than_anybody_is_asked_to_look_again(client, answers):
    address = answered(answers)
    TalkDraft.objects.update(started_at=timezone.now())

    response = client.post(f"{address}send/")

    assert "That was very quick" in response.content.decode()
    assert not TalkRequest.objects.exists()
    a_while_ago()
    assert client.post(f"{address}send/").status_code == 302


def test_a_wider_net_is_thrown_over_a_network(client, answers, monkeypatch):
    monkeypatch.setattr(limits, "ASKED_BY_NETWORK", ((5, limits.HOUR),))

    statuses = [
        send(
            client,
            answers,
            mailbox=f"office{number}@school.example",
            REMOTE_ADDR=f"192.0.2.{number}",
        )
        for number in range(6)
    ]

    assert statuses == [302] * 5 + [429]


def test_what_cannot_be_counted_is_an_outage_and_nothing_is_sent(
    client, answers, counted_in_database, monkeypatch
):
    address = answered(answers)

    with monkeypatch.context() as broken:
        broken.setattr(caches["default"], "_table", "gone")
        response = client.post(f"{address}send/")

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert TalkDraft.objects.exists()

"""How often one address, network or mailbox may ask, and what a machine is told."""

import pytest
from django.utils import timezone

from campaigns.models import Mail, TalkDraft, TalkRequest
from tests.campaigns.talks.asking.conftest import a_while_ago, answered
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


def test_a_filled_trap_sends_nothing(client, answers):
    address = answered(answers)

    response = client.post(f"{address}send/", {"website": "https://spam.example"})

    assert "Leave the box for a website empty" in response.content.decode()
    assert not TalkRequest.objects.exists()


def test_ten_requests_an_hour_come_from_one_address(client, answers):
    statuses = []
    for number in range(11):
        answers["contact"]["contact_email"] = f"office{number}@school.example"
        address = answered(answers)
        statuses.append(client.post(f"{address}send/").status_code)

    last = client.post(f"{address}send/")
    assert statuses == [302] * 10 + [429]
    assert 0 < int(last["Retry-After"]) <= 3600
    assert "Please try again in 60 minutes" in last.content.decode()
    assert TalkRequest.objects.count() == 10
    assert TalkDraft.objects.count() == 1  # and the eleventh keeps its answers


def test_three_receipts_an_hour_go_to_one_mailbox(client, answers):
    statuses = []
    for _ in range(4):
        answers["contact"]["contact_email"] = (
            "Office@School.example" if statuses else "office@school.example"
        )
        address = answered(answers)
        statuses.append(client.post(f"{address}send/").status_code)

    assert statuses == [302, 302, 302, 429]
    assert Mail.objects.count() == 3


def test_thirty_drafts_an_hour_start_at_one_address(client):
    make_topic()

    statuses = [client.post("/talks/ask/").status_code for _ in range(31)]

    assert statuses == [302] * 30 + [429]


def test_who_is_quicker_than_anybody_is_asked_to_look_again(client, answers):
    address = answered(answers)
    TalkDraft.objects.update(started_at=timezone.now())

    response = client.post(f"{address}send/")

    assert "That was very quick" in response.content.decode()
    assert not TalkRequest.objects.exists()
    a_while_ago()
    assert client.post(f"{address}send/").status_code == 302


def test_forty_requests_an_hour_come_from_one_network(client, answers):
    statuses = []
    for number in range(41):
        answers["contact"]["contact_email"] = f"office{number}@school.example"
        address = answered(answers)
        statuses.append(client.post(f"{address}send/", REMOTE_ADDR=f"192.0.2.{number}").status_code)

    assert statuses == [302] * 40 + [429]

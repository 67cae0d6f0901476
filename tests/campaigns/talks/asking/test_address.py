"""The first e-mail leads to a page that asks whose address it is: until its button is pressed, the
request is nobody's business.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.mail.links import token_of
from campaigns.models import Change, TalkRequest
from tests.factories import make_talk_request

pytestmark = pytest.mark.django_db


def test_looking_at_the_page_confirms_nothing(client):
    talk = make_talk_request(state="unconfirmed")

    page = client.get(f"/t/{token_of(talk)}/").content.decode()
    client.head(f"/t/{token_of(talk)}/")

    assert "Is this your address?" in page
    assert "Morag Bell" not in page
    assert TalkRequest.objects.get().state == "unconfirmed"
    assert not Change.objects.exists()


def test_the_button_brings_it_into_the_queue_and_history_begins(client):
    talk = make_talk_request(state="unconfirmed")
    asked_at = timezone.now() - timedelta(hours=5)
    TalkRequest.objects.update(asked_at=asked_at)

    response = client.post(f"/t/{token_of(talk)}/confirm/")

    assert response["Location"] == f"/t/{token_of(talk)}/"
    assert "We have your request" in client.get(response["Location"]).content.decode()
    assert TalkRequest.objects.get().state == "submitted"
    assert [(change.kind, change.by) for change in Change.objects.order_by("pk")] == [
        ("asked", None),
        ("address_confirmed", None),
    ]
    assert Change.objects.order_by("pk")[0].at == asked_at


@pytest.mark.parametrize("state", ["submitted", "offered", "waiting", "declined"])
def test_pressed_later_it_changes_nothing(client, state):
    talk = make_talk_request(
        state=state, state_reason="Full" if state in ("waiting", "declined") else ""
    )

    response = client.post(f"/t/{token_of(talk)}/confirm/")

    assert response.status_code == 302
    assert TalkRequest.objects.get().state == state
    assert not Change.objects.exists()


def test_an_unknown_link_is_not_found_and_the_button_is_a_post(client):
    talk = make_talk_request(state="unconfirmed")

    assert client.post("/t/nonsense/confirm/").status_code == 404
    assert client.get(f"/t/{token_of(talk)}/confirm/").status_code == 405

"""Who may keep the log on a phone and send what was written there."""

import pytest
from django.test import Client

from campaigns.models import Session
from campaigns.sessions.offline.entry import owner_of
from tests import factories
from tests.campaigns.sessions.offline.entries import PAGE, PLACES, SEND, TOKEN, WORKER, entry, send
from tests.campaigns.typed import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_entry_needs_the_token(officer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer.user)
    sent = entry(officer)
    refused = send(strict, sent)

    token = strict.get(TOKEN).json()["token"]
    taken = strict.post(SEND, sent, content_type="application/json", headers={"X-CSRFToken": token})

    assert (refused.status_code, taken.status_code) == (403, 201)


def test_token_says_whose_it_is_in_words_that_name_nobody(client, officer):
    said = client.get(TOKEN).json()

    assert said["owner"] == owner_of(officer)
    assert (set(said), said["others"]) == ({"owner", "token", "others"}, {})
    assert owner_of(officer) != owner_of(factories.make_member(name="Iain Bell"))


@pytest.mark.parametrize("address", [PAGE, PLACES, TOKEN])
def test_who_may_not_log_keeps_nothing(client, address):
    sign_in(client, factories.make_member(role="viewer", name="Una Shaw"))

    assert client.get(address).status_code == 403


def test_who_may_not_log_sends_nothing(client, officer):
    viewer = factories.make_member(role="viewer", name="Una Shaw")
    sign_in(client, viewer)

    assert send(client, entry(officer, owner=owner_of(viewer))).status_code == 403
    assert Session.objects.count() == 0


def test_signed_out_phone_is_sent_to_sign_in_and_its_entry_is_not_logged(officer):
    response = send(Client(), entry(officer))

    assert (response.status_code, response["Location"].partition("?")[0]) == (
        302,
        "/accounts/login/",
    )
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", PAGE),
        ("post", PLACES),
        ("post", TOKEN),
        ("post", WORKER),
        ("get", SEND),
        ("put", SEND),
    ],
)
def test_wrong_method_is_refused(client, officer, method, address):
    assert getattr(client, method)(address).status_code == 405

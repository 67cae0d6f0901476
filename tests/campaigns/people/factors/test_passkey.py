"""What the server asks of a browser that sets up or gives a passkey, and what it does not take."""

import json
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator

from campaigns.models import SignIn
from campaigns.people.factors import views
from tests.campaigns.people.factors.given import INDEX, PASSKEY
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named_site(settings) -> None:
    settings.SITE_HOST = "talks.example.org"


def test_browser_is_asked_for_this_site_and_this_person(client, sign_in, officer):
    sign_in(client, is_password_alone=True)

    page = client.get(PASSKEY)

    asked = json.loads(page.context["options"])["publicKey"]
    assert asked["rp"] == {"id": "talks.example.org", "name": "Sextortion Aware"}
    assert asked["user"]["name"] == "ailsa.reid@example.org"
    assert len(asked["challenge"]) >= 43
    assert "js/passkey.js" in page.text


@pytest.mark.parametrize(
    "credential",
    ["", "not json", "[]", "{}", '{"id": "AA", "rawId": "AA", "type": "public-key"}', "7"],
)
def test_what_is_no_passkey_sets_nothing_up(client, sign_in, officer, credential):
    sign_in(client, is_password_alone=True)
    client.get(PASSKEY)

    page = client.post(PASSKEY, {"name": "Phone", "credential": credential})

    assert page.status_code == 200
    assert read(page.text).title.startswith("Error: Set up a passkey")
    assert "This passkey was not taken" in page.text
    assert "valid JSON" not in page.text
    assert "This field is required" not in page.text
    assert not Authenticator.objects.exists()
    assert client.get("/team/")["Location"] == INDEX


def test_passkey_that_is_set_up_is_told_in_the_row_of_the_sign_in(
    client, sign_in, officer, monkeypatch
):
    """The browser's part has a test in a browser."""
    form = SimpleNamespace(is_valid=lambda: True, cleaned_data={"name": "Key", "credential": {}})
    monkeypatch.setattr(views, "NewPasskeyForm", lambda *_, **__: form)
    monkeypatch.setattr(views.keep, "add_passkey", lambda **_: True)
    sign_in(client, is_password_alone=True)

    client.post(PASSKEY)

    assert SignIn.objects.get().factor == "passkey"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "192.168.1.7"])
def test_address_that_is_a_number_says_that_it_takes_none(client, sign_in, officer, settings, host):
    settings.SITE_HOST = host
    sign_in(client, is_password_alone=True)

    assert "Passkeys need an address with a name." in client.get(PASSKEY).text
    assert PASSKEY not in client.get(INDEX).text


def test_name_with_a_sign_that_cannot_be_seen_is_refused_in_our_words(client, sign_in, officer):
    sign_in(client, is_password_alone=True)
    client.get(PASSKEY)

    page = client.post(PASSKEY, {"name": "Pho\0ne", "credential": "{}"})

    assert "it holds a character that cannot be seen" in page.text
    assert "Null characters" not in page.text


def test_number_as_an_address_says_so_where_the_passkey_would_stand(client, officer, settings, key):
    settings.SITE_HOST = "127.0.0.1"
    client.force_login(officer.user)

    page = " ".join(client.get(INDEX).text.split())

    assert "<dt>Passkeys</dt> <dd> Passkeys need an address with a name." in page

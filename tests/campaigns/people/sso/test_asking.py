"""What is asked of the provider is bounded, kept for an hour, and asked anew for a new key."""

import threading
import time

import pytest
import requests

from campaigns.people.sso import asking
from sextortion_aware import deadlines
from tests.campaigns.people.sso.conftest import come_back, go_out, told, trip

pytestmark = pytest.mark.django_db


def names(provider) -> list[str]:
    return [address.rpartition("/")[2] for address in provider.asked]


def test_addresses_and_keys_are_asked_for_once(client, provider, member):
    trip(client, provider)
    client.logout()
    trip(client, provider)

    assert names(provider) == ["openid-configuration", "token", "keys", "token"]


def test_new_key_is_fetched_when_it_is_first_met(client, provider, member):
    trip(client, provider)
    client.logout()
    provider.turn_keys()

    assert trip(client, provider)["Location"] == "/team/"
    assert names(provider) == ["openid-configuration", "token", "keys", "token", "keys"]


def test_what_was_kept_is_asked_for_again_after_an_hour(client, provider, monkeypatch):
    go_out(client)
    later = time.monotonic() + asking.KEPT_SECONDS + 1
    monkeypatch.setattr(asking.time, "monotonic", lambda: later)

    go_out(client)
    provider.fails = requests.ConnectionError()
    go_out(client)

    assert names(provider) == ["openid-configuration"] * 2


def test_what_is_old_does_while_the_provider_is_away(client, provider, monkeypatch):
    go_out(client)
    now, provider.fails = time.monotonic(), requests.ConnectionError()

    monkeypatch.setattr(asking.time, "monotonic", lambda: now + asking.STALE_SECONDS - 60)
    go_out(client)
    monkeypatch.setattr(asking.time, "monotonic", lambda: now + asking.STALE_SECONDS + 60)

    assert told(client, client.post("/accounts/sso/begin/")) == (503, "Microsoft does not answer")


def test_provider_that_publishes_another_issuer_is_refused(client, provider, monkeypatch):
    document = provider.configuration() | {"issuer": "https://evil.example"}
    monkeypatch.setattr(provider, "configuration", lambda: document)

    assert told(client, client.post("/accounts/sso/begin/")) == (
        403,
        "This did not work with Microsoft",
    )


def test_log_says_why_and_nothing_of_the_person(client, provider, member, caplog):
    provider.changes = {"nonce": "another", "sub": "who-it-is"}

    come_back(client, provider, query := go_out(client))

    assert [record.getMessage() for record in caplog.records] == [
        "Single sign-on did not work: TokenRefused nonce"
    ]
    assert query["state"] not in caplog.text


@pytest.fixture
def hanging(monkeypatch):
    """Every answer waits until the test is over."""
    over = threading.Event()
    monkeypatch.setattr(
        asking.BoundedSession, "whole", lambda *_: over.wait(60) and requests.Response()
    )
    monkeypatch.setattr(deadlines, "PROVIDER_SECONDS", 0.05)
    asking.places.cache_clear()
    yield over
    over.set()
    asking.places.cache_clear()


def test_only_a_few_wait_for_a_provider_that_hangs_and_the_next_are_told_at_once(hanging):
    said = []
    for _ in range(deadlines.PROVIDER_AT_ONCE + 1):
        with pytest.raises(asking.ProviderSilent) as silent:
            asking.BoundedSession().get("http://localhost:9/")
        said.append(str(silent.value))

    assert said == [
        *["no answer in time"] * deadlines.PROVIDER_AT_ONCE,
        "too many wait for it already",
    ]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_provider_in_trouble_is_one_that_does_not_answer(monkeypatch, status):
    response = requests.Response()
    response.status_code = status
    monkeypatch.setattr(asking.BoundedSession, "whole", lambda *_: response)

    with pytest.raises(asking.ProviderSilent):
        asking.BoundedSession().get("http://localhost:9/")

"""A clock that stands still, and who is signed in: what most tests of the team start from."""

import pytest
from django.utils import timezone

from tests.factories import NOW, TODAY, make_member


@pytest.fixture
def on_a_monday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def midday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def signed_in(client, **fields):
    member = make_member(**fields)
    client.force_login(member.user)
    return member


@pytest.fixture
def officer(client, db):
    return signed_in(client)


@pytest.fixture
def coordinator(client, db):
    return signed_in(client, role="coordinator", name="Catriona Muir")


@pytest.fixture
def viewer(client, db):
    return signed_in(client, role="viewer", name="Vera Young")

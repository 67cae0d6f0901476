import pytest

from tests.campaigns.people.factors.given import give_app
from tests.factories import make_member


@pytest.fixture(autouse=True)
def still(monkeypatch) -> None:
    """No half minute ends within a test."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: 1_795_000_000.0)


@pytest.fixture
def officer():
    return make_member()


@pytest.fixture
def key(officer) -> str:
    """Of the app of the officer."""
    return give_app(officer.user)

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.access.second_factor import note_given
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def one_team_page(settings) -> None:
    settings.ROOT_URLCONF = "tests.campaigns.people.pages"


@pytest.fixture
def clock(monkeypatch):
    """Time stands still until a test moves it: `clock(minutes=31)`."""
    now = [datetime(2026, 11, 23, 9, 0, tzinfo=timezone.get_default_timezone())]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def move(**by: float) -> None:
        now[0] += timedelta(**by)

    return move


@pytest.fixture
def cache_clock(monkeypatch):
    """The clock of the limits stands still until a test moves it: `cache_clock[0] += 301`."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("campaigns.access.limits.time.time", lambda: now[0])
    return now


@pytest.fixture
def sign_in():
    """With both factors, as `client.force_login`, or with the password alone."""

    def post(
        client: Client,
        email: str = "ailsa.reid@example.org",
        password: str = PASSWORD,
        *,
        url: str = LOGIN,
        is_password_alone: bool = False,
        **extra,
    ):
        response = client.post(url, {"login": email, "password": password}, **extra)
        if response.status_code == 302 and not is_password_alone:
            session = client.session
            note_given(session)
            session.save()
        return response

    return post


def follow(client: Client, link: str):
    """As from a mail program: no site sent the person here."""
    return client.get(
        link.removeprefix("http://127.0.0.1:8000"), headers={"Sec-Fetch-Site": "none"}
    )

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

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
def sign_in():
    def post(
        client: Client,
        email: str = "ailsa.reid@example.org",
        password: str = PASSWORD,
        *,
        url: str = LOGIN,
        **extra,
    ):
        return client.post(url, {"login": email, "password": password}, **extra)

    return post


def follow(client: Client, link: str):
    """As from a mail program: no site sent the person here."""
    return client.get(
        link.removeprefix("http://127.0.0.1:8000"), headers={"Sec-Fetch-Site": "none"}
    )

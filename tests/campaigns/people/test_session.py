import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_member
from tests.html import read

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/?next=/team/"


@pytest.fixture
def officer(client, sign_in, clock):
    """Signed in at nine o'clock."""
    member = make_member()
    sign_in(client)
    return member


def test_half_an_hour_of_nothing_ends_a_sign_in(client, officer, clock):
    clock(minutes=31)

    assert client.get("/team/")["Location"] == SIGN_IN


def test_use_keeps_a_sign_in_awake(client, officer, clock):
    for _ in range(4):
        clock(minutes=28)
        assert client.get("/team/").status_code == 200

    clock(minutes=31)

    assert client.get("/team/").status_code == 302


def test_twelve_hours_end_a_sign_in_that_is_in_use(client, officer, clock):
    for _ in range(36):
        clock(minutes=20)
        assert client.get("/team/").status_code == 200

    clock(minutes=1)

    assert client.get("/team/")["Location"] == SIGN_IN
    assert Session.objects.count() == 0


def test_twelve_hours_count_from_the_sign_in_and_not_from_the_first_team_page(
    client, officer, clock
):
    for _ in range(25):
        clock(minutes=29)
        client.get("/accounts/password/change/")

    assert client.get("/accounts/password/change/").status_code == 302


def test_use_saves_the_session_once_a_minute_and_not_with_each_page(client, officer, clock):
    client.get("/team/")
    asked = []

    for seconds in (59, 1, 1):
        clock(seconds=seconds)
        with CaptureQueriesContext(connection) as queries:
            client.get("/team/")
        asked.append([query["sql"].split()[0] for query in queries])

    assert asked[0] == asked[2] == ["SELECT", "SELECT", "SELECT"]
    assert "UPDATE" in asked[1]


def test_sign_out_kills_the_session_on_the_server(client, officer):
    stolen = client.cookies["session"].value

    response = client.post("/accounts/logout/")

    thief = Client()
    thief.cookies["session"] = stolen
    assert response["Location"] == "/accounts/signed-out/"
    assert Session.objects.count() == 0
    assert thief.get("/team/").status_code == 302


def test_page_after_sign_out_says_so_and_begins_no_session(client, officer):
    response = client.post("/accounts/logout/", follow=True)

    assert read(response.content.decode()).h1 == ["You are signed out"]
    assert Session.objects.count() == 0


def test_get_of_sign_out_only_asks(client, officer):
    response = client.get("/accounts/logout/")

    assert read(response.content.decode()).h1 == ["Do you want to sign out?"]
    assert client.get("/team/").status_code == 200


def test_closed_account_is_signed_out_at_its_next_page(client, officer):
    officer.user.is_active = False
    officer.user.save()

    assert client.get("/team/")["Location"] == SIGN_IN


def test_session_cookie_goes_with_the_browser(client, officer):
    cookie = client.cookies["session"]

    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")


def test_button_pressed_too_late_leads_back_to_its_page(client, officer, clock):
    clock(minutes=31)

    response = client.post("/team/press/", headers={"Referer": "http://testserver/team/queue/"})

    assert response["Location"] == "/accounts/login/?next=/team/queue/"


def test_button_pressed_from_another_site_leads_home(client):
    response = client.post("/team/press/", headers={"Referer": "https://evil.example/team/queue/"})

    assert response["Location"] == "/accounts/login/?next="


def test_who_may_not_is_refused(client, officer):
    assert client.get("/team/queue/").status_code == 403


@pytest.mark.parametrize("path", ["/what-to-do/", "/who-can-help/"])
def test_public_pages_leave_a_sign_in_alone(client, officer, path):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)

    assert len(queries) == 0
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")

"""Guesses of strangers slow strangers: not the officer's own devices, and not the station."""

import time

import pytest
from django.core import signing
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from campaigns.access import limits
from campaigns.models import Change
from campaigns.people.letters import password_link
from campaigns.people.sign_in.device import MOST_ACCOUNTS, SALT, known_device, remember_device
from tests.campaigns.people.conftest import follow
from tests.campaigns.people.test_limits import guess, used_up
from tests.factories import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
AILSA, UNA = "ailsa.reid@example.org", "una.shaw@example.org"
NEW = "seven teapots on a roof"


@pytest.fixture
def known(sign_in):
    """Her own computer, signed out again."""
    make_member()
    client = Client()
    sign_in(client)
    client.post("/accounts/logout/")
    return client


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies["device"] = value
    return client


def asks(client: Client):
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return request


def test_device_of_a_right_sign_in_is_known_and_no_other(known):
    number = known_device(asks(known), AILSA)

    assert len(number) == 22
    assert known_device(asks(known), " " + AILSA) == known_device(asks(known), UNA) == ""
    assert known_device(asks(known), AILSA.upper()) == number
    assert known_device(asks(Client()), AILSA) == ""


def test_wrong_password_makes_no_device_known(client, sign_in):
    make_member()

    sign_in(client, AILSA, "not her password")

    assert "device" not in client.cookies


def test_cookie_is_for_this_site_alone_and_outlives_the_sign_in(known):
    cookie = known.cookies["device"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert (cookie["max-age"], cookie["domain"]) == (180 * 24 * 60 * 60, "")


def test_cookie_holds_neither_address_nor_key_of_anybody(known):
    written = known.cookies["device"].value
    told = str(signing.loads(written, salt=SALT)).lower()

    assert not any(word in told + written for word in ("ailsa", "reid", "example", "@"))


def test_stranger_cannot_lock_an_officer_out(client, sign_in, known):
    guess(client, sign_in, 5)

    assert sign_in(client).status_code == 429
    assert sign_in(known).status_code == 302


def test_known_device_waits_after_its_own_five_wrong_tries(client, sign_in, known):
    statuses = guess(known, sign_in, 6)

    assert statuses == [200] * 5 + [429]
    assert sign_in(client).status_code == 302


def test_known_device_is_not_slowed_by_its_address_nor_slows_it(client, sign_in, known):
    make_member(name="Una Shaw")
    guess(known, sign_in, 5)
    assert limits.wait_for("wrong from", "127.0.0.1", ((1, 300),)) == 0

    used_up("127.0.0.1")

    assert sign_in(client, UNA).status_code == 429
    limits.give_all_back("wrong on", f"{known_device(asks(known), AILSA)}:{AILSA}", ((5, 300),))
    assert sign_in(known).status_code == 302


def test_cookie_for_one_account_gives_nothing_for_another(client, sign_in, known):
    make_member(name="Una Shaw")
    guess(client, sign_in, 5, UNA)

    assert sign_in(known, UNA).status_code == 429


def test_right_sign_ins_of_a_station_cost_nothing(sign_in):
    """Seventy within minutes, from one address, each on a device that was never seen."""
    make_member()

    assert [sign_in(Client()).status_code for _ in range(70)] == [302] * 70


def test_sixty_wrong_tries_slow_an_address(sign_in):
    for number in range(60):
        sign_in(Client(), f"nobody{number}@example.org", "wrong")

    assert sign_in(Client(), "nobody@example.org", "wrong").status_code == 429


def test_refused_try_is_no_wrong_try_of_its_address(client, sign_in):
    guess(client, sign_in, 5)

    for _ in range(60):
        sign_in(client, AILSA, "again")

    assert sign_in(client, "somebody.else@example.org", "wrong").status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value[:-1] + ("a" if value[-1] != "a" else "b"),
        lambda value: "x" + value,
        lambda value: signing.dumps(["number", {}], salt="another"),
        lambda value: signing.dumps(["number", {}], salt=SALT, key="x" * 60),
        lambda value: "",
        lambda value: ":::",
        lambda value: "a" * 5000,
    ],
)
def test_forged_cookie_is_as_none(known, spoil):
    spoilt = with_cookie(spoil(known.cookies["device"].value))

    assert known_device(asks(spoilt), AILSA) == ""


def test_spoilt_cookie_does_not_hinder_a_sign_in_and_is_replaced(known, sign_in):
    spoilt = with_cookie("spoilt")

    assert sign_in(spoilt).status_code == 302
    assert known_device(asks(spoilt), AILSA) != ""


def test_cookie_of_half_a_year_ago_is_as_none(known, monkeypatch):
    later = time.time() + 181 * 24 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert known_device(asks(known), AILSA) == ""


def test_account_that_was_away_for_half_a_year_is_dropped_from_a_shared_device(clock, sign_in):
    make_member()
    una = make_member(name="Una Shaw")
    shared = Client()
    sign_in(shared)
    clock(days=181)
    request = asks(shared)
    response = shared.get("/accounts/login/")
    remember_device(request, response, una.user)
    shared.cookies["device"] = response.cookies["device"].value

    assert known_device(asks(shared), UNA) != ""
    assert known_device(asks(shared), AILSA) == ""


def test_shared_device_knows_its_twenty_last_people():
    client = Client()
    users = [make_user(name=f"Officer Nr{number}") for number in range(MOST_ACCOUNTS + 1)]
    for user in users:
        response = Client().get("/accounts/login/")
        remember_device(asks(client), response, user)
        client.cookies["device"] = response.cookies["device"].value

    known = [bool(known_device(asks(client), user.email)) for user in users]

    assert known == [False] + [True] * MOST_ACCOUNTS
    assert len(client.cookies["device"].value) < 2000


def test_password_set_by_a_link_makes_strangers_of_all_devices_but_that_one(known, sign_in):
    thief = with_cookie(known.cookies["device"].value)
    user = Change.objects.latest("pk").by
    form_page = follow(known, password_link(user))["Location"]

    known.post(form_page, {"password1": NEW, "password2": NEW})

    assert known_device(asks(thief), AILSA) == ""
    assert known_device(asks(known), AILSA) != ""


def test_password_set_by_a_link_makes_no_stranger_known(known, client):
    user = Change.objects.latest("pk").by
    form_page = follow(client, password_link(user))["Location"]

    client.post(form_page, {"password1": NEW, "password2": NEW})

    assert "device" not in client.cookies


def test_changed_password_leaves_the_device_known_and_the_others_not(known, sign_in):
    other = Client()
    sign_in(other)
    sign_in(known)

    known.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert known_device(asks(other), AILSA) == ""
    assert known_device(asks(known), AILSA) != ""


def test_password_that_is_only_hashed_anew_makes_no_stranger(known, sign_in, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    other = with_cookie(known.cookies["device"].value)

    sign_in(known)

    assert Change.objects.latest("pk").by.password.startswith("pbkdf2")
    assert known_device(asks(other), AILSA) != ""


def test_reset_by_link_gives_a_known_device_its_own_tries_back(known, sign_in):
    guess(known, sign_in, 5)
    user = Change.objects.filter(kind="signed_in").latest("pk").by
    form_page = follow(known, password_link(user))["Location"]

    known.post(form_page, {"password1": NEW, "password2": NEW})

    assert sign_in(known, password=NEW).status_code == 302


def test_right_password_of_a_known_device_gives_its_turn_back(known, sign_in):
    guess(known, sign_in, 4)
    assert sign_in(known).status_code == 302
    known.post("/accounts/logout/")

    assert sign_in(known).status_code == 302


@pytest.mark.parametrize("email", [AILSA, "nobody@example.org"])
def test_what_cannot_be_counted_is_an_outage_and_never_too_many(known, sign_in, monkeypatch, email):
    def broken(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr("tests.memory_counts.MemoryCounts.change", broken)
    for client in (known, Client()):
        client.raise_request_exception = False

        response = sign_in(client, email)

        assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_questions_to_the_database_are_the_same_for_any_address(client, sign_in):
    """Without the cookie nothing is looked up; with it, only for the accounts that it names."""
    make_member()
    asked = []
    for email in (AILSA, "nobody.x@example.org"):
        with CaptureQueriesContext(connection) as queries:
            sign_in(client, email, "not the password")
        asked.append([query["sql"].split()[0] for query in queries])

    assert asked[0] == asked[1]

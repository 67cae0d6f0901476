"""However the sign-in ends, what was typed waits: for its own person alone, and not for long."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from campaigns.access import kept
from campaigns.access.as_typed import CUT, FILE_GONE, NOT_SAVED
from campaigns.access.as_typed_views import GONE
from campaigns.access.kept import LONGEST, MOST, WHOSE
from campaigns.access.second_factor import GIVEN
from campaigns.access.team import BEGUN_IN, LONGEST_SIGN_IN_SECONDS
from campaigns.models import Membership, Place
from tests.campaigns.access.ended import (
    HTML,
    LOGIN,
    come_back,
    drawn,
    place_data,
    press,
    send,
    waiting,
    word_of,
)
from tests.campaigns.access.every_address import address_of
from tests.campaigns.access.typed_again import sent
from tests.campaigns.access.typed_rows import TYPED
from tests.one_of_everything import give_factors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def world(both):
    cache.clear()
    return both.ours


def stands(response):
    return "Qx School" in response.content.decode()


def fill(client, world):
    """A page of a signed-in person, with what they typed in it: (address, what is sent)."""
    client.force_login(world.coordinator.user)
    page = client.get(address_of("place_add", world))
    return address_of("place_add", world), sent(drawn(page, "place_add", world)) | place_data(world)


def after_twelve_hours(client):
    session = client.session
    session["began"] = timezone.now().timestamp() - LONGEST_SIGN_IN_SECONDS - 1
    session.save()


def without_second_factor(client):
    session = client.session
    del session[GIVEN]
    session.save()


@pytest.mark.parametrize(
    ("end", "leads_to"),
    [
        (lambda client: client.session.flush(), LOGIN),
        (after_twelve_hours, LOGIN),
        (without_second_factor, "/accounts/second-step/again/"),
    ],
)
def test_it_waits_however_the_sign_in_ended(world, end, leads_to):
    client = Client(enforce_csrf_checks=True)
    give_factors(world.coordinator.user)
    address, data = fill(client, world)
    end(client)

    response = client.post(address, data)

    assert (response.status_code, urlsplit(response.url).path) == (302, leads_to)
    where = parse_qs(urlsplit(response.url).query)["next"][0]
    assert stands(come_back(client, world.coordinator, where))


def test_sign_in_page_says_that_what_was_typed_is_kept(client, world):
    address, data = fill(client, world)
    client.session.flush()
    page = client.post(address, data, follow=True).content.decode()
    assert "What you typed is kept" in page
    assert "What you typed is kept" not in Client().get(address, follow=True).content.decode()


def test_it_waits_when_the_same_person_signed_in_again_in_another_tab(world):
    client = Client(enforce_csrf_checks=True)
    address, data = fill(client, world)
    client.cookies.pop("csrf")
    client.get(address_of("session_log", world))

    response = client.post(address, data)

    assert response.status_code == 302
    assert stands(client.get(response.url))


def test_it_waits_when_the_token_and_the_sign_in_are_gone(world):
    client = Client(enforce_csrf_checks=True)
    address, data = fill(client, world)
    client.cookies.clear()

    response = client.post(address, data)

    assert response.url.startswith(LOGIN)
    where = parse_qs(urlsplit(response.url).query)["next"][0]
    assert stands(come_back(client, world.coordinator, where))


def test_nothing_sent_from_elsewhere_is_carried_out_or_kept(world):
    client = Client(enforce_csrf_checks=True)
    address, data = fill(client, world)
    data["csrfmiddlewaretoken"] = "x" * 64

    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(address, data, headers=headers).status_code == 403

    assert not waiting(world.coordinator)
    assert not Place.objects.filter(name="Qx School").exists()


def test_stranger_has_nothing_kept(client, world):
    for word in ("", "1", f"{world.coordinator.user_id}:abc:def"):
        client.post(address_of("place_add", world), place_data(world) | {WHOSE: word})

    assert not client.session.keys()
    assert not waiting(world.coordinator)


def test_another_member_gets_none_of_it_and_is_told_nothing(client, world):
    where = send(client, world, "place_add", place_data(world))

    other = come_back(client, world.officer, where)

    assert (other.status_code, other.url) == (302, "/team/")
    assert [*get_messages(other.wsgi_request)] == []
    for address in (where, "/team/", address_of("place_add", world)):
        assert not stands(client.get(address, follow=True))


def test_it_waits_while_another_member_works_in_that_browser(client, world):
    where = send(client, world, "place_add", place_data(world))
    come_back(client, world.officer, where)
    assert not stands(client.get("/team/"))

    client.logout()
    client.force_login(world.coordinator.user)

    assert escape(where) in client.get("/team/").content.decode()
    assert stands(client.get(where, headers=HTML))


def test_nobody_reads_it_without_signing_in(client, world):
    where = send(client, world, "place_add", place_data(world))

    response = client.get(where, headers=HTML)

    assert response.url.startswith(LOGIN)
    assert not stands(client.get(response.url))


def test_page_of_somebody_else_is_kept_for_them_and_says_so(world):
    client = Client(enforce_csrf_checks=True)
    address, data = fill(client, world)
    client.force_login(world.officer.user)
    client.cookies.pop("csrf")  # as signing in does
    client.get(address_of("session_log", world))

    told = client.post(address, data)

    assert told.status_code == 403
    assert "Somebody else is signed in now" in told.content.decode()
    assert not stands(told)
    assert not waiting(world.officer)
    [entry] = waiting(world.coordinator)
    client.get(entry["address"])
    assert not stands(client.get(entry["address"], follow=True))
    assert stands(come_back(client, world.coordinator, entry["address"]))
    assert not Place.objects.filter(name="Qx School").exists()


def test_it_is_given_for_its_own_address_alone(client, world):
    where = send(client, world, "place_add", place_data(world))
    elsewhere = where.replace(address_of("place_add", world), address_of("topic_add", world))

    assert come_back(client, world.coordinator, elsewhere).url == address_of("topic_add", world)


def test_after_two_hours_it_is_gone(client, world, monkeypatch):
    where = send(client, world, "place_add", place_data(world))
    later = time.time() + kept.KEPT_SECONDS + 1
    client.force_login(world.coordinator.user)
    monkeypatch.setattr(kept.time, "time", lambda: later)

    page = client.get(where, headers=HTML)

    assert page.url == address_of("place_add", world)
    assert [str(said) for said in get_messages(page.wsgi_request)] == [GONE]


def test_only_so_much_and_so_many_are_kept(client, world):
    address, word = address_of("place_add", world), word_of(world.coordinator)

    client.post(address, {WHOSE: word, **dict.fromkeys("abcd", "x" * LONGEST)})
    assert not waiting(world.coordinator)

    for number in range(MOST + 2):
        client.post(address, {WHOSE: word, "name": f"Qx{number}"})
    forms = [entry["form"] for entry in waiting(world.coordinator)]
    assert forms == [f"name=Qx{number}" for number in range(2, MOST + 2)]


def test_one_account_fills_the_server_with_so_many_in_an_hour(world):
    address, word = address_of("place_add", world), word_of(world.coordinator)
    for number in range(61):
        Client().post(address, {WHOSE: word, "name": f"Qx{number}"})

    assert waiting(world.coordinator)[-1]["form"] == "name=Qx59"


def test_neither_password_nor_code_nor_sign_out_is_kept(world):
    client = Client(enforce_csrf_checks=True)
    for address in (LOGIN, reverse("account_logout"), reverse("account_change_password")):
        data = {WHOSE: word_of(world.coordinator), "password": "Qx"}
        assert client.post(address, data).status_code == 403

    assert not client.session.keys()
    assert not waiting(world.coordinator)


@pytest.mark.parametrize("checks", [False, True])
def test_file_is_said_to_be_gone(world, checks):
    client = Client(enforce_csrf_checks=checks)
    data = {WHOSE: word_of(world.coordinator), "file": SimpleUploadedFile("a.csv", b"a,b")}
    response = client.post(address_of("import_list", world), data)
    where = parse_qs(urlsplit(response.url).query)["next"][0]

    page = come_back(client, world.coordinator, where)

    assert escape(f"{NOT_SAVED} {FILE_GONE}") in page.content.decode()


def test_text_that_is_too_long_to_wait_is_said_and_the_rest_is_kept(client, world):
    data = place_data(world) | {"reason": "x" * (LONGEST + 1)}
    where = send(client, world, "place_add", data)

    page = come_back(client, world.coordinator, where)

    assert escape(f"{NOT_SAVED} {CUT}") in page.content.decode()
    assert stands(page)


def test_drawing_it_asks_the_database_for_nothing_but_reading(client, world):
    where = send(client, world, "session_count", TYPED["session_count"](world, world))
    client.force_login(world.coordinator.user)
    client.get(address_of("session_log", world))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(where)

    changed = [one["sql"] for one in asked if one["sql"].split()[0] in ("INSERT", "UPDATE")]
    assert [sql for sql in changed if "django_session" not in sql] == []


def test_form_of_another_programme_is_drawn_and_saved_there(client, both):
    cache.clear()
    own, other = both.ours.coordinator, both.theirs
    more = {"user": own.user, "campaign": other.campaign, "role": "administrator"}
    Membership.objects.create(**more)
    client.force_login(own.user)
    data = place_data(other) | {BEGUN_IN: other.campaign.pk, "area": other.area.pk}
    where = send(client, both.ours, "place_add", data)

    page = come_back(client, own, where)
    press(client, "place_add", both.ours, page)

    assert Place.objects.get(name="Qx School").campaign == other.campaign

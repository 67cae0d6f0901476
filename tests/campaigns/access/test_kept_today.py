"""On Today its own person finds what waits by its page's title, and can forget it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from campaigns.access import kept
from tests.campaigns.access.ended import drawn, place_data, waiting
from tests.campaigns.access.every_address import address_of
from tests.campaigns.access.typed_again import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def world(both):
    cache.clear()
    return both.ours


def on_today(client, member):
    client.force_login(member.user)
    return client.get("/team/").content.decode()


def sent_from_its_page(world, name, data):
    """What a page that was open sends with it, once the sign-in has ended."""
    client = Client()
    client.force_login(world.coordinator.user)
    boxes = sent(drawn(client.get(address_of(name, world)), name, world))
    client.logout()
    client.post(address_of(name, world), boxes | data)


def test_today_names_each_by_its_page_in_one_list(client, world):
    sent_from_its_page(world, "place_add", place_data(world))
    sent_from_its_page(world, "session_log", {})
    sent_from_its_page(world, "topic_edit", {"name": "Qx <b>topic</b>"})

    page = on_today(client, world.coordinator)

    assert page.count("Kept for you, and not saved yet") == 1
    for one in waiting(world.coordinator):
        assert f'<a href="{escape(one["address"])}">{escape(one["title"])}</a>' in page
    titles = [one["title"] for one in waiting(world.coordinator)]
    assert titles == ["Add a place", "Log a session", f"{world.topic.name} – Topics"]


def test_title_is_the_page_s_own_after_a_mistake_too(client, world):
    client.force_login(world.coordinator.user)
    page = client.post(address_of("place_add", world), {})
    assert "<title>Error: Add a place" in page.content.decode()
    boxes = sent(drawn(page, "place_add", world))
    client.logout()

    client.post(address_of("place_add", world), boxes)

    assert [one["title"] for one in waiting(world.coordinator)] == ["Add a place"]


def test_one_of_today_is_forgotten_by_its_own_person_alone(client, world):
    sent_from_its_page(world, "place_add", place_data(world))
    sent_from_its_page(world, "session_log", {})
    [first, second] = kept.living(world.coordinator.user_id)
    forget = reverse("campaigns:typed_forget", args=[first])

    client.force_login(world.officer.user)
    assert client.post(forget).status_code == 404
    assert [*kept.living(world.coordinator.user_id)] == [first, second]

    assert forget in on_today(client, world.coordinator)
    assert client.get(forget).status_code == 405
    told = client.post(forget, follow=True).content.decode()

    assert "is no longer kept, and was not saved" in told
    assert [*kept.living(world.coordinator.user_id)] == [second]
    assert forget not in told
    assert client.post(forget).status_code == 302  # pressed twice

"""The last day of a place is said in the same words wherever the place is named."""

from datetime import date

import pytest

from tests.campaigns.places.test_place_pages import typed
from tests.factories import TODAY, make_place, make_session

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("coordinator", "midday", "on_a_monday"),
]

LAST_DAYS = [
    (date(2021, 6, 30), "closed 30 June 2021"),
    (TODAY, "closes 23 November 2026"),
    (date(2027, 6, 30), "closes 30 June 2027"),
]


@pytest.fixture(params=LAST_DAYS, ids=["closed", "today", "later"])
def last_day(request):
    return request.param


def words_of(response):
    return " ".join(response.content.decode().split())


def test_open_place_says_nothing():
    assert make_place().closing(TODAY) == ""


@pytest.mark.parametrize("of", ["places", "place", "sessions"])
def test_lists_and_its_own_page_say_it(client, last_day, of):
    closed_on, words = last_day
    place = make_place(closed_on=closed_on)
    make_session(place=place, held_on=date(2021, 3, 1))
    make_session(place=make_place(name="Hillview Primary School"), held_on=date(2021, 3, 2))
    address = {
        "places": "/team/places/",
        "place": f"/team/places/{place.pk}/",
        "sessions": "/team/sessions/",
    }[of]

    page = words_of(client.get(address))

    assert page.count(f"C{words[1:]}") == 1


def test_suggestion_says_it(client, last_day):
    closed_on, words = last_day
    make_place(closed_on=closed_on)

    [found] = client.get("/team/places/search/", {"q": "braes"}).json()["results"]

    assert found["kind"] == f"Primary school, {words}"


def test_question_which_of_several_is_meant_says_it(client, last_day):
    closed_on, words = last_day
    make_place(closed_on=closed_on)
    make_place(town="Lanark")

    page = words_of(client.get("/team/sessions/", {"place": "Braeside Primary School"}))

    assert f"Braeside Primary School, Wishaw (North Lanarkshire), primary school, {words}" in page
    assert "Braeside Primary School, Lanark (North Lanarkshire), primary school<" in page


def test_question_about_a_likely_twin_says_it(client, last_day):
    closed_on, words = last_day
    make_place(name="Larkhall Library", town="Motherwell", closed_on=closed_on)

    page = words_of(client.post("/team/places/add/", typed()))

    assert f"Larkhall Library, Motherwell (North Lanarkshire), primary school, {words}" in page

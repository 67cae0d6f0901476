"""The place that a talk is asked for: listed, not listed, several of one name, or closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import TalkRequest
from tests.campaigns.talks.asking.conftest import answered, start, walk
from tests.factories import make_area, make_place

pytestmark = pytest.mark.django_db


def test_a_place_that_is_not_listed_is_asked_for_on_a_page_of_its_own(client, answers):
    area = make_area(name="South Lanarkshire")
    new_place = {
        "unlisted_place": "1st Braeside Scouts",
        "unlisted_town": "Lanark",
        "area": area.pk,
        "is_school": "no",
    }
    rest = {step: typed for step, typed in answers.items() if step != "place"}
    rest["group-1"] = {"who": "young_people", "expected": "20"}
    rest["topic"] |= {"format": "workshop"}

    address, _ = walk(
        client,
        {"place": {"place": "no such place", "not_listed": "on"}, "new-place": new_place, **rest},
    )
    client.post(f"{address}send/")

    talk = TalkRequest.objects.get()
    assert (talk.place, talk.unlisted_place, talk.unlisted_town, talk.area) == (
        None,
        "1st Braeside Scouts",
        "Lanark",
        area,
    )


def test_several_places_of_one_name_are_asked_about(client, answers):
    make_place(
        name="Braeside Primary School", town="Lanark", area=make_area(name="South Lanarkshire")
    )
    address = start(client)

    response = client.post(f"{address}place/", {"place": "Braeside"})

    assert "Which one do you mean?" in response.content.decode()


def test_a_place_that_closed_meanwhile_is_asked_again(client, answers):
    address = answered(answers)
    type(make_place()).objects.update(closed_on=timezone.localdate() - timedelta(days=1))

    assert client.post(f"{address}send/")["Location"] == f"{address}place/"
    assert not TalkRequest.objects.exists()


def test_places_are_found_while_typing(client):
    make_place(name="Braeside Primary School", town="Wishaw")
    make_place(
        name="Closed Primary School",
        town="Wishaw",
        closed_on=timezone.localdate() - timedelta(days=1),
    )

    found = client.get("/talks/places/", {"q": "wish"}).json()["results"]

    assert [(place["label"], place["kind"]) for place in found] == [
        ("Braeside Primary School, Wishaw (North Lanarkshire)", "Primary school")
    ]


@pytest.mark.parametrize("words", ["", "w", "\x00", "\x00w", "%", "x" * 5000])
def test_too_little_or_odd_words_find_nothing(client, words):
    make_place()

    response = client.get("/talks/places/", {"q": words})

    assert (response.status_code, response.json()) == (200, {"results": []})


def test_place_finder_says_in_sight_what_to_do_when_nothing_is_found(client, answers):
    address = start(client)

    page = client.get(f"{address}place/").text
    none = client.post(f"{address}place/", {"place": "no such place"}).text

    way_on = "Check the spelling, or tick “I cannot find it on the list”."
    assert f'data-none="We found nothing. {way_on}"' in page
    assert f"We found no match for “no such place”. {way_on}" in none

from datetime import date

import pytest

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("viewer")]

URL = "/team/places/search/"


def results(client, words):
    return client.get(URL, {"q": words}).json()["results"]


def test_search_finds_places_by_part_of_their_name(client):
    place = factories.make_place()
    factories.make_place(name="Hillview Primary School", town="Hamilton")

    assert results(client, "braes") == [
        {
            "id": place.pk,
            "label": "Braeside Primary School, Wishaw (North Lanarkshire)",
            "kind": "Primary school",
        }
    ]


def test_search_says_that_a_place_is_closed(client):
    factories.make_place(closed_on=date(2026, 6, 30))

    assert results(client, "braes")[0]["kind"] == "Primary school, closed 30 June 2026"


def test_search_never_finds_a_place_of_another_campaign(client):
    factories.make_place(campaign=factories.make_campaign(name="Fife"))

    assert results(client, "braes") == []


def test_search_gives_ten_at_most(client):
    for number in range(12):
        factories.make_place(name=f"School {number:02}")

    assert len(results(client, "school")) == 10


@pytest.mark.parametrize("words", ["", "b", " b ", "\x00", "x" * 5000, "%", "__", "'; drop"])
def test_search_for_nonsense_finds_nothing(client, words):
    factories.make_place()

    assert results(client, words) == []


def test_search_without_words_finds_nothing(client):
    assert client.get(URL).json() == {"results": []}

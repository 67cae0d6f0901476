"""A place that differs by a letter or a word from one in its town is asked about."""

import pytest

from campaigns.models import Place
from campaigns.places.twice import places_alike
from tests.factories import make_area, make_place

pytestmark = pytest.mark.django_db
ADD = "/team/places/add/"


def add(client, name, **changed):
    said = {"name": name, "kind": "community", "town": "Forth", "area": make_area().pk}
    return client.post(ADD, said | changed)


@pytest.mark.parametrize(
    ("there", "name"),
    [
        ("Forth Halls", "Forth Hall"),
        ("Forth Town Hall", "Forth Hall"),
        ("Forth Hall", "The Forth Hall"),
        ("Fourth Hall", "Forth Hall"),
    ],
)
def test_name_of_one_letter_or_word_more_is_asked_about(client, officer, there, name):
    twin = make_place(name=there, town="Forth", kind="community")

    asked = add(client, name)
    added = add(client, name, asked=asked.context["form"]["asked"].value())

    assert asked.context["form"].alike == [twin]
    assert added.status_code == 302


@pytest.mark.parametrize(
    ("there", "town"),
    [
        ("Forth Library", "Forth"),
        ("Forth Halls", "Wishaw"),
        ("Hall", "Forth"),
        ("X" * 200, "Forth"),
    ],
)
def test_other_name_or_other_town_is_not_asked_about(client, officer, there, town):
    make_place(name=there, town=town, kind="community")

    add(client, "Forth Hall")

    assert Place.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_near_names_are_looked_for_in_one_query(officer, django_assert_num_queries, rows):
    for number in range(rows):
        make_place(name=f"Forth Hall {number}", town="Forth", kind="community")

    with django_assert_num_queries(4):  # of this name, two that it is known by, near ones
        found = places_alike(
            campaign=officer.campaign, name="Forth Hall", town="Forth", postcode=""
        )

    assert len(found) == rows


def test_hall_and_library_are_said_to_be_community_venues(client, officer):
    page = client.get(ADD).content.decode()

    assert "A hall, church, library or youth club is a community venue." in page

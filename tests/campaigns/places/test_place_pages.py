"""Places are kept by people: their list, and the pages that add, put right, close and open one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Change, Place
from campaigns.places.edit import add_place
from campaigns.spreadsheets.names import KnownPlaces
from tests.factories import (
    TODAY,
    make_area,
    make_campaign,
    make_member,
    make_place,
    make_session,
)
from tests.races import at_once, database_for_threads

__all__ = ["database_for_threads"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
LIST = "/team/places/"


def typed(**changed):
    return {
        "name": "Larkhall Library",
        "kind": "community",
        "town": "Larkhall",
        "area": make_area().pk,
        "postcode": "",
        **changed,
    }


def put_right(client, place, **changed):
    opened = client.get(f"{LIST}{place.pk}/").context["form"].initial["opened"]
    as_it_is = typed(name=place.name, kind=place.kind, town=place.town, roll=place.roll or "")
    return client.post(f"{LIST}{place.pk}/", as_it_is | {"opened": opened} | changed)


def deeds():
    return list(Change.objects.exclude(about="").values_list("kind", "about", "fields"))


def errors(response):
    return {name: list(words) for name, words in response.context["form"].errors.items()}


def test_officer_adds_a_place_and_it_stands_in_the_history(client, officer):
    response = client.post(f"{LIST}add/", typed(postcode="ml91dg"))

    place = Place.objects.get()
    assert response.url == LIST
    assert (place.name, place.town, place.kind, place.postcode) == (
        "Larkhall Library",
        "Larkhall",
        "community",
        "ML9 1DG",
    )
    [(kind, about, fields)] = deeds()
    assert (kind, about) == ("added", "Place: Larkhall Library, Larkhall (North Lanarkshire)")
    assert fields["Postcode"] == ["", "ML9 1DG"]
    coordinator = make_member(role="coordinator", name="Cara")
    client.force_login(coordinator.user)
    assert "Place: Larkhall Library" in client.get("/team/audit/").content.decode()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, {"name": ["Enter the name of the place"]}),
        (
            {"name": "x" * 10_000},
            {"name": ["Shorten this to 200 characters or fewer: it has 10000, 9800 too many"]},
        ),
        ({"kind": ""}, {"kind": ["Choose what kind of place it is"]}),
        ({"town": ""}, {"town": ["Enter town or village"]}),
        ({"area": ""}, {"area": ["Choose the council area"]}),
        (
            {"postcode": "ML9"},
            {"postcode": ["Enter the postcode in full, like ML9 1DG, or leave it empty"]},
        ),
        (
            {"name": "Mary 01698 000 000"},
            {
                "name": [
                    "Leave out telephone numbers and e-mail addresses: this is the name of a place"
                ]
            },
        ),
        (
            {"name": "Lib\u202erary"},
            {"name": ["Type this again by hand: it holds a character that cannot be seen"]},
        ),
        (
            {"name": "LARKHALL  library.", "town": "larkhall"},
            {"name": ["Larkhall Library, Larkhall (North Lanarkshire) is on our list already"]},
        ),
    ],
    ids=["name", "long", "kind", "town", "area", "postcode", "phone", "hidden", "twice"],
)
def test_what_is_wrong_is_told_and_nothing_is_added(client, officer, changes, wrong):
    make_place(name="Larkhall Library", town="Larkhall", kind="community")

    response = client.post(f"{LIST}add/", typed(name="Hall") | changes)

    assert errors(response) == wrong
    assert Place.objects.count() == 1


def test_nul_in_a_name_is_refused_in_words(client, officer):
    response = client.post(f"{LIST}add/", typed(name="Hall\x00"))

    assert list(errors(response)) == ["name"]


@pytest.mark.parametrize(
    "there",
    [
        {"town": "Motherwell"},
        {"closed_on": date(2020, 1, 1)},
        {"name": "Another Hall", "town": "Larkhall"},
    ],
    ids=["other town", "closed", "postcode"],
)
def test_likely_twin_is_asked_about_once_and_blocks_nothing(client, officer, there):
    twin = make_place(**{"name": "Larkhall Library", "town": "Larkhall"} | there)
    Place.objects.filter(pk=twin.pk).update(postcode="ML9 1DG")

    asked = client.post(f"{LIST}add/", typed(postcode="ML9 1DG"))
    key = asked.context["form"]["asked"].value()
    count = Place.objects.count()
    saved = client.post(f"{LIST}add/", typed(postcode="ML9 1DG", asked=key))

    assert (asked.context["form"].alike, count) == ([twin], 1)
    assert saved.status_code == 302
    assert Place.objects.count() == 2


def test_another_name_is_asked_about_anew(client, officer):
    make_place(name="Larkhall Library", town="Motherwell")
    make_place(name="Larkhall Hub", town="Motherwell")
    key = client.post(f"{LIST}add/", typed()).context["form"]["asked"].value()

    asked = client.post(f"{LIST}add/", typed(name="Larkhall Hub", asked=key))

    assert asked.context["form"]["asked"].value() != key
    assert [place.name for place in asked.context["form"].alike] == ["Larkhall Hub"]
    assert Place.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_place_at_once_add_one(database_for_threads):
    campaign, area, member = make_campaign(), make_area(), make_member()
    details = {
        "name": "Larkhall Library",
        "kind": "community",
        "town": "Larkhall",
        "area": area,
        "postcode": "",
    }

    def add():
        return add_place(campaign=campaign, details=details, today=TODAY, by=member.user)

    outcomes = at_once(add, add)

    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [
        ValidationError
    ]
    assert Place.objects.count() == 1


def test_place_is_put_right_and_its_old_name_still_finds_it_in_spreadsheets(client, coordinator):
    place = make_place(name="Braeside Primary School")

    response = put_right(
        client, place, name="Braeside Campus", latitude="55.7342", longitude="-3.9768", roll="210"
    )

    place.refresh_from_db()
    assert response.url == LIST
    assert (place.name, str(place.latitude), str(place.longitude), place.roll) == (
        "Braeside Campus",
        "55.734200",
        "-3.976800",
        210,
    )
    [(kind, about, fields)] = deeds()
    assert (kind, about) == ("put_right", "Place: Braeside Campus, Wishaw (North Lanarkshire)")
    assert fields["Name"] == ["Braeside Primary School", "Braeside Campus"]
    known = KnownPlaces(coordinator.campaign)
    assert known.called("BRAESIDE PS") == place
    assert known.called("Braeside Primary, Wishaw") == place


def test_old_name_that_another_place_bears_is_not_taken_from_it(client, coordinator):
    place = make_place(name="Braeside Primary School")
    other = make_place(name="Braeside Primary School", town="Larkhall")

    put_right(client, place, name="Wishaw Campus")

    known = KnownPlaces(coordinator.campaign)
    assert known.called("Braeside PS") == other
    assert known.called("Braeside PS Wishaw") == place


def test_later_of_two_people_sees_what_stands_there_now(client, coordinator):
    place = make_place()
    opened = client.get(f"{LIST}{place.pk}/").context["form"].initial["opened"]
    put_right(client, place, name="Braeside Campus")

    late = typed(name="Braeside Hub", kind="primary", town="Wishaw", roll="200")
    told = client.post(f"{LIST}{place.pk}/", late | {"opened": opened})
    first_name = Place.objects.get().name
    again = told.context["form"]["opened"].value()
    client.post(f"{LIST}{place.pk}/", late | {"opened": again})

    [name] = told.context["differs"]
    assert (name.label, name.now, name.opened, name.typed) == (
        "Name",
        "Braeside Campus",
        "Braeside Primary School",
        "Braeside Hub",
    )
    assert 'value="Braeside Hub"' in told.content.decode()
    assert first_name == "Braeside Campus"
    assert Place.objects.get().name == "Braeside Hub"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"latitude": "55.7"}, {"longitude": ["Enter the longitude too, or leave both empty"]}),
        (
            {"latitude": "51.5", "longitude": "-3.9"},
            {"latitude": ["This latitude is not in Scotland: enter 54.6 to 60.9"]},
        ),
        (
            {"latitude": "north", "longitude": "-3.9"},
            {"latitude": ["Enter the latitude as a number, like 55.7342"]},
        ),
        ({"roll": "20000"}, {"roll": ["Enter how many pupils it has, 10,000 at most"]}),
        (
            {"name": "Calder PS", "town": "Wishaw"},
            {"name": ["Calder Primary School, Wishaw (North Lanarkshire) is on our list already"]},
        ),
    ],
    ids=["half", "england", "words", "roll", "second"],
)
def test_what_cannot_be_right_is_refused_beside_its_box(client, coordinator, changes, wrong):
    place = make_place()
    make_place(name="Calder Primary School")

    assert errors(put_right(client, place, **changes)) == wrong
    assert deeds() == []


def test_place_closes_after_what_is_planned_there_was_named_and_opens_again(client, coordinator):
    place = make_place()
    later = make_session(state="planned", place=place, held_on=TODAY + timedelta(days=9))
    make_session(state="planned", place=place, held_on=TODAY)
    day = {
        "closed_on_day": TODAY.day,
        "closed_on_month": TODAY.month,
        "closed_on_year": TODAY.year,
        "reason": "The roof",
    }

    asked = client.post(f"{LIST}{place.pk}/close/", day)
    before = Place.objects.get().closed_on
    key = asked.context["form"]["asked"].value()
    client.post(f"{LIST}{place.pk}/close/", day | {"asked": key})
    closed = Place.objects.get().closed_on
    client.post(f"{LIST}{place.pk}/reopen/")
    client.post(f"{LIST}{place.pk}/reopen/")

    assert (list(asked.context["planned"]), before, closed) == ([later], None, TODAY)
    assert Place.objects.get().closed_on is None
    assert [kind for kind, *_ in deeds()] == ["closed", "reopened"]
    assert Change.objects.get(kind="closed").reason == "The roof"


def test_place_is_not_opened_beside_a_second_of_its_name(client, coordinator):
    place = make_place(closed_on=date(2020, 1, 1))
    make_place()

    response = client.post(f"{LIST}{place.pk}/reopen/", follow=True)

    place.refresh_from_db()
    assert place.closed_on == date(2020, 1, 1)
    assert "is on our list already" in response.content.decode()

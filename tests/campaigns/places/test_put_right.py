"""Two people at one place, and a place that changes its council."""

from datetime import timedelta

import pytest

from campaigns.models import Change, Place, PlaceAlias
from tests.factories import (
    TODAY,
    make_area,
    make_attendance,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def page_of(place):
    return f"/team/places/{place.pk}/"


def boxes(form):
    """As a browser sends the form that it was given."""
    said = {field.name: field.value() for field in form}
    said["area"] = getattr(said["area"], "pk", said["area"])
    return {name: "" if value is None else value for name, value in said.items()}


@pytest.fixture
def place():
    return make_place(name="Rowan Hall", town="Larkhall", kind="community", roll=None)


def test_box_that_was_left_alone_keeps_the_correction_of_a_colleague(client, coordinator, place):
    mine = boxes(client.get(page_of(place)).context["form"])
    theirs = mine | {"town": "Motherwell", "postcode": "ML1 1AA", "latitude": "55.78", "roll": "9"}
    client.post(page_of(place), theirs | {"longitude": "-3.98"})

    told = client.post(page_of(place), mine | {"name": "Rowan Bank", "postcode": "ML9 1DG"})
    client.post(page_of(place), boxes(told.context["form"]))

    place.refresh_from_db()
    assert (place.name, place.town, place.postcode, place.roll, str(place.latitude)) == (
        "Rowan Bank",
        "Motherwell",
        "ML9 1DG",
        9,
        "55.780000",
    )
    said = " ".join(told.content.decode().split())
    assert "Town: Motherwell now, Larkhall when you opened it </li>" in said
    assert "Postcode: ML1 1AA now, nothing when you opened it; you typed ML9 1DG" in said
    assert Change.objects.latest("pk").fields == {
        "Name": ["Rowan Hall", "Rowan Bank"],
        "Postcode": ["ML1 1AA", "ML9 1DG"],
    }


def test_kind_and_council_that_were_left_alone_stay_as_the_colleague_chose(
    client, coordinator, place
):
    south = make_area(name="South Lanarkshire")
    coordinator.campaign.areas.add(south)
    mine = boxes(client.get(page_of(place)).context["form"])
    client.post(page_of(place), mine | {"kind": "workplace", "area": south.pk})

    told = client.post(page_of(place), mine | {"name": "Rowan Bank"})
    client.post(page_of(place), boxes(told.context["form"]))

    place.refresh_from_db()
    assert (place.name, place.kind, place.area) == ("Rowan Bank", "workplace", south)


@pytest.mark.parametrize("opened", ["", "x", "x" * 7_999, "a:b:c", "W10:1:x"])
def test_form_that_does_not_say_what_was_opened_writes_nothing(client, coordinator, place, opened):
    mine = boxes(client.get(page_of(place)).context["form"])

    told = client.post(page_of(place), mine | {"name": "Rowan Bank", "opened": opened})

    assert told.context["changed"] is True
    assert told.context["form"]["name"].value() == "Rowan Bank"
    assert Place.objects.get().name == "Rowan Hall"


def test_longest_name_goes_with_the_form(client, coordinator, place):
    Place.objects.filter(pk=place.pk).delete()
    long = make_place(name="\U0001d538\u0416" * 100, town="\U0001d538\u0416" * 40)
    mine = boxes(client.get(page_of(long)).context["form"])

    client.post(page_of(long), mine | {"name": "Rowan Bank"})

    long.refresh_from_db()
    assert long.name == "Rowan Bank"


def test_new_council_says_once_which_figures_move(client, coordinator, place):
    south = make_area(name="South Lanarkshire")
    coordinator.campaign.areas.add(south)
    session = make_session(place=place)
    make_attendance(session=session, count=1_200)
    mine = boxes(client.get(page_of(place)).context["form"]) | {"area": south.pk}

    asked = client.post(page_of(place), mine)
    before = Place.objects.get().area
    saved = client.post(page_of(place), boxes(asked.context["form"]))

    said = " ".join(asked.content.decode().split())
    assert (
        "Its 1 session and 1,200 attendances move from North Lanarkshire to South Lanarkshire."
        in said
    )
    assert before.name == "North Lanarkshire"
    assert saved.status_code == 302
    assert Place.objects.get().area == south


def test_what_schools_ask_for_goes_with_the_place(client, coordinator, place):
    """Its holidays are those of the council that it is in."""
    south = make_area(name="South Lanarkshire")
    coordinator.campaign.areas.add(south)
    talk = make_talk_request(place=place)
    elsewhere = make_talk_request(
        place=make_place(campaign=place.campaign, name="Whinny Knowe"), reference="BCD2346"
    )
    mine = boxes(client.get(page_of(place)).context["form"]) | {"area": south.pk}

    client.post(page_of(place), mine)

    talk.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (talk.area, elsewhere.area.name) == (south, "North Lanarkshire")


def test_new_figures_are_asked_about_anew(client, coordinator, place):
    south = make_area(name="South Lanarkshire")
    coordinator.campaign.areas.add(south)
    make_attendance(session=make_session(place=place), count=10)
    mine = boxes(client.get(page_of(place)).context["form"]) | {"area": south.pk}
    asked = client.post(page_of(place), mine)
    make_attendance(session=make_session(place=place), count=5)

    again = client.post(page_of(place), boxes(asked.context["form"]))

    moves = again.context["moves"]
    assert (moves.sessions, moves.attendances) == (2, 15)
    assert Place.objects.get().area.name == "North Lanarkshire"


def test_council_of_a_place_without_sessions_changes_at_once(client, coordinator, place):
    south = make_area(name="South Lanarkshire")
    coordinator.campaign.areas.add(south)
    mine = boxes(client.get(page_of(place)).context["form"])

    client.post(page_of(place), mine | {"area": south.pk})

    assert Place.objects.get().area == south


def test_new_name_is_the_one_that_is_called_saved(client, coordinator, place):
    mine = boxes(client.get(page_of(place)).context["form"])

    shown = client.post(page_of(place), mine | {"name": "Rowan Bank"}, follow=True)

    assert "Rowan Bank is saved." in shown.content.decode()
    assert "Rowan Hall" not in shown.content.decode()


@pytest.mark.parametrize("typed", ["Rowan Hall", "Rowan Hall, Larkhall (North Lanarkshire)"])
def test_place_is_told_that_it_cannot_be_joined_with_itself(client, coordinator, place, typed):
    told = client.get(f"{page_of(place)}join/", {"other": typed, "other_id": place.pk})

    assert dict(told.context["form"].errors) == {
        "other": ["This is the same place. Choose another one"]
    }


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "It stays planned when the place closes. Move it, or call it off."),
        (2, "They stay planned when the place closes. Move them, or call them off."),
    ],
)
def test_what_stays_planned_is_said_in_one_or_many(client, coordinator, place, number, words):
    for _ in range(number):
        make_session(state="planned", place=place, held_on=TODAY + timedelta(days=9))

    shown = client.get(f"{page_of(place)}close/").content.decode()

    assert words in " ".join(shown.split())


def test_other_name_finds_the_joined_place_on_the_phone_too(client, coordinator, place):
    other = make_place(name="St Fillan’s Hall", town="Larkhall", kind="community")
    pair = client.get(f"{page_of(place)}join/{other.pk}/")
    given = {"keep": place.pk, "seen": pair.context["form"].initial["seen"]}

    client.post(f"{page_of(place)}join/{other.pk}/", given)

    [kept] = client.get("/team/log/places/").json()["results"]
    assert {"st", "fillans", "hall", "rowan"} <= {*kept["words"].split()}
    assert client.get("/team/places/search/?q=fillan").json()["results"][0]["id"] == place.pk
    assert client.get("/team/places/?q=fillan").context["rows"][0]["place"] == place


def test_saving_what_stands_there_writes_no_history(client, coordinator, place):
    client.post(page_of(place), boxes(client.get(page_of(place)).context["form"]))

    assert not Change.objects.exclude(about="").exists()
    assert not PlaceAlias.objects.exists()


def test_last_day_in_200_years_is_a_slip(client, coordinator, place):
    day = {"closed_on_day": "25", "closed_on_month": "6", "closed_on_year": "2206"}

    response = client.post(f"{page_of(place)}close/", day)

    [said] = response.context["form"].errors["closed_on"]
    assert said.startswith("The last day must be on or before ")
    assert Place.objects.get().closed_on is None

"""The list of schools is brought in on the site: a file, what it would do, one press."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campaigns.models import Change, Place
from tests.campaigns.places.list_editions import (
    FINTRYS,
    contact_list,
    csv_of,
)
from tests.factories import make_member, make_place
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

LIST, CHECK, SAVE = (f"/team/places/list/{more}" for more in ("", "check/", "save/"))
OWN = ["seed_code", "name", "local_authority", "sector", "roll", "town", "postcode"]


def upload(client, content: bytes, name: str = "schools.csv", address: str = LIST):
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def own(*rows) -> bytes:
    return csv_of(OWN, *rows)


def school(code=9990011, name=FINTRYS, area="North Lanarkshire", pupils=143, town="Testwick"):
    return [code, name, area, "Primary", pupils, town, "ML0 1AA"]


def ours(**given) -> Place:
    values = {"name": FINTRYS, "town": "Testwick", "seed_code": "9990011", "roll": 100, **given}
    place = make_place(name=values["name"], town=values["town"])
    for field, value in values.items():
        setattr(place, field, value)
    place.save()
    return place


def hidden_values(page) -> dict[str, str]:
    boxes = [box for box in read(page.content.decode()).fields if box.get("type") == "hidden"]
    return {box["name"]: box["value"] for box in boxes if box["name"] != "csrfmiddlewaretoken"}


def press(client, checked, **more):
    return client.post(SAVE, {**hidden_values(checked), **more}, follow=True)


def deeds():
    lines = Change.objects.exclude(about="").order_by("pk")
    return [(line.kind, line.about, line.fields, line.by_id) for line in lines]


def test_list_is_checked_and_taken_with_one_press(client, coordinator):
    ours()
    checked = upload(client, own(school(), school(9990012, "Brae Primary School")))

    said = press(client, checked)

    assert "1 new, 1 changed, 0 as we have them. Nothing is written yet." in words(checked)
    assert "Brae Primary School, Testwick (North Lanarkshire), primary school" in words(checked)
    assert "roll 100 → 143" in words(checked)
    assert "The list is in: 1 new, 1 changed." in words(said)
    assert sorted(Place.objects.values_list("seed_code", "roll")) == [
        ("9990011", 143),
        ("9990012", 143),
    ]
    fields = {"New": ["", "1"], "Changed": ["", "1"]}
    put_right = {"Roll": ["100", "143"], "Postcode": ["", "ML0 1AA"]}
    assert deeds() == [
        ("put_right", f"Place: {FINTRYS}, Testwick", put_right, coordinator.user_id),
        ("uploaded", "List of schools: schools.csv", fields, coordinator.user_id),
    ]


def test_looking_writes_nothing(client, coordinator):
    place = ours()

    upload(client, own(school(), school(9990012, "Brae Primary School")))

    place.refresh_from_db()
    assert (Place.objects.count(), place.roll, deeds()) == (1, 100, [])


def test_list_that_was_taken_is_no_longer_kept(client, coordinator):
    checked = upload(client, own(school()))
    press(client, checked)

    again = press(client, checked)

    assert "The list is no longer here" in words(again)
    assert (Place.objects.count(), len(deeds())) == (1, 1)


def test_two_presses_of_two_people_take_it_once(client, coordinator):
    other = Client()
    colleague = make_member(role="coordinator", campaign=coordinator.campaign, name="Bridie Gow")
    other.force_login(colleague.user)
    first, second = upload(client, own(school())), upload(other, own(school()))
    press(client, first)

    said = press(other, second)

    assert "Our list has changed since you looked" in words(said)
    assert "0 new, 0 changed, 1 as we have them" in words(said)
    assert (Place.objects.count(), len(deeds())) == (1, 1)


def test_what_changed_since_it_was_shown_is_shown_again(client, coordinator):
    place = ours()
    checked = upload(client, own(school()))
    Place.objects.filter(pk=place.pk).update(roll=120)

    said = press(client, checked)

    place.refresh_from_db()
    assert ("roll 120 → 143" in words(said), place.roll) == (True, 120)
    assert press(client, said).redirect_chain[-1][0] == "/team/places/"


def test_new_name_is_taken_only_when_it_is_ticked(client, coordinator):
    place = ours(name="Fintry Primary School")
    checked = upload(client, contact_list(), name="list.xlsx")
    press(client, checked)
    place.refresh_from_db()
    kept = place.name

    press(client, upload(client, contact_list(), name="list.xlsx"), **{f"name_{place.pk}": "on"})

    place.refresh_from_db()
    assert "the list says: renamed in 2023, before “Fintry Primary School”" in words(checked)
    assert (kept, place.name, place.words) == (
        "Fintry Primary School",
        FINTRYS,
        "st fintrys primary school testwick",
    )
    renamed = [line for line in deeds() if line[0] == "renamed"]
    assert renamed == [
        (
            "renamed",
            "Place: Fintry Primary School, Testwick",
            {"Name": ["Fintry Primary School", FINTRYS]},
            coordinator.user_id,
        )
    ]


def test_school_that_took_a_new_name_from_a_list_is_found_by_the_old_one(client, coordinator):
    place = ours(name="Old Kirk Primary School")
    checked = upload(client, contact_list(), name="list.xlsx")

    press(client, checked, **{f"name_{place.pk}": "on"})

    assert list(Place.objects.search("old kirk")) == [place]


@pytest.mark.parametrize("name", ["ST FINTRY’S PS", "St. Fintrys Primary", "Saint Fintry's P.S."])
def test_name_in_another_spelling_is_no_new_name(client, coordinator, name):
    place = ours(name=name, roll=143, postcode="ML0 1AA")

    checked = upload(client, own(school()))

    assert "0 new, 0 changed, 1 as we have them" in words(checked)
    assert checked.context["findings"].renamed == ()
    place.refresh_from_db()
    assert place.name == name


def test_school_that_is_not_in_the_list_is_closed_only_when_it_is_ticked(client, coordinator):
    ours(roll=143, postcode="ML0 1AA")
    gone = ours(seed_code="9990063", name="Oldbrae")
    other = ours(seed_code="9990064", name="Newbrae")
    checked = upload(client, contact_list(), name="list.xlsx")

    press(client, checked, **{f"close_{gone.pk}": "on"})

    gone.refresh_from_db()
    other.refresh_from_db()
    assert (
        "Oldbrae, Testwick (North Lanarkshire), primary school: close it "
        "(the list says: closed 26 June" in words(checked)
    )
    assert (gone.closed_on, other.closed_on) == (date(2024, 6, 26), None)
    assert ("closed", "Place: Oldbrae, Testwick", {"Closed on": ["", "26 June 2024"]}) in [
        line[:3] for line in deeds()
    ]


@pytest.mark.parametrize(
    ("typed", "day"),
    [({}, date(2024, 10, 31)), ({"day": "1", "month": "7", "year": "2024"}, date(2024, 7, 1))],
    ids=["empty: the day of the list", "typed"],
)
def test_day_on_which_a_school_closed_is_typed_or_that_of_the_list(client, coordinator, typed, day):
    ours(roll=143, postcode="ML0 1AA")
    gone = ours(seed_code="9990064", name="Newbrae")
    checked = upload(client, contact_list(), name="list.xlsx")
    boxes = {f"closed_on_{part}": said for part, said in typed.items()}

    press(client, checked, **{f"close_{gone.pk}": "on"}, **boxes)

    gone.refresh_from_db()
    assert gone.closed_on == day


def test_day_that_is_none_is_told_and_nothing_is_taken(client, coordinator):
    ours()
    gone = ours(seed_code="9990064", name="Newbrae")
    checked = upload(client, own(school()))
    boxes = {"closed_on_day": "31", "closed_on_month": "2"}

    said = press(client, checked, **{f"close_{gone.pk}": "on"}, **boxes)

    assert "The last day must include a year" in words(said)
    assert deeds() == []


def test_school_that_opened_after_the_day_of_the_list_cannot_end_before_it(client, coordinator):
    ours()
    gone = ours(seed_code="9990064", name="Newbrae", opened_on=date(2025, 8, 18))
    checked = upload(client, contact_list(), name="list.xlsx")

    said = press(client, checked, **{f"close_{gone.pk}": "on"})

    gone.refresh_from_db()
    assert "Newbrae opened on 18 August 2025: enter a later day" in words(said)
    assert (gone.closed_on, deeds()) == (None, [])

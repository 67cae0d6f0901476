"""The list of schools is brought in on the site: a file, what it would do, one press."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Change, Place
from campaigns.places.kept_list import SECONDS
from campaigns.places.list_file import LARGEST_FILE
from tests.campaigns.places.list_editions import (
    FINTRYS,
    contact_list,
    csv_of,
    register,
    roll,
    workbook,
)
from tests.factories import make_area, make_campaign, make_member, make_place
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

LIST, CHECK, SAVE = (f"/team/places/list/{more}" for more in ("", "check/", "save/"))
OWN = ["seed_code", "name", "local_authority", "sector", "roll", "town", "postcode"]


@pytest.fixture
def coordinator(client):
    areas = [make_area(), make_area(name="South Lanarkshire")]
    member = make_member(role="coordinator", campaign=make_campaign(areas=areas))
    client.force_login(member.user)
    return member


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


def press(client, checked, **more):
    return client.post(SAVE, {"shown": checked.context["findings"].digest, **more}, follow=True)


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
    assert deeds() == [
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
    assert press(client, said).redirect_chain[-1][0] == LIST


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
        "Oldbrae, Testwick (North Lanarkshire): close it (the list says: closed 26 June"
        in words(checked)
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
    boxes = {f"closed_on_{gone.pk}_{part}": said for part, said in typed.items()}

    press(client, checked, **{f"close_{gone.pk}": "on"}, **boxes)

    gone.refresh_from_db()
    assert gone.closed_on == day


def test_day_that_is_none_is_told_and_nothing_is_taken(client, coordinator):
    ours()
    gone = ours(seed_code="9990064", name="Newbrae")
    checked = upload(client, own(school()))
    boxes = {f"closed_on_{gone.pk}_{part}": said for part, said in [("day", "31"), ("month", "2")]}

    said = press(client, checked, **{f"close_{gone.pk}": "on"}, **boxes)

    assert "The last day of Newbrae must include a year" in words(said)
    assert deeds() == []


def test_school_that_opened_after_the_day_of_the_list_cannot_end_before_it(client, coordinator):
    ours()
    gone = ours(seed_code="9990064", name="Newbrae", opened_on=date(2025, 8, 18))
    checked = upload(client, contact_list(), name="list.xlsx")

    said = press(client, checked, **{f"close_{gone.pk}": "on"})

    gone.refresh_from_db()
    assert "Newbrae opened on 18 August 2025: enter a later day" in words(said)
    assert (gone.closed_on, deeds()) == (None, [])


def test_grant_aided_school_is_asked_about_and_left_out_unless_told(client, coordinator):
    checked = upload(client, contact_list(), name="list.xlsx")
    press(client, checked)
    left_out = Place.objects.filter(seed_code="9990037").exists()

    again = upload(client, contact_list(), name="list.xlsx")
    press(client, again, council_9990037="South Lanarkshire")
    third = upload(client, contact_list(), name="list.xlsx")

    place = Place.objects.get(seed_code="9990037")
    assert "Wellcraig Centre, Testwick, ML0 1AA" in words(checked)
    assert (left_out, place.area.name, place.kind) == (False, "South Lanarkshire", "special")
    assert third.context["findings"].asked == ()  # we know its council now


def test_council_that_is_not_ours_is_no_answer(client, coordinator):
    checked = upload(client, contact_list(), name="list.xlsx")

    said = press(client, checked, council_9990037="Fife")

    assert "Choose one of the answers listed" in words(said)
    assert Place.objects.count() == 0


def test_schools_of_other_councils_are_counted_and_left_out(client, coordinator):
    rows = [school(9990070 + n, f"Far {n}", area="Fife") for n in range(3)]

    checked = upload(client, own(school(), *rows))
    press(client, checked)

    assert "Of other councils, left out: 3" in words(checked)
    assert "<li>Fife: 3</li>" in words(checked)
    assert Place.objects.count() == 1


def test_bad_rows_are_told_by_line_and_left_out(client, coordinator):
    checked = upload(client, own(school(), school(9990012, "")))

    press(client, checked)

    assert "Line 3: name is blank" in words(checked)
    assert Place.objects.count() == 1


def test_edition_without_a_column_takes_nothing_away(client, coordinator):
    place = ours(roll=143, town="Burnbank", postcode="ML0 1AA", latitude="55.8", longitude="-3.9")

    checked = upload(client, contact_list(), name="list.xlsx")
    press(client, checked)

    place.refresh_from_db()
    assert (place.roll, place.town, str(place.latitude), place.denomination) == (
        143,
        "Burnbank",
        "55.800000",
        "Roman Catholic",
    )


def test_withheld_roll_takes_nothing_away(client, coordinator):
    place = ours(roll=143)

    press(client, upload(client, workbook(Schools=roll(pupils="*")), name="roll.xlsx"))

    place.refresh_from_db()
    assert (place.roll, place.postcode) == (143, "ML0 1AA")


def test_school_with_a_bad_row_is_not_said_to_be_gone(client, coordinator):
    ours()

    checked = upload(client, own(school(9990012, "Brae"), school(name="")))

    assert checked.context["findings"].missing == ()


def test_independent_schools_are_asked_about_where_we_have_places(client, coordinator):
    ours(postcode="ML0 9ZZ")

    checked = upload(client, workbook(Registered=register()), name="register.xlsx")
    press(client, checked, council_line2="North Lanarkshire")
    again = upload(client, workbook(Registered=register()), name="register.xlsx")

    assert "Farawa School" not in words(checked)
    assert "1 of no council are left out" in words(checked)
    assert sorted(Place.objects.filter(name="Braehall School").values_list("kind")) == [
        ("primary",),
        ("secondary",),
    ]
    assert [one.name for one in again.context["findings"].asked] == ["Corrie Lodge"]


def test_list_that_lacks_most_of_our_schools_closes_none(client, coordinator):
    for number in range(61):
        ours(seed_code=f"8{number:06}", name=f"School {number}")

    checked = upload(client, own(school()))

    assert "it may be a part of one" in words(checked)
    assert not [name for name in checked.context["form"].fields if name.startswith("close_")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"a,b\n1,2\n", "No row among the first 15 names the columns of a list of schools"),
        (b"x\x00y", "The file is neither a workbook (.xlsx) nor a text that we can read"),
        (b"PK\x03\x04broken", "The workbook is damaged, so it cannot be read"),
        (own([1, "x" * 20_000, "North Lanarkshire", "Primary"]), "a cell has more than 1,000"),
        (own(school(name="Lark\u202erise")), "it holds a character that cannot be seen"),
    ],
    ids=["empty", "another list", "NUL", "damaged", "endless", "right to left"],
)
def test_what_is_wrong_with_a_file_is_told(client, coordinator, content, said):
    assert said in words(upload(client, content))
    assert Place.objects.count() == 0


def test_file_that_is_too_large_is_refused_before_it_is_read(client, coordinator):
    response = upload(client, b"x" * (LARGEST_FILE + 200_000))

    assert response.status_code == 413
    assert "The file is larger than 5 MB, so it is not a list of schools" in words(response)


def test_list_waits_for_an_hour(client, coordinator, monkeypatch):
    upload(client, own(school()))
    later = timezone.now() + timedelta(seconds=SECONDS + 60)
    SignIn.objects.exclude(pk=client.session.session_key).update(
        expire_date=later - timedelta(seconds=7_300)
    )

    response = client.get(CHECK, follow=True)

    assert "The list is no longer here: it waits for an hour" in words(response)


def test_second_upload_takes_the_place_of_the_first(client, coordinator):
    upload(client, own(school(), school(9990012, "Brae")))
    before = SignIn.objects.count()

    checked = upload(client, own(school()))

    assert SignIn.objects.count() == before
    assert "1 new, 0 changed" in words(checked)


def test_list_of_one_campaign_is_not_taken_by_another(client, coordinator):
    upload(client, own(school()))
    other = make_member(
        role="coordinator", campaign=make_campaign(name="Ayrshire"), name="Calum Orr"
    )
    key = client.session["school list"]
    client.force_login(other.user)
    session = client.session
    session["school list"] = key
    session.save()

    response = client.get(CHECK, follow=True)

    assert "The list is no longer here" in words(response)


def test_pages_have_a_good_outline(client, coordinator):
    ours(seed_code="9990063", name="Oldbrae")
    ours(name="Fintry Primary School")

    facts = read(upload(client, contact_list(), name="list.xlsx").content.decode())

    assert facts.h1 == ["What this list would do"]
    assert len(facts.ids) == len(set(facts.ids))


@pytest.mark.parametrize("count", [1, 3])
def test_check_asks_the_database_as_often_for_few_schools_as_for_many(client, coordinator, count):
    for number in range(count):
        ours(seed_code=f"800000{number}", name=f"School {number}")
        ours(seed_code=f"810000{number}", name=f"Gone {number}")
    rows = [school(8_000_000 + number, f"School {number} North") for number in range(count)]
    upload(client, own(*rows))

    with CaptureQueriesContext(connection) as queries:
        client.get(CHECK)

    assert len(queries) == 5


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403), ("nobody", 302)])
@pytest.mark.parametrize("address", [LIST, CHECK, SAVE])
def test_only_coordinators_bring_lists_in(client, address, role, status):
    if role != "nobody":
        client.force_login(make_member(role=role).user)

    response = client.post(address) if address == SAVE else client.get(address)

    assert response.status_code == status


def test_taking_is_a_post_and_looking_is_none(client, coordinator):
    assert (client.get(SAVE).status_code, client.post(CHECK).status_code) == (405, 405)


def test_upload_asks_for_the_token_of_its_form(coordinator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator.user)

    response = strict.post(LIST, {"file": SimpleUploadedFile("schools.csv", own(school()))})

    assert (response.status_code, "school list" in strict.session) == (403, False)

"""What a list of schools is asked about, and what it is not taken for."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.access.team import CAMPAIGN
from campaigns.models import Membership, Place
from campaigns.places.kept_list import SECONDS
from campaigns.places.list_file import LARGEST_FILE
from tests.campaigns.places.list_editions import (
    contact_list,
    register,
    roll,
    workbook,
)
from tests.campaigns.places.test_list_upload import (
    CHECK,
    LIST,
    SAVE,
    ours,
    own,
    press,
    school,
    upload,
    words,
)
from tests.factories import make_campaign, make_member
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


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

    assert "Line 3: column name is blank" in words(checked)
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
    assert "Schools of no council, left out: 1." in words(checked)
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


def test_list_of_one_campaign_is_not_taken_in_another_of_the_same_person(client, coordinator):
    upload(client, own(school()))
    other = make_campaign(name="Ayrshire")
    Membership.objects.create(user=coordinator.user, campaign=other, role="coordinator")
    session = client.session
    session[CAMPAIGN] = other.pk
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

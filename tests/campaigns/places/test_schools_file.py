"""The import of schools: new rows, known rows, and the files of all Scotland."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import CouncilArea, Place
from campaigns.places.councils import COUNCILS
from tests.campaigns.places.schools_files import GOOD, MADE_UP, csv_file, real_file, refused, run
from tests.factories import make_area, make_campaign, make_place

pytestmark = pytest.mark.django_db


def test_import_creates_every_row_of_the_file():
    make_campaign()

    out, err = run(MADE_UP)

    assert (out, err) == ("10 created, 0 updated, 0 unchanged, 0 bad and left out.", "")
    high = Place.objects.select_related("area").get(seed_code="9000006")
    assert (
        high.name,
        high.kind,
        high.area.name,
        high.roll,
        high.town,
        high.postcode,
        high.denomination,
        high.latitude,
        high.longitude,
    ) == (
        "Glenquarrel High School",
        "secondary",
        "South Lanarkshire",
        1232,
        "Glenquarrel",
        "ZZ99 2AC",
        "Non-denominational",
        Decimal("55.67"),
        Decimal("-3.77"),
    )


def test_import_takes_a_row_without_a_word_for_nothing(tmp_path):
    make_campaign()

    out, err = run(csv_file(tmp_path, {}, GOOD, dict.fromkeys(GOOD, " ")))

    assert (out, err) == ("1 created, 0 updated, 0 unchanged, 0 bad and left out.", "")


def test_import_tells_an_unknown_roll_from_an_empty_school():
    make_campaign()

    run(MADE_UP)

    assert Place.objects.get(name="Sgoil Bhaile Ùr").roll is None
    assert Place.objects.get(name="Mothballed Primary School").roll == 0
    assert Place.objects.get(name="Lowdermuir School").town == ""


def test_import_keeps_an_all_through_school_as_one_place_a_sector():
    make_campaign()

    run(MADE_UP)

    assert sorted(Place.objects.filter(seed_code="9000009").values_list("kind", flat=True)) == [
        "primary",
        "secondary",
    ]


def test_import_run_again_changes_nothing():
    make_campaign()
    run(MADE_UP)

    out, _ = run(MADE_UP)

    assert out == "0 created, 0 updated, 10 unchanged, 0 bad and left out."


def test_import_updates_what_became_different_and_leaves_other_places_alone(tmp_path):
    make_campaign()
    by_hand = make_place(name="Larkrise Primary School")
    run(csv_file(tmp_path, GOOD))
    Place.objects.filter(seed_code=GOOD["seed_code"]).update(closed_on="2026-06-24")

    out, _ = run(csv_file(tmp_path, {**GOOD, "name": "Larkrise Primary", "roll": "151"}))

    assert out == "0 created, 1 updated, 0 unchanged, 0 bad and left out."
    place = Place.objects.get(seed_code=GOOD["seed_code"])
    assert (place.name, place.roll, str(place.closed_on)) == (GOOD["name"], 151, "2026-06-24")
    by_hand.refresh_from_db()
    assert by_hand.name == "Larkrise Primary School"


def test_import_tidies_spaces_and_letters(tmp_path):
    make_campaign()

    run(csv_file(tmp_path, {**GOOD, "name": "  Larkrise \u00a0 Primary ", "postcode": "zz99  1ae"}))

    place = Place.objects.get()
    assert (place.name, place.postcode) == ("Larkrise Primary", "ZZ99 1AE")


def test_import_tried_dry_changes_nothing():
    make_campaign()

    out, _ = run(MADE_UP, "--dry-run")

    assert out == (
        "Dry run, nothing was changed. It would be: 10 created, 0 updated, 0 unchanged, 0 bad "
        "and left out."
    )
    assert Place.objects.count() == 0


def test_import_takes_any_council_when_told_to_and_adds_no_area_to_the_campaign(tmp_path):
    campaign = make_campaign()

    run(csv_file(tmp_path, {**GOOD, "local_authority": "Fife"}), "--any-area")

    assert Place.objects.get().area.name == "Fife"
    assert not campaign.areas.filter(name="Fife").exists()


@pytest.mark.parametrize("council", ["argyll & bute", "ARGYLL AND  BUTE"])
def test_council_is_known_however_it_is_written(tmp_path, council):
    make_campaign()

    run(csv_file(tmp_path, {**GOOD, "local_authority": council}), "--any-area")

    assert Place.objects.get().area.name == "Argyll and Bute"


HIGH = {**GOOD, "seed_code": "9000202", "name": "Larkrise High School", "sector": "Secondary"}


def test_school_that_the_team_had_added_by_its_name_gets_its_number(tmp_path):
    place = make_place(name="LARKRISE P.S.", town="Dunwhirry", closed_on=date(2026, 12, 1))

    said, _ = run(csv_file(tmp_path, GOOD, HIGH))

    assert said == "1 created, 1 updated, 0 unchanged, 0 bad and left out."
    place.refresh_from_db()
    assert (place.seed_code, place.name) == ("9000101", "LARKRISE P.S.")
    assert (place.closed_on, place.words) == (
        date(2026, 12, 1),
        "larkrise primary school dunwhirry",
    )


@pytest.mark.parametrize(
    "others",
    [
        [{"town": "Wishaw"}],
        [{"kind": "special"}],
        [{"area": "South Lanarkshire"}],
        [{"name": "Larkhill Primary School"}],
        [{}, {}],  # two are called so, and nobody says which is meant
    ],
)
def test_place_that_may_be_another_school_stays_what_it_is(tmp_path, others):
    for other in others:
        given = {"name": GOOD["name"], "town": GOOD["town"], **other}
        make_place(**{**given, "area": make_area(name=given.get("area", "North Lanarkshire"))})

    said, _ = run(csv_file(tmp_path, GOOD))

    assert said == "1 created, 0 updated, 0 unchanged, 0 bad and left out."
    assert Place.objects.filter(seed_code="").count() == len(others)


def test_import_into_a_campaign_without_areas_takes_every_council(tmp_path):
    make_campaign(areas=[])

    run(csv_file(tmp_path, {**GOOD, "local_authority": "Fife"}))

    assert CouncilArea.objects.get().name == "Fife"


def test_import_needs_the_campaigns_name_when_there_are_several():
    make_campaign(name="Ayrshire")
    make_campaign()

    said, _ = refused(MADE_UP)
    run(MADE_UP, "--campaign", "Lanarkshire")

    assert (
        said
        == "There are several campaigns: name one with --campaign. There is: Ayrshire, Lanarkshire."
    )
    assert set(Place.objects.values_list("campaign__name", flat=True)) == {"Lanarkshire"}


def test_import_keeps_the_same_school_apart_in_two_campaigns():
    make_campaign(name="Ayrshire", areas=[make_area(), make_area(name="South Lanarkshire")])
    make_campaign()
    run(MADE_UP, "--campaign", "Ayrshire")

    out, _ = run(MADE_UP, "--campaign", "Lanarkshire")

    assert out == "10 created, 0 updated, 0 unchanged, 0 bad and left out."


def test_import_without_its_campaign_says_so():
    nobody, _ = refused(MADE_UP)
    make_campaign()
    unknown, _ = refused(MADE_UP, "--campaign", "Fife")

    assert nobody == "There is no campaign yet, so there is nothing to add places to."
    assert unknown == "There is no campaign called Fife. There is: Lanarkshire."


def test_there_are_32_councils():
    assert len(COUNCILS) == 32


def test_lanarkshire_file_comes_in_whole_and_again_unchanged():
    make_campaign()
    path = real_file("lanarkshire_schools.csv")

    first, _ = run(path)
    second, _ = run(path)

    assert first == "306 created, 0 updated, 0 unchanged, 0 bad and left out."
    assert second == "0 created, 0 updated, 306 unchanged, 0 bad and left out."
    assert Place.objects.filter(area__name="North Lanarkshire").count() == 155


def test_scotland_file_comes_in_whole_with_few_queries():
    make_campaign()
    path = real_file("scotland_schools.csv")

    with CaptureQueriesContext(connection) as queries:
        out, _ = run(path, "--any-area")

    assert out == "2,483 created, 0 updated, 0 unchanged, 0 bad and left out."
    assert len(queries) <= 60
    assert CouncilArea.objects.count() == 32


def test_schools_of_other_councils_are_left_out_and_are_no_bad_rows():
    """An all-through school stands in two rows, and is left out once."""
    make_campaign()

    said, bad = run(real_file("scotland_schools.csv"))

    assert (said, bad) == (
        "306 created, 0 updated, 0 unchanged, 0 bad and left out, "
        "2,143 of other councils left out.",
        "",
    )

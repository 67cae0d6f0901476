import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import CouncilArea, Place
from campaigns.places.councils import COUNCILS
from campaigns.places.schools_file import COLUMNS
from tests.factories import make_area, make_campaign, make_place

pytestmark = pytest.mark.django_db

MADE_UP = Path(settings.BASE_DIR) / "tests/data/places_made_up.csv"
REAL = Path(settings.BASE_DIR).parent / "shared/data"
GOOD = {
    "seed_code": "9000101",
    "name": "Larkrise Primary School",
    "local_authority": "North Lanarkshire",
    "sector": "Primary",
    "denomination": "",
    "roll": "148",
    "town": "Dunwhirry",
    "postcode": "ZZ99 1AE",
    "latitude": "55.85",
    "longitude": "-3.95",
}


def run(path: Path, *options: str) -> tuple[str, str]:
    """What it said, and what it said was bad."""
    out, err = StringIO(), StringIO()
    call_command("import_places", str(path), *options, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def refused(path: Path, *options: str) -> tuple[str, str]:
    err = StringIO()
    with pytest.raises(CommandError) as problem:
        call_command("import_places", str(path), *options, stdout=StringIO(), stderr=err)
    return str(problem.value), err.getvalue().strip()


def csv_file(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "schools.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def real_file(name: str) -> Path:
    path = REAL / name
    if not path.exists():
        pytest.skip(
            f"{name} is not beside the project: the made-up file of the same shape is tested always"
        )
    return path


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
    assert (place.name, place.roll, str(place.closed_on)) == ("Larkrise Primary", 151, "2026-06-24")
    by_hand.refresh_from_db()
    assert by_hand.name == "Larkrise Primary School"


def test_import_tidies_spaces_and_letters(tmp_path):
    make_campaign()

    run(csv_file(tmp_path, {**GOOD, "name": "  Larkrise \u00a0 Primary ", "postcode": "zz99  1ae"}))

    place = Place.objects.get()
    assert (place.name, place.postcode) == ("Larkrise Primary", "ZZ99 1AE")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"local_authority": "Narnia"},
            "local_authority “Narnia” is not one of Scotland’s councils",
        ),
        (
            {"local_authority": "Fife"},
            "Fife is not an area of this campaign (--any-area takes it all the same)",
        ),
        ({"sector": "Nursery"}, "sector “Nursery” is not Primary, Secondary, Special"),
        ({"name": " "}, "name is blank"),
        ({"name": "x" * 201}, "name is longer than 200 characters"),
        ({"name": "Lark\u202erise"}, "it holds a character that cannot be seen"),
        ({"name": "Lark\x00rise"}, "it holds a character that cannot be seen"),
        ({"denomination": "x" * 41}, "denomination is longer than 40 characters"),
        ({"town": "x" * 81}, "town is longer than 80 characters"),
        ({"seed_code": ""}, "seed_code is blank"),
        ({"seed_code": "9000101-A"}, "seed_code “9000101-A” is not 1 to 10 letters and digits"),
        ({"seed_code": "90001010001"}, "seed_code “90001010001” is not 1 to 10 letters and digits"),
        ({"roll": "about 90"}, "roll “about 90” is not a whole number up to 10,000"),
        ({"roll": "-1"}, "roll “-1” is not a whole number up to 10,000"),
        ({"roll": "10001"}, "roll “10001” is not a whole number up to 10,000"),
        ({"roll": "²"}, "roll “²” is not a whole number up to 10,000"),
        ({"postcode": "ML1"}, "postcode “ML1” is not shaped like ML1 2AB"),
        ({"latitude": "51.5"}, "latitude 51.5 is not in Scotland (54.6 to 60.9)"),
        ({"longitude": "3.95"}, "longitude 3.95 is not in Scotland (-8.7 to -0.7)"),
        ({"latitude": "NaN"}, "latitude “NaN” is not a number of degrees"),
        ({"latitude": ""}, "latitude and longitude go together: give both or neither"),
    ],
)
def test_import_says_what_is_wrong_with_a_row_and_changes_nothing(tmp_path, cells, reason):
    make_campaign()
    path = csv_file(tmp_path, {**GOOD, "seed_code": "9000100"}, {**GOOD, **cells})

    said, bad = refused(path)

    assert bad == f"line 3: {reason}"
    assert (
        said
        == "Nothing was changed: 1 row is bad. Mend the file, or leave them out with --skip-bad."
    )
    assert Place.objects.count() == 0


def test_import_says_everything_that_is_wrong_with_a_row(tmp_path):
    make_campaign()

    _, bad = refused(csv_file(tmp_path, {**GOOD, "name": "", "sector": "Nursery"}))

    assert bad == "line 2: name is blank; sector “Nursery” is not Primary, Secondary, Special"


def test_import_refuses_one_key_twice(tmp_path):
    make_campaign()

    _, bad = refused(
        csv_file(tmp_path, GOOD, {**GOOD, "name": "Another"}, {**GOOD, "sector": "Secondary"})
    )

    assert bad == "line 3: the same seed_code and sector as line 2"


def test_import_names_the_line_that_a_row_starts_on(tmp_path):
    make_campaign()
    path = csv_file(
        tmp_path, {**GOOD, "name": "Two\nlines"}, {**GOOD, "seed_code": "9000102", "roll": "x"}
    )

    _, bad = refused(path)

    assert bad == "line 4: roll “x” is not a whole number up to 10,000"


def test_import_refuses_a_row_with_a_column_too_few(tmp_path):
    make_campaign()
    path = csv_file(tmp_path, GOOD)
    path.write_text(path.read_text() + "9000102,Short Primary School\n\n")

    _, bad = refused(path)

    assert bad == "line 3: it has 2 columns and not 10"


def test_import_leaves_bad_rows_out_when_told_to(tmp_path):
    make_campaign()

    out, bad = run(
        csv_file(tmp_path, {**GOOD, "sector": "Nursery"}, {**GOOD, "seed_code": "9000102"}),
        "--skip-bad",
    )

    assert out == "1 created, 0 updated, 0 unchanged, 1 bad and left out."
    assert bad.startswith("line 2: ")
    assert list(Place.objects.values_list("seed_code", flat=True)) == ["9000102"]


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
    assert (place.seed_code, place.name) == ("9000101", "Larkrise Primary School")
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


HEADER = ",".join(COLUMNS).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (HEADER + b"\n", "The file has a header and no rows."),
        (
            b"seed_code,name\n1,x\n",
            f"The first line must name these columns, in this order: {', '.join(COLUMNS)}.",
        ),
        (
            HEADER + b"\n9000101,\xc9cole",
            "{path} is not in UTF-8: save it as “CSV UTF-8” and try again.",
        ),
        (
            "".join(COLUMNS).encode("utf-16"),
            "{path} is not in UTF-8: save it as “CSV UTF-8” and try again.",
        ),
        (
            HEADER + b'\n9000101,"never closed',
            "The file is not CSV near line 2: unexpected end of data.",
        ),
        (
            HEADER + b"\n" + b"x" * 5_000_001,
            "{path} is larger than 5 MB, so it is not a list of schools.",
        ),
        (
            HEADER + b"\n" + b"1,\n" * 20_001,
            "The file has more than 20,000 rows, so it is not a list of schools.",
        ),
    ],
    ids=["empty", "no rows", "columns", "latin 1", "utf 16", "quote", "large", "rows"],
)
def test_import_says_in_one_sentence_what_is_wrong_with_a_file(tmp_path, content, said):
    make_campaign()
    path = tmp_path / "schools.csv"
    path.write_bytes(content)

    assert refused(path)[0] == said.format(path=path)


def test_import_says_that_a_file_is_missing(tmp_path):
    make_campaign()

    assert refused(tmp_path / "none.csv")[0] == f"There is no file at {tmp_path / 'none.csv'}."
    assert refused(tmp_path)[0] == f"There is no file at {tmp_path}."


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


def test_scotland_file_is_mostly_not_lanarkshires():
    make_campaign()

    said, bad = refused(real_file("scotland_schools.csv"))

    assert said.startswith("Nothing was changed: 2,177 rows are bad.")
    assert len(bad.splitlines()) == 2_177

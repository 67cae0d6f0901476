import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from campaigns.models import SchoolHoliday
from campaigns.places.save_holidays import save_holidays
from campaigns.places.school_days import is_school_day
from campaigns.places.term_dates_file import COLUMNS, Holiday
from sextortion_aware.files.text import NOT_TEXT
from tests.factories import make_area

pytestmark = pytest.mark.django_db

MADE_UP = Path(settings.BASE_DIR) / "tests/data/term_dates_made_up.csv"
REAL = Path(settings.BASE_DIR).parent / "shared/data/lanarkshire_term_dates.csv"
GOOD = {
    "local_authority": "North Lanarkshire",
    "session": "2026/27",
    "kind": "holiday",
    "name": "October week",
    "start_date": "2026-10-12",
    "end_date": "2026-10-16",
    "sources": "one",
    "source": "Made up",
    "note": "",
}


def run(path):
    return run_with(path)


def run_with(path, *options):
    out = StringIO()
    call_command("import_term_dates", str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def refused(path):
    err = StringIO()
    with pytest.raises(CommandError) as problem:
        call_command("import_term_dates", str(path), stdout=StringIO(), stderr=err)
    return str(problem.value), err.getvalue().strip()


def csv_file(folder, *rows):
    path = folder / "terms.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def held():
    return [
        (
            row.area.name.split()[0],
            row.town,
            row.first_on.isoformat(),
            row.last_on.isoformat(),
            row.name,
            row.staff_are_in,
        )
        for row in SchoolHoliday.objects.select_related("area")
    ]


def test_import_takes_the_days_without_pupils_and_works_the_summer_out():
    said = run(MADE_UP)

    assert said == "5 created, 0 updated, 0 unchanged."
    assert held() == [
        ("South", "Lanark", "2026-06-11", "2026-06-12", "Local holiday", False),
        ("South", "", "2026-06-26", "2026-08-10", "Summer holidays", False),
        ("North", "", "2026-08-11", "2026-08-11", "In-service day", True),
        ("South", "", "2026-08-11", "2026-08-12", "In-service days", True),
        ("North", "", "2026-10-12", "2026-10-16", "October week", False),
    ]


def test_import_takes_a_row_without_a_word_for_nothing(tmp_path):
    make_area()

    said = run(csv_file(tmp_path, {}, GOOD, dict.fromkeys(GOOD, " ")))

    assert said == "1 created, 0 updated, 0 unchanged."


def test_import_run_twice_changes_nothing():
    run(MADE_UP)

    assert run(MADE_UP) == "0 created, 0 updated, 5 unchanged."
    assert SchoolHoliday.objects.count() == 5


def test_import_updates_a_holiday_that_became_longer_and_leaves_others_alone(tmp_path):
    run(MADE_UP)

    said = run(csv_file(tmp_path, {**GOOD, "end_date": "2026-10-19"}))

    assert said == "0 created, 1 updated, 0 unchanged."
    assert SchoolHoliday.objects.get(name="October week").last_on == date(2026, 10, 19)
    assert SchoolHoliday.objects.count() == 5


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"local_authority": "Narnia"},
            "column local_authority: “Narnia” is not one of Scotland’s councils",
        ),
        (
            {"kind": "party"},
            (
                "column kind: “party” is not holiday, in_service, local_closure, pupils_return, "
                "early_close, session_end"
            ),
        ),
        ({"name": " "}, "column name must have 1 to 120 characters"),
        ({"name": "x" * 121}, "column name must have 1 to 120 characters"),
        ({"name": "Octo\u202eber"}, "it holds a character that cannot be seen"),
        (
            {"kind": "local_closure"},
            (
                "column name: “October week” of a local closure does not say whose: write "
                "“Lanark schools only”"
            ),
        ),
        (
            {"start_date": "12/10/2026"},
            "column start_date: “12/10/2026” is not a date like 2026-08-31",
        ),
        ({"end_date": "2026-02-30"}, "column end_date: “2026-02-30” is not a date like 2026-08-31"),
        (
            {"end_date": "2026-10-11"},
            "column end_date must be the day in column start_date, or up to 100 days after it",
        ),
        (
            {"end_date": "2027-10-12"},
            "column end_date must be the day in column start_date, or up to 100 days after it",
        ),
    ],
    ids=str,
)
def test_import_says_what_is_wrong_with_a_row_and_changes_nothing(tmp_path, cells, reason):
    said, bad = refused(csv_file(tmp_path, {**GOOD, "name": "Another week"}, {**GOOD, **cells}))

    assert bad == f"line 3: {reason}"
    assert said == "Nothing was changed: 1 row is bad. Mend the file and try again."
    assert SchoolHoliday.objects.count() == 0


def test_import_refuses_one_row_twice(tmp_path):
    _, bad = refused(csv_file(tmp_path, GOOD, GOOD))

    assert bad == "line 3: the same in columns local_authority, kind, name and start_date as line 2"


def test_import_refuses_a_row_with_a_column_too_few(tmp_path):
    path = csv_file(tmp_path, GOOD)
    path.write_text(path.read_text() + "North Lanarkshire,2026/27\n\n")

    assert refused(path)[1].startswith("line 3: column kind: “” is not holiday")


HEADER = ",".join(COLUMNS).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (
            b"x",
            "No row among the first 15 names the columns of a list of school holidays: "
            f"{', '.join(COLUMNS)}.",
        ),
        (HEADER + b"\n", "The file has a header and no rows."),
        (HEADER + b"\nNorth,\x00", NOT_TEXT),
        (
            HEADER + b'\nNorth,"never closed',
            "The file is not CSV near line 2: unexpected end of data.",
        ),
        (
            HEADER + b"\n" + b"x" * 1_000_001,
            "{path} is larger than 1 MB, so it is not a list of school holidays.",
        ),
        (
            HEADER + b"\n" + b"1,\n" * 5_001,
            "The file has more than 5,000 rows, so it is not a list of school holidays.",
        ),
    ],
    ids=["empty", "header", "no rows", "nul", "quote", "large", "rows"],
)
def test_import_says_in_one_sentence_what_is_wrong_with_a_file(tmp_path, content, said):
    path = tmp_path / "terms.csv"
    path.write_bytes(content)

    assert refused(path)[0] == said.format(path=path)


def test_import_says_that_a_file_is_missing(tmp_path):
    assert refused(tmp_path)[0] == f"There is no file at {tmp_path}."


def test_the_councils_own_file_comes_in_whole_and_again_unchanged():
    if not REAL.exists():
        pytest.skip(
            "the councils' file is not beside the project: the made-up one of the same shape "
            "is tested always"
        )

    first, second = run(REAL), run(REAL)

    assert first == "46 created, 0 updated, 0 unchanged."
    assert second == "0 created, 0 updated, 46 unchanged."
    assert SchoolHoliday.objects.get(town="Lanark").first_on == date(2026, 6, 11)
    assert SchoolHoliday.objects.get(name="Summer holidays").last_on == date(2026, 8, 10)


@pytest.mark.parametrize(
    "values",
    [
        {"last_on": date(2026, 10, 11)},
        {"name": ""},
        {"first_on": date(2026, 10, 12), "name": "October week"},
        {"stages": "S4S5"},
    ],
    ids=["order", "name", "twice", "stages"],
)
def test_school_holiday_that_cannot_be_is_refused(values):
    given = {
        "area": make_area(),
        "first_on": date(2026, 10, 12),
        "last_on": date(2026, 10, 16),
        "name": "October week",
    }
    SchoolHoliday.objects.create(**given)

    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolHoliday.objects.create(**(given | {"first_on": date(2026, 10, 13)} | values))


def test_holiday_of_a_town_is_one_however_its_list_writes_it():
    day = date(2026, 12, 7)
    given = {"area": "North Lanarkshire", "first_on": day, "name": "St Ninian's day"}

    first = save_holidays(holidays=[Holiday(**given, last_on=day, town="St Ninians")])
    again = save_holidays(
        holidays=[
            Holiday(**{**given, "name": "Saint Ninian’s Day"}, last_on=day, town="St. Ninian's")
        ]
    )

    assert (first.created, again.unchanged, SchoolHoliday.objects.count()) == (1, 1, 1)
    area = SchoolHoliday.objects.get().area
    assert not is_school_day(day, area, "SAINT NINIANS")
    assert is_school_day(day, area, "Wishaw")

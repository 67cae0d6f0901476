"""What the import of schools says is wrong: with a row, and with the whole file."""

import pytest

from campaigns.models import Place
from campaigns.places.schools_file import COLUMNS, NO_LIST
from sextortion_aware.files.text import NOT_TEXT
from tests.campaigns.places.schools_files import GOOD, csv_file, refused, run
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"local_authority": "Narnia"},
            "column local_authority: “Narnia” is not one of Scotland’s councils",
        ),
        ({"sector": "Nursery"}, "column sector: “Nursery” is not Primary, Secondary, Special"),
        ({"name": " "}, "column name is blank"),
        ({"name": "x" * 201}, "column name is longer than 200 characters"),
        ({"name": "Lark\u202erise"}, "it holds a character that cannot be seen"),
        ({"name": "=1+1"}, "a cell holds a formula and no words"),
        ({"local_authority": ""}, "column local_authority is blank"),
        ({"sector": ""}, "column sector is blank"),
        ({"denomination": "x" * 41}, "column denomination is longer than 40 characters"),
        ({"town": "x" * 81}, "column town is longer than 80 characters"),
        ({"seed_code": ""}, "column seed_code is blank"),
        (
            {"seed_code": "9000101-A"},
            "column seed_code: “9000101-A” is not 1 to 10 digits, or with letters",
        ),
        (
            {"seed_code": "ABC"},
            "column seed_code: “ABC” is not 1 to 10 digits, or with letters",
        ),
        (
            {"seed_code": "90001010001"},
            "column seed_code: “90001010001” is not 1 to 10 digits, or with letters",
        ),
        ({"roll": "about 90"}, "column roll: “about 90” is not a whole number up to 10,000"),
        ({"roll": "-1"}, "column roll: “-1” is not a whole number up to 10,000"),
        ({"roll": "10001"}, "column roll: “10001” is not a whole number up to 10,000"),
        ({"roll": "²"}, "column roll: “²” is not a whole number up to 10,000"),
        ({"postcode": "ML1"}, "column postcode: “ML1” is not shaped like ML1 2AB"),
        ({"latitude": "51.5"}, "column latitude: 51.5 is not in Scotland (54.6 to 60.9)"),
        ({"longitude": "3.95"}, "column longitude: 3.95 is not in Scotland (-8.7 to -0.7)"),
        ({"latitude": "NaN"}, "column latitude: “NaN” is not a number of degrees"),
        ({"latitude": ""}, "columns latitude and longitude go together: give both or neither"),
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

    assert bad == (
        "line 2: column name is blank; column sector: “Nursery” is not Primary, Secondary, Special"
    )


def test_import_refuses_one_key_twice(tmp_path):
    make_campaign()

    _, bad = refused(
        csv_file(tmp_path, GOOD, {**GOOD, "name": "Another"}, {**GOOD, "sector": "Secondary"})
    )

    assert bad == "line 3: the same in columns seed_code and sector as line 2"


def test_import_names_the_line_that_a_row_starts_on(tmp_path):
    make_campaign()
    path = csv_file(
        tmp_path, {**GOOD, "name": "Two\nlines"}, {**GOOD, "seed_code": "9000102", "roll": "many"}
    )

    _, bad = refused(path)

    assert bad == "line 4: column roll: “many” is not a whole number up to 10,000"


def test_import_refuses_a_row_with_columns_too_few(tmp_path):
    make_campaign()
    path = csv_file(tmp_path, GOOD)
    path.write_text(path.read_text() + "9000102,Short Primary School\n\n")

    _, bad = refused(path)

    assert bad == "line 3: column local_authority is blank; column sector is blank"


def test_import_leaves_bad_rows_out_when_told_to(tmp_path):
    make_campaign()

    out, bad = run(
        csv_file(tmp_path, {**GOOD, "sector": "Nursery"}, {**GOOD, "seed_code": "9000102"}),
        "--skip-bad",
    )

    assert out == "1 created, 0 updated, 0 unchanged, 1 bad and left out."
    assert bad.startswith("line 2: ")
    assert list(Place.objects.values_list("seed_code", flat=True)) == ["9000102"]


HEADER = ",".join(COLUMNS).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (HEADER + b"\n", "The file has a header and no rows."),
        (
            b"seed_code,name\n1,x\n",
            "The list has no column for the council (local_authority) and none for the sector. "
            f"Our own has these: {', '.join(COLUMNS)}.",
        ),
        (HEADER + b"\n9000101,Lark\x00rise", NOT_TEXT),
        (b"a,b\n" * 30, NO_LIST),
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
    ids=["empty", "no rows", "columns", "nul", "another list", "quote", "large", "rows"],
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

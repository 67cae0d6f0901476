"""What is in the file and is not brought in unseen: called off, hidden, merged, a total."""

import io

import openpyxl
import pytest

from tests import factories
from tests.campaigns.spreadsheets.dry_run import checked, said
from tests.campaigns.spreadsheets.files import check, csv_of, upload_rows
from tests.campaigns.spreadsheets.team_pages import a_batch, shown

pytestmark = pytest.mark.django_db

HEADER = ("Date", "School", "Total", "Status", "Comments")
SCHOOL = "Braeside Primary School"


def a_talk(day, number, status="", comment=""):
    return [f"{day:02}/03/2016", SCHOOL, number, status, comment]


def reasons(batch):
    return [(row.line, row.verdict, row.reason) for row in batch.rows.all()]


def test_what_did_not_happen_is_held_whichever_column_says_so(known):
    batch = checked(
        known,
        a_talk(1, 25, "Delivered"),
        a_talk(2, 60, "Cancelled"),
        a_talk(3, "", "Postponed - snow"),
        a_talk(4, 30, "", "School closed due to snow"),
        a_talk(7, 31, "", "No show"),
        a_talk(8, 32, "Booked"),
        a_talk(9, 33, "No"),
        a_talk(10, 34, "Delivered", "was postponed from February"),
        a_talk(11, 35, "", "Snowdrop class"),
        header=HEADER,
    )

    held = [line for line, verdict, reason in reasons(batch) if (verdict, reason) != ("ready", "")]
    assert held == [3, 4, 5, 6, 7, 8]
    assert {reason for _, verdict, reason in reasons(batch) if verdict == "held"} == {"not_held"}
    assert said(batch)[1][2] == [
        "The column for whether it happened says “Cancelled”: it did not happen"
    ]
    assert said(batch)[3][2] == ["It says “School closed due to snow”, so it did not happen"]
    assert said(batch)[5][2] == [
        "The column for whether it happened says “Booked”: which does not say that it happened"
    ]


@pytest.mark.parametrize(
    "note",
    [
        "called-off",
        "CXL",
        "canc.",
        "No pupils turned up",
        "nobody came",
        "rescheduled",
        "Officer off sick",
        "School refused",
        "could not go ahead",
        "couldn’t go ahead",
        "wasn't delivered",
        "was not delivered",
        "did not run",
        "DNA",
        "DNA - no call",
        "Snow",
        "snow day",
        "Closed - snow",
        "Snow: closed",
    ],
)
def test_words_of_what_did_not_happen_are_known(known, note):
    batch = checked(known, a_talk(1, 25, "", note), header=HEADER)

    assert said(batch) == [(2, "held", [f"It says “{note}”, so it did not happen"])]


@pytest.mark.parametrize(
    "note",
    [
        "After Snow White",
        "Snow in the morning",
        "DNA lesson before",
        "No staff present",
        "Officer asked",
    ],
)
def test_words_that_say_nothing_of_it_hold_nothing_back(known, note):
    assert reasons(checked(known, a_talk(1, 25, "", note), header=HEADER)) == [(2, "ready", "")]


@pytest.mark.parametrize("header", ["Did not run", "Cancelled"])
@pytest.mark.parametrize("text", ["-", "n/a", "N/A", "no", "0", ""])
def test_nothing_in_a_column_of_what_was_called_off_is_nothing(known, header, text):
    for columns in ({}, {"status": 3}):
        batch = checked(
            known,
            ["01/03/2016", SCHOOL, 25, text, "a"],
            header=("Date", "School", "Total", header, "Ref"),
            **columns,
        )
        assert reasons(batch) == [(2, "ready", "")]


@pytest.mark.parametrize("word", ["delivered", "Done", "completed", "held", "yes", "OK", "✓"])
def test_word_of_done_is_done(known, word):
    assert reasons(checked(known, a_talk(1, 25, word), header=HEADER)) == [(2, "ready", "")]


@pytest.mark.parametrize("word", ["TBC", "x", "?", "-", "Booked", "Invoice sent"])
def test_status_that_does_not_say_done_is_held_and_asked(client, coordinator, word):
    batch = check(a_batch(coordinator, content=csv_of([a_talk(1, 25, word)], header=HEADER)))

    assert reasons(batch) == [(2, "held", "not_held")]
    client.post(f"/team/import/{batch.pk}/rows/2/not_held/take/")
    assert reasons(batch) == [(2, "ready", "")]


def test_tick_in_a_column_that_is_called_cancelled_is_seen(known):
    batch = checked(
        known,
        ["01/03/2016", SCHOOL, 25, "x"],
        ["02/03/2016", SCHOOL, 26, "no"],
        header=("Date", "School", "Total", "Cancelled?"),
    )

    assert reasons(batch) == [(2, "held", "not_held"), (3, "ready", "")]
    assert said(batch)[0][2] == ["The column “Cancelled?” says “x”, so it did not happen"]


def test_word_in_a_note_can_be_answered_and_a_status_cannot(client, coordinator):
    content = csv_of(
        [a_talk(1, 25, "Cancelled"), a_talk(2, 26, "", "Rescheduled from May")], header=HEADER
    )
    batch = check(a_batch(coordinator, content=content))
    page = client.get(f"/team/import/{batch.pk}/")

    assert [line["answers"] for line in page.context["rows"]] == [
        [],
        [(f"/team/import/{batch.pk}/rows/3/not_held/take/", "It did happen, take it")],
    ]
    for line in (2, 3):
        client.post(f"/team/import/{batch.pk}/rows/{line}/not_held/take/")
    assert reasons(batch) == [(2, "held", "not_held"), (3, "ready", "")]
    assert client.post(f"/team/import/{batch.pk}/all/not_held/take/").status_code == 302
    assert client.post(f"/team/import/{batch.pk}/all/hidden/eat/").status_code == 404


def with_hidden_row():
    book = openpyxl.Workbook()
    book.active.append(["Date", "School", "Total"])
    for day, number in ((1, 25), (2, 500)):
        book.active.append([f"{day:02}/03/2016", SCHOOL, number])
    book.active.row_dimensions[3].hidden = True
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_hidden_row_is_named_and_left_to_the_person(client, coordinator):
    batch = check(a_batch(coordinator, content=with_hidden_row()))
    assert reasons(batch) == [(2, "ready", ""), (3, "held", "hidden")]
    page = shown(client.get(f"/team/import/{batch.pk}/"))
    assert "It is hidden in the file, by a filter or by hand" in page
    assert "1 row with 500 people." in page

    client.post(f"/team/import/{batch.pk}/all/hidden/take/")

    assert reasons(batch) == [(2, "ready", ""), (3, "ready", "")]


def test_hidden_column_is_named_on_the_page_of_the_columns(client, coordinator):
    book = openpyxl.load_workbook(io.BytesIO(with_hidden_row()))
    book.active["D2"] = 7
    for letter in "CDE":
        book.active.column_dimensions[letter].hidden = True
    content = io.BytesIO()
    book.save(content)
    batch = a_batch(coordinator, content=content.getvalue())

    page = shown(client.get(f"/team/import/{batch.pk}/columns/"))

    assert "Column C “Total” is hidden in the file. It is read like the others" in page
    assert [remark[:8] for remark in batch.remarks] == ["Column C", "Column D"]


def merged(*ranges, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in ranges:
        book.active.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_words_of_merged_cells_are_spread_over_their_rows(known):
    campaign, member, topic = known
    factories.make_place(campaign=campaign, name="Dalziel High School", kind="secondary")
    content = merged(
        "A2:A4",
        "B2:B4",
        rows=[
            ["Date", "School", "Class", "Pupils"],
            ["11/03/2016", "Dalziel High School", "S1", 90],
            [None, None, "S2", 85],
            [None, None, "S3", 88],
        ],
    )

    batch = check(upload_rows([], member=member, topic=topic, content=content))

    assert reasons(batch) == [(2, "ready", ""), (3, "ready", ""), (4, "ready", "")]
    assert [row.counts for row in batch.rows.all()] == [
        {"young_people": 90},
        {"young_people": 85},
        {"young_people": 88},
    ]
    assert said(batch)[1][2][:2] == [
        "“11/03/2016” stands in merged cells (A2:A4): taken for each row.",
        "“Dalziel High School” stands in merged cells (B2:B4): taken for each row.",
    ]


def test_number_of_merged_cells_is_never_spread(known):
    _, member, topic = known
    content = merged(
        "C2:C3",
        rows=[
            ["Date", "School", "Total"],
            ["10/03/2016", SCHOOL, 90],
            ["11/03/2016", SCHOOL, None],
        ],
    )

    batch = check(upload_rows([], member=member, topic=topic, content=content))

    assert [row.cells[2:] for row in batch.rows.all()] == [["90"], []]
    assert reasons(batch) == [(2, "held", "merged"), (3, "held", "merged")]
    assert said(batch)[1][2] == ["One number is merged over several rows (C2:C3). Whose is it?"]


@pytest.mark.parametrize(
    "line",
    [
        ["TOTAL", "", 51],
        ["", "Grand total:", 51],
        ["", "", 51],
        ["", "", "=SUM(C2:C3)"],
        ["Total for year", "", "="],
        ["31/03/2016", "Total", 51],
    ],
)
def test_total_line_is_never_a_session(known, line):
    batch = checked(
        known,
        ["01/03/2016", SCHOOL, 25],
        ["02/03/2016", SCHOOL, 26],
        line,
        header=("Date", "School", "Total"),
    )

    assert reasons(batch)[2] == (4, "held", "total")
    assert batch.sums[2][:2] == [51, 2]


def test_line_of_a_day_without_a_place_is_no_total(known):
    batch = checked(
        known,
        ["01/03/2016", SCHOOL, 25],
        ["02/03/2016", SCHOOL, 26],
        ["42432", "", 510],
        ["", "", 99],
        header=("Date", "School", "Total"),
    )

    assert [reason for *_, reason in reasons(batch)] == ["", "", "wrong", "no_date"]
    assert [row.counts for row in batch.rows.all()[2:]] == [
        {"not_recorded": 510},
        {"not_recorded": 99},
    ]

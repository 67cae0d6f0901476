"""Files as they come: read into rows with the numbers of their lines, or refused in one plain
sentence.
"""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from campaigns.spreadsheets.file import How
from campaigns.spreadsheets.workbook import read_spreadsheet
from tests.campaigns.spreadsheets.files import HEADER, a_row, csv_of, refused, repacked, workbook_of

ROWS = [a_row(1), a_row(2, place="Sgoil Àrainn")]
SHEET = "xl__worksheets__sheet1_dot_xml"


def as_words(rows, first=2):
    return tuple(
        (line, tuple(str(cell) for cell in row[:5])) for line, row in enumerate(rows, start=first)
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_with_any_separator(separator, encoding):
    read = read_spreadsheet(csv_of(ROWS, separator=separator, encoding=encoding))

    assert read.header == HEADER
    assert read.rows == as_words(ROWS)
    assert read.remarks == ()


def test_workbook_is_read_like_csv():
    assert read_spreadsheet(workbook_of(ROWS)).rows == as_words(ROWS)


def test_windows_text_is_read_and_said():
    read = read_spreadsheet(csv_of(ROWS, encoding="cp1252"))

    assert read.rows[1][1][2] == "Sgoil Àrainn"
    assert read.remarks == (
        "The file is not UTF-8: it was read as Windows text. Look whether names with accents "
        "are right.",
    )


@pytest.mark.parametrize("order", ["le", "be"])
def test_unicode_text_of_excel_is_read(order):
    text = "\ufeff" + csv_of(ROWS, separator="\t").decode()
    content = text.encode(f"utf-16-{order}")

    read = read_spreadsheet(content)

    assert (read.rows, read.remarks) == (as_words(ROWS), ())


@pytest.mark.parametrize(
    "content",
    [
        csv_of(ROWS, encoding="utf-16-le"),
        b"\xff\xfe\x00\xd8\x00",
        b"\x81\x8d\x8f,\x90\n1,2\n",
        b"%PDF-1.7\x00\x01,\n1,2",
    ],
)
def test_wrong_encoding_is_refused_in_a_sentence(content):
    assert refused(content) == (
        "The file is neither a workbook (.xlsx) nor a text that we can read. In Excel, save "
        "it as “CSV UTF-8” or as .xlsx"
    )


def test_lines_are_numbered_as_the_spreadsheet_numbers_them():
    text = 'Our talks\n\nDate,School\n,\n12/03/2019,"Two\nlines"\n\n13/03/2019,B\n'

    read = read_spreadsheet(text.encode())

    assert (read.header_line, read.rows) == (
        3,
        ((5, ("12/03/2019", "Two lines")), (7, ("13/03/2019", "B"))),
    )


def test_column_without_a_name_is_called_by_its_letter():
    assert read_spreadsheet(b"Date,,School\n1,2,3,4\n").header == (
        "Date",
        "Column B",
        "School",
        "Column D",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file has no line with the names of its columns. Put one above the rows"),
        (
            b"only one\nand another\n",
            "The file has no line with the names of its columns. Put one above the rows",
        ),
        (
            b"Date,School\n",
            "The file has the names of its columns in line 1 and no rows under them",
        ),
        (
            b'a,b\n"1"x,2\n',
            "The file is not CSV near line 2: ',' expected after '\"'. Save it anew as “CSV UTF-8”",
        ),
        (b"a,b\n1," + b"x" * 2_001, "Cell B2 holds more than 2,000 characters. Shorten it"),
        (
            b"a,b\n" + b"x," * 61 + b"x",
            "Line 2 has more than 60 columns, so it is not a log of talks",
        ),
        (
            b"a,b\n" + b"1,2\n" * 20_001,
            (
                "The file has more than 20,000 rows. Split it by year and bring the parts in one "
                "after the other"
            ),
        ),
        (
            b"a,b\n" + (b"x" * 1_999 + b",y\n") * 8_000,
            (
                "The file is larger than 10 MB. Save only the sheet with the talks, or split it "
                "by year, and choose that"
            ),
        ),
    ],
)
def test_what_cannot_be_a_log_is_refused_in_a_sentence(content, sentence):
    assert refused(content) == sentence


def test_merged_title_above_the_header_is_nothing():
    book = openpyxl.Workbook()
    for row in (["Talks of 2019"], ["Date", "School"], ["12/03/2019", "A"]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    content = io.BytesIO()
    book.save(content)

    assert read_spreadsheet(content.getvalue()).rows == ((3, ("12/03/2019", "A")),)


def test_values_of_a_workbook_become_the_words_a_person_would_write():
    values = [
        date(2019, 3, 12),
        datetime.fromisoformat("2019-03-12T09:30"),
        time(9, 30),
        25,
        25.5,
        43_536.0,
        True,
        " a\tb\u202e \n c",
        "=SUM(D1:D9)",
    ]

    (row,) = read_spreadsheet(
        workbook_of([values], header=[f"c{number}" for number in range(len(values))])
    ).rows

    assert row[1] == (
        "2019-03-12",
        "2019-03-12 09:30",
        "09:30",
        "25",
        "25.5",
        "43536",
        "True",
        "a b c",
        "=SUM(D1:D9)",
    )


def test_one_sheet_is_read_and_the_others_are_named():
    content = workbook_of(ROWS, sheets=("2018", "2019"))

    assert read_spreadsheet(content).remarks == (
        "Only the sheet “2018” was read. The workbook has: “2018”, “2019”.",
    )
    assert read_spreadsheet(content, how=How(sheet="2019 ")).remarks == (
        "Only the sheet “2019” was read. The workbook has: “2018”, “2019”.",
    )
    assert (
        refused(content, sheet="2020")
        == "The workbook has no sheet called “2020”. It has: “2018”, “2019”"
    )


def test_workbook_of_the_old_calendar_is_refused():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    content = io.BytesIO()
    book.save(content)

    assert refused(content.getvalue()) == (
        "The workbook counts its days from 1904, so its dates could be read wrongly. Save it "
        "as “CSV UTF-8” and choose that"
    )


def test_line_of_a_very_high_number_does_not_keep_us():
    sheet = (
        b'<?xml version="1.0"?><worksheet '
        b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row '
        b'r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>'
    )

    assert (
        refused(repacked(workbook_of(ROWS), **{SHEET: sheet}))
        == "The file goes on below line 100,000, so it is not a log of talks"
    )

"""Files as they come: read into rows with the numbers of their lines, or refused in one plain
sentence.
"""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from campaigns.spreadsheets.file import UnreadableSpreadsheet
from campaigns.spreadsheets.workbook import read_spreadsheet
from tests.campaigns.spreadsheets.files import HEADER, a_row, csv_of, repacked, workbook_of

ROWS = [a_row(1), a_row(2, place="Sgoil Àrainn")]
SHEET = "xl__worksheets__sheet1_dot_xml"


def refused(content, **given):
    with pytest.raises(UnreadableSpreadsheet) as problem:
        read_spreadsheet(content, **given)
    return str(problem.value)


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


def test_workbook_with_a_password_or_of_the_old_kind_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)).startswith(
        "The file is protected with a password, or is an old .xls workbook."
    )


def test_archive_with_a_password_is_refused():
    content = bytearray(workbook_of(ROWS))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1

    assert refused(bytes(content)).startswith("The file is protected with a password")


BOMB = (
    "The workbook unpacks to far more than a log of talks holds, so it was not opened. Copy the "
    "rows into a new workbook and save that"
)


def test_zip_bomb_is_refused_by_what_it_says_of_itself():
    bomb = repacked(workbook_of(ROWS), xl__media__a=bytes(60_000_000))

    assert len(bomb) < 100_000
    assert refused(bomb) == BOMB


def test_zip_bomb_of_many_parts_is_refused():
    assert (
        refused(
            repacked(workbook_of(ROWS), **{f"xl__media__{number}": b"" for number in range(200)})
        )
        == BOMB
    )


def test_zip_bomb_that_lies_about_its_size_is_never_unpacked():
    content = bytearray(repacked(workbook_of(ROWS), xl__media__a=bytes(60_000_000)))
    at = content.index(b"xl/media/a", content.index(b"PK\x01\x02")) - 46
    content[at + 24 : at + 28] = (1_000).to_bytes(4, "little")

    assert refused(bytes(content)) == (
        "The workbook is damaged, so it cannot be read. Open it in Excel, save it under a new "
        "name, and choose that"
    )


def test_what_really_comes_out_is_counted(monkeypatch):
    monkeypatch.setattr(
        "campaigns.spreadsheets.workbook.chunks_of", lambda archive, name: iter([bytes(30_000_000)])
    )

    assert refused(workbook_of(ROWS)) == BOMB


def test_entities_are_not_followed():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'

    assert refused(repacked(workbook_of(ROWS), **{SHEET: laughs})).startswith(
        "The workbook is damaged"
    )


def test_archive_that_is_no_workbook_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "x" * 50)

    assert (
        refused(content.getvalue())
        == "The file is not an Excel workbook (.xlsx). Save it from Excel as .xlsx or CSV"
    )
    assert refused(b"PK\x03\x04 and no more").startswith("The workbook is damaged")


def test_merged_cells_are_told_with_their_range():
    assert refused(workbook_of(ROWS, merged="A2:A3")) == (
        "Cells are merged: A2:A3. It is not clear which row their value belongs to. Unmerge "
        "them and fill in each row"
    )


def test_merged_cells_are_found_across_two_chunks(monkeypatch):
    monkeypatch.setattr("campaigns.spreadsheets.workbook.CHUNK", 7)

    assert "A2:A3" in refused(workbook_of(ROWS, merged="A2:A3"))


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
    assert read_spreadsheet(content, sheet="2019 ").remarks == (
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

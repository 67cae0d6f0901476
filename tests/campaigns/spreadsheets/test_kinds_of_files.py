"""Files as offices keep them: titles, two lines of names, other separators, other programs."""

import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from campaigns.spreadsheets.file import How
from campaigns.spreadsheets.workbook import read_spreadsheet
from tests.campaigns.spreadsheets.files import refused, repacked, workbook_of

SHEET = "xl__worksheets__sheet1_dot_xml"
HEADER = ("Date", "School", "Total")
ROWS = [["12/03/2019", "Glenquarrel High School", 25], ["13/03/2019", "Glenquarrel High", 26]]
READ = ((2, ("12/03/2019", "Glenquarrel High School", "25")),)


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def part(content, name):
    with openpyxl.reader.excel.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(
    ("text", "header", "line"),
    [
        (
            "Date;School;Total (pupils, staff, parents, carers)\n12/03/2019;Glenquarrel;25\n",
            ("Date", "School", "Total (pupils, staff, parents, carers)"),
            1,
        ),
        (
            "Sextortion talks, session 2018-19\nDate;School;Total\n12/03/2019;Glenquarrel;25\n",
            HEADER,
            2,
        ),
        ("Talks; inputs; visits\nDate,School,Total\n12/03/2019,Glenquarrel,25\n", HEADER, 2),
    ],
)
def test_separator_is_the_one_in_which_the_lines_agree(text, header, line):
    read = read_spreadsheet(text.encode())

    assert (read.header, read.header_line) == (header, line)
    assert read.rows == ((line + 1, ("12/03/2019", "Glenquarrel", "25")),)


def test_separator_that_somebody_says_is_taken():
    read = read_spreadsheet(b"Date;School,Total\n1;2,3\n", how=How(separator=","))

    assert (read.header, read.separator) == (("Date;School", "Total"), ",")


def two_lines_of_names():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2023-24"
    for row in (
        ["Safer Communities - inputs"],
        ["Session", "2023/24"],
        [],
        ["Date", "Time", "School", "Attendance", None, None, "Comments"],
        [None, None, None, "Pupils", "Staff", "P7"],
        ["12/3/24", "9.15", "Dalziel High School", 120, 4, 6, "Hall"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("D4:F4")
    sheet.merge_cells("A4:A5")
    book.create_sheet("2022-23").append(["Date", "School"])
    book["2022-23"].append(["01/02/2023", "Allanton Primary School"])
    book.create_sheet("Lists").sheet_state = "hidden"
    return saved(book)


def test_two_lines_of_names_are_one_under_a_title_and_a_season():
    read = read_spreadsheet(two_lines_of_names())

    assert read.header == (
        "Date",
        "Time",
        "School",
        "Attendance: Pupils",
        "Attendance: Staff",
        "Attendance: P7",
        "Comments",
    )
    assert (read.header_line, read.header_lines) == (4, 2)
    assert [line for line, _ in read.rows] == [6]
    assert read.first_lines[1] == (2, ("Session", "2023/24"))


def test_sheets_are_named_and_a_hidden_one_is_said():
    read = read_spreadsheet(two_lines_of_names())

    assert read.sheets == (("2023-24", False), ("2022-23", False), ("Lists", True))
    assert read.remarks == (
        "Only the sheet “2023-24” was read. The workbook has: “2023-24”, “2022-23”, “Lists” "
        "(hidden).",
    )


def test_sheet_of_words_before_the_others_is_passed_by():
    book = openpyxl.Workbook()
    book.active.append(["About this workbook"])
    book.create_sheet("Talks").append(HEADER)
    book["Talks"].append(ROWS[0])

    assert read_spreadsheet(saved(book)).sheet == "Talks"


def test_line_of_names_is_the_one_that_somebody_says():
    read = read_spreadsheet(b"a,b\nc,d\n1,2\n", how=How(header_line=2, header_lines=1))

    assert (read.header, read.rows) == (("c", "d"), ((3, ("1", "2")),))


def test_file_without_names_of_columns_is_read_from_its_first_line():
    read = read_spreadsheet(b"12/03/2019,Glenquarrel,25\n", how=How(header_line=0))

    assert read.header == ("Column A", "Column B", "Column C")
    assert read.rows == ((1, ("12/03/2019", "Glenquarrel", "25")),)


@pytest.mark.parametrize("first", [["held", "", "x"], ["", "Glenquarrel", "note"]])
def test_first_row_is_not_taken_for_names(first):
    text = "Date,School,,Notes\n" + ",".join(first) + ",\n12/03/2019,Glenquarrel,1,\n"

    assert len(read_spreadsheet(text.encode()).rows) == 2


def test_empty_last_line_of_libreoffice_costs_nothing():
    content = workbook_of(ROWS, header=HEADER)
    sheet = part(content, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="1048576" ht="12.8" hidden="false"/></sheetData>'
    )

    read = read_spreadsheet(repacked(content, **{SHEET: sheet}))

    assert [line for line, _ in read.rows] == [2, 3]


def test_cell_far_below_is_still_refused():
    content = workbook_of(ROWS, header=HEADER)
    sheet = part(content, "xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    )

    assert refused(repacked(content, **{SHEET: sheet})) == (
        "The file goes on below line 100,000, so it is not a log of talks"
    )


@pytest.mark.parametrize(
    ("number", "named"),
    [
        (5, "“1”, “2”, “3”, “4”, “5”"),
        (70, "“1”, “2”, “3”, “4”, “5” and 65 more"),
    ],
)
def test_remark_names_a_few_sheets_of_many(number, named):
    titles = [str(title) for title in range(1, number + 1)]
    content = workbook_of([["12/03/2019", "Braeside", 25]], sheets=titles, header=HEADER)

    read = read_spreadsheet(content)

    assert read.remarks == (f"Only the sheet “1” was read. The workbook has: {named}.",)
    assert [title for title, _ in read.sheets] == titles
    assert refused(content, sheet="x").endswith(f"It has: {named}")


def test_many_small_sheets_with_comments_are_no_bomb():
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(ROWS[0])
    for number in range(70):
        book.create_sheet(f"Week {number}")["A1"].comment = Comment("Phoned", "PC")

    read = read_spreadsheet(saved(book))

    assert (len(read.sheets), read.rows) == (71, READ)


def test_strict_open_xml_is_read():
    content = workbook_of(ROWS[:1], header=HEADER)
    strict = {
        name.replace("/", "__").replace(".", "_dot_"): part(content, name)
        .replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name in (
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/styles.xml",
        )
    }

    assert read_spreadsheet(repacked(content, **strict)).rows == READ

"""A coordinator brings an old spreadsheet in, and takes it out again."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible, then_it_says_what_is_wrong
from tests.browser.signing_in import sign_in
from tests.browser.steps import from_menu, logged
from tests.campaigns.spreadsheets.files import HEADER, csv_of, workbook_of

pytestmark = pytest.mark.browser

ROWS = [
    ["12/03/2019", "9.30", "Rowan Bank Primary School", "P6/7", "approx 40", "PC Officer", ""],
    ["13th March 2019", "10.30", "Heronmoor P.S.", "P7", "31", "", ""],
    ["14.3.19", "", "Heronmore Primary", "P7", "29", "", ""],
    ["March 2019", "", "Rowan Bank Primary School", "P7", "25", "", ""],
]


def choose_file(page: Page, content: bytes, *, name: str) -> None:
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Look at this spreadsheet").click()


def match_columns(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Match the columns")
    expect(page.get_by_label("A: Date")).to_have_value("date")
    page.get_by_label("Topic, when a row does not say").select_option(index=1)
    page.get_by_label("How the numbers are known").select_option(label="I counted")
    page.get_by_role("button", name="Check the rows").click()


def unlooked(page: Page) -> None:
    """axe is itself a script."""


@pytest.mark.parametrize("java_script", [True, False])
def test_spreadsheet_is_brought_in_and_taken_out_again(new_page, java_script):
    public, page = new_page(), new_page(java_script=java_script)
    before = logged(public)
    look = then_it_is_accessible if java_script else unlooked
    rows = (
        ROWS
        if java_script
        else [[row[0].replace("2019", "2018").replace("19", "18"), *row[1:]] for row in ROWS]
    )
    sign_in(page, "coordinator@team.example")
    page.goto("/team/sessions/")
    from_menu(page, "Import spreadsheets")
    look(page)

    choose_file(page, csv_of(rows, header=HEADER, encoding="cp1252"), name="talks.csv")
    look(page)
    match_columns(page)
    if java_script:
        expect(page.get_by_role("main")).to_contain_text(
            "2 rows can come into the log. 2 would be left out."
        )
        expect(
            page.get_by_role("row", name="Line 5").or_(
                page.get_by_role("row").filter(has_text="March 2019").last
            )
        ).to_contain_text("Held")
        look(page)
        page.get_by_role("link", name="Choose which places are meant").click()
        look(page)
        page.get_by_label("“Heronmore Primary” is").select_option(index=1)
        page.get_by_role("button", name="Save and check the rows again").click()
    # without a script the second file of the same kind is asked about: the place is known from then
    # on
    expect(page.get_by_role("main")).to_contain_text(
        "3 rows can come into the log. 1 would be left out."
    )
    assert logged(public) == before

    page.get_by_role("button", name="Bring 3 sessions into the log").click()
    expect(page.get_by_role("main")).to_contain_text("3 sessions are in the log.")
    look(page)
    assert logged(public) == before + 100

    page.get_by_text("Undo this spreadsheet").click()
    page.get_by_role("button", name="Undo 3 sessions").click()
    expect(page.get_by_role("main")).to_contain_text("Its sessions are voided and no longer count.")
    look(page)
    assert logged(public) == before


def test_large_workbook_is_worked_on_while_the_page_looks_on(new_page):
    """More rows than are done at once: the worker beside the site does them."""
    page = new_page()
    sign_in(page, "coordinator@team.example")
    rows = [
        [
            f"{1 + day % 28:02}/0{1 + day // 28 % 9}/2017",
            "",
            "Rowan Bank Primary School",
            f"S{1 + day // 252}",
            "20",
            "",
            "",
        ]
        for day in range(400)
    ]
    page.goto("/team/import/")
    choose_file(page, workbook_of(rows, header=HEADER), name="many.xlsx")
    match_columns(page)
    page.goto(page.url + "?still=1")
    if page.get_by_text("This page stands still").is_visible():
        then_it_is_accessible(page)
    page.goto(page.url.partition("?")[0])

    expect(page.get_by_role("main")).to_contain_text(
        "400 rows can come into the log.", timeout=30_000
    )
    then_it_is_accessible(page)


def test_file_that_cannot_be_read_is_told_beside_the_box(new_page):
    page = new_page()
    sign_in(page, "coordinator@team.example")
    page.goto("/team/import/")

    choose_file(page, b"One line and nothing else", name="words.csv")

    expect(page.get_by_role("alert")).to_contain_text("The file has no line with the names")
    expect(page).to_have_title("Error: Bring in spreadsheets – Sextortion Aware")
    then_it_is_accessible(page)


def test_file_of_200_mb_is_told_beside_the_box(new_page, tmp_path):
    page = new_page()
    sign_in(page, "coordinator@team.example")
    page.goto("/team/import/")
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)

    page.get_by_label("Spreadsheet").set_input_files(large)
    page.get_by_role("button", name="Look at this spreadsheet").click()

    expect(page.get_by_role("alert")).to_contain_text("The file is larger than 10 MB.")
    assert [
        line for line in page.noise if "413" not in line
    ] == []  # Chromium names the status of the page in its console
    page.noise.clear()


TITLED = [
    ["Safer Communities – talks", "", "", "", "", "", ""],
    ["Date", "School", "Class", "Pupils", "P6", "Status", "Total"],
    ["15/03/2018", "Rowan Bank Primary School", "P7", 25, "", "Delivered", "=D3+E3"],
    ["16/03/2018", "Rowan Bank Primary School", "", "", 20, "", 20],
    ["19/03/2018", "Rowan Bank Primary School", "P7", 60, "", "Cancelled", 60],
    ["20/03/2018", "Rowan Bank Primary School", "S2", 30, "", "", 30],
    ["TOTAL", "", "", 115, 20, "", 135],
]


def titled_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Other"
    book.active.append(["Date", "School", "Total"])
    book.active.append(["01/02/2018", "Rowan Bank Primary School", 9])
    sheet = book.create_sheet("Talks")
    for row in TITLED:
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_workbook_with_a_title_is_read_in_another_way_and_its_sums_are_seen(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "coordinator@team.example")
    page.goto("/team/import/")

    choose_file(page, titled_workbook(), name="titled.xlsx")
    expect(page.get_by_role("table")).to_contain_text("01/02/2018")
    then_it_is_accessible(page)
    page.get_by_text("Read it in another way").click()
    page.get_by_label("Sheet", exact=True).select_option("Talks")
    then_it_is_accessible(page)
    page.get_by_role("button", name="Read it so").click()
    expect(page.get_by_role("table")).to_contain_text("Safer Communities")
    expect(page.get_by_label("E: P6")).to_have_value("children")
    page.get_by_text("Read it in another way").click()
    page.get_by_label("Line with the names of the columns").select_option("7")
    page.get_by_role("button", name="Read it so").click()
    then_it_says_what_is_wrong(page, "no rows under them")
    page.get_by_label("Line with the names of the columns").select_option("2")
    page.get_by_role("button", name="Read it so").click()

    page.get_by_label("G: Total").select_option("")
    page.get_by_label("Topic, when a row does not say").select_option(index=1)
    page.get_by_label("How the numbers are known").select_option(label="I counted")
    page.get_by_role("button", name="Check the rows").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("2 rows can come into the log. 2 would be left out.")
    expect(main).to_contain_text(
        "The file says 135 (line 7). We bring in 45 and leave out 90 in 2 rows. That adds up."
    )
    expect(main).to_contain_text("Column G “Total” is not used: 110 in 3 rows, and 1 formula")
    then_it_is_accessible(page)
    page.get_by_role("button", name="All were young people").click()
    expect(main).to_contain_text("3 rows can come into the log. 1 would be left out.")
    then_it_is_accessible(page)

    page.get_by_role("button", name="Bring 3 sessions into the log").click()
    expect(main).to_contain_text("3 sessions are in the log.")
    assert logged(public) == before + 75
    page.get_by_text("Undo this spreadsheet").click()
    page.get_by_role("button", name="Undo 3 sessions").click()
    assert logged(public) == before


def test_upload_that_nobody_wants_is_removed(new_page):
    page = new_page()
    sign_in(page, "coordinator@team.example")
    page.goto("/team/import/")
    choose_file(page, csv_of(ROWS, header=HEADER), name="wrong-one.csv")

    page.get_by_text("Remove this spreadsheet").click()
    then_it_is_accessible(page)
    page.get_by_role("button", name="Remove it").click()

    expect(page.get_by_role("main")).to_contain_text("wrong-one.csv is removed")
    expect(page.get_by_role("link", name="wrong-one.csv")).to_have_count(0)

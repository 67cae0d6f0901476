"""A coordinator brings an old spreadsheet in, and takes it out again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.signing_in import sign_in
from tests.browser.steps import logged
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
    expect(page.get_by_label("Date", exact=True)).to_have_value("0")
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
    page.get_by_role("link", name="Bring in spreadsheets").click()
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

    choose_file(page, workbook_of(ROWS, header=HEADER, merged="A2:A3"), name="merged.xlsx")

    expect(page.get_by_role("alert")).to_contain_text("Cells are merged: A2:A3.")
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

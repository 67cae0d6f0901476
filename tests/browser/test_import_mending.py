"""A coordinator mends what an old spreadsheet says, on a phone and without a script too."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import then_it_is_accessible, then_it_says_what_is_wrong
from tests.browser.conftest import PHONE
from tests.browser.signing_in import sign_in
from tests.browser.test_import import choose_file, match_columns, unlooked
from tests.campaigns.spreadsheets.files import HEADER, csv_of

pytestmark = pytest.mark.browser


def rows_of(year):
    return [
        [f"12/03/{year}", "9.30", "Rowan Bank Primary School", "P6/7", "30-35", "", ""],
        [f"13/03/{year}", "9.30", "Rowan Bank Primary School", "P9", "30-35", "", "A note"],
        [f"March {year}", "9.30", "Rowan Bank Primary School", "P7", "25", "", ""],
    ]


@pytest.mark.parametrize("java_script", [True, False])
def test_cells_are_mended_one_by_one_and_in_all_rows_that_say_the_same(new_page, java_script):
    page = new_page(java_script=java_script)
    look = then_it_is_accessible if java_script else unlooked
    page.set_viewport_size(PHONE)
    sign_in(page, "coordinator@team.example")
    page.goto("/team/import/")
    year = 2016 if java_script else 2020
    choose_file(page, csv_of(rows_of(year), header=HEADER), name="talks.csv")
    match_columns(page)
    expect(page.get_by_role("main")).to_contain_text(
        "0 rows can come into the log. 3 would be left out."
    )

    page.locator("#line-3").get_by_role("link", name="Mend this row").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mend line 3")
    look(page)
    page.get_by_label("Total (Total attendance)").fill("approx 30")
    page.get_by_text("The same for the other row that says “30-35”").click()
    page.get_by_label("Stages").fill("P10")
    page.get_by_role("button", name="Save and check the rows again").click()
    if java_script:
        then_it_says_what_is_wrong(page, "“P10” is not a list of stages that we can read")
        look(page)
    expect(page.get_by_label("Total (Total attendance)")).to_have_value("approx 30")
    page.get_by_label("Stages").fill("P7")
    page.get_by_role("button", name="Save and check the rows again").click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("2 rows can come into the log. 1 would be left out.")
    expect(main).to_contain_text("Line 3 is mended, and 1 more that said the same.")
    expect(page.locator("#line-3")).to_contain_text("Mended: Stages “P9” → “P7”; Total")
    expect(page.locator("#line-3")).to_be_in_viewport()
    look(page)
    page.locator("#line-4").get_by_role("link", name="Mend this row").click()
    page.get_by_label("Date").fill(f"14/3/{year}")
    page.get_by_role("button", name="Save and check the rows again").click()
    expect(main).to_contain_text("3 rows can come into the log. 0 would be left out.")

"""The list of sessions, the menu, the question about notes, and what became of a correction: on a
phone and at a desk, in a real browser.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.given import COORDINATOR, OFFICER
from tests.browser.signing_in import sign_in
from tests.browser.steps import to_log

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
TWO_LINES = 75  # pixels, with the space around them
MOST_ROWS = 100  # pixels of the top on a phone: the name, and one line of menu
IN_MENU = {
    "viewer": ["Today", "Sessions", "Reach"],
    "officer": ["Log a session", "Talks", "The week", "My corrections"],
    "coordinator": ["Talks", "Corrections", "Possible duplicates", "Import spreadsheets"],
    "administrator": ["Audit trail", "People", "Settings"],
}


@pytest.mark.parametrize("who", IN_MENU)
def test_menu_is_one_line_on_a_phone_and_all_of_it_is_reached_by_keyboard(new_page, who):
    page = new_page(java_script=False)
    sign_in(page, f"{who}@team.example")
    menu = page.get_by_role("navigation", name="Main")
    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        page.goto("/team/sessions/")
        assert page.locator("header.top").bounding_box()["height"] <= MOST_ROWS
        expect(menu.get_by_role("link", name="Sessions")).to_have_attribute("aria-current", "page")
        if who != "viewer":
            page.locator("header summary").focus()
            page.keyboard.press("Enter")
        for words in IN_MENU[who]:
            expect(menu.get_by_role("link", name=words, exact=True)).to_have_count(1)
            expect(menu.get_by_role("link", name=words, exact=True)).to_be_in_viewport(ratio=1)


def test_session_is_two_lines_on_a_phone_and_a_row_of_columns_at_a_desk(new_page):
    page = new_page()
    sign_in(page, COORDINATOR)
    page.goto("/team/sessions/")
    rows, column = page.locator("#sessions tbody tr"), page.get_by_role("columnheader")
    assert rows.count() == 25
    for row in rows.all():
        assert row.bounding_box()["height"] <= TWO_LINES
    expect(rows.last).to_contain_text(" came")
    expect(rows.last.locator("td").nth(2)).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") <= 3000

    page.set_viewport_size(DESK)
    expect(rows.last.locator("td").nth(2)).to_be_visible()
    assert [one.inner_text() for one in column.all()] == [
        "When",
        "Where",
        "Stages and kind",
        "Topics",
        "Officers",
        "People",
        "State",
    ]


def test_what_a_change_was_before_is_folded_on_a_phone_and_stands_there_at_a_desk(new_page):
    page = new_page()
    sign_in(page, "administrator@team.example")
    page.goto("/team/audit/")
    first = page.locator("#audit tr:has(details)").first
    fields, fold = first.locator("details > div"), first.get_by_text("Before and after")
    assert page.evaluate("document.documentElement.scrollHeight") <= 3200
    expect(fields).to_be_hidden()
    fold.click()
    expect(fields).to_be_visible()
    then_it_is_accessible(page)

    page.goto("/team/audit/")
    page.set_viewport_size(DESK)
    expect(fields).to_be_visible()
    expect(fold).to_be_hidden()


@pytest.mark.parametrize("who", ["viewer", "coordinator"])
def test_list_is_filtered_and_a_filter_is_taken_off(new_page, who):
    page = new_page()
    sign_in(page, f"{who}@team.example")
    page.goto("/team/sessions/")
    then_it_is_accessible(page)
    all_of_it = page.get_by_role("main").get_by_text(re.compile("sessions held")).inner_text()
    page.get_by_text("Find sessions by").click()
    page.get_by_label("Kind", exact=True).select_option("lesson")
    page.get_by_label("Words in the place’s name or the notes").fill("rowan")
    page.get_by_role("button", name="Filter").click()

    expect(page.get_by_role("list", name="The filter")).to_contain_text("Kind: Class lesson")
    expect(page.locator("#sessions tbody tr").first).to_contain_text("Rowan Bank")
    then_it_is_accessible(page)
    page.get_by_role("link", name=re.compile("^Take off Words")).click()
    expect(page.get_by_role("list", name="The filter")).not_to_contain_text("rowan")
    page.get_by_role("link", name=re.compile("^Take off Kind")).click()
    expect(page.get_by_role("main").get_by_text(all_of_it)).to_be_visible()
    page.goto("/team/sessions/?words=nosuchword")
    expect(page.get_by_role("main")).to_contain_text("Take one of the filters off to see more.")
    then_it_is_accessible(page)


def old_session(page: Page) -> None:
    page.goto("/team/sessions/?state=delivered")
    for link in [one.get_attribute("href") for one in page.locator("#sessions a").all()]:
        page.goto(link)
        if page.get_by_role("link", name="Correct it").count():
            return
    pytest.fail("no session is old enough")


def test_notes_are_asked_about_and_the_officer_sees_what_became_of_the_correction(new_page):
    officer, coordinator = new_page(), new_page()
    sign_in(officer, OFFICER)
    old_session(officer)
    at = officer.url
    officer.get_by_role("link", name="Correct it").click()
    officer.get_by_label(re.compile("^Notes")).fill("A girl told me that her uncle hits her")
    officer.get_by_label("Why is it corrected?").fill("The notes were missing")
    officer.get_by_role("button", name="Propose the correction").click()
    question = officer.get_by_role("region", name="Please check")
    expect(question).to_contain_text("the person who leads on child protection at the school")
    expect(officer.get_by_label(re.compile("^Notes"))).to_have_value(re.compile("^A girl"))
    then_it_is_accessible(officer)

    officer.get_by_label(re.compile("^Notes")).fill("Good questions")
    officer.get_by_role("button", name="Propose the correction", exact=True).click()
    expect(officer.get_by_role("status")).to_contain_text("waits for a coordinator")

    sign_in(coordinator, COORDINATOR)
    coordinator.goto("/team/corrections/")
    coordinator.get_by_role("link", name=re.compile("^Look at it")).last.click()
    coordinator.get_by_role("button", name="Decline").click()
    expect(coordinator.get_by_role("alert")).to_contain_text("Enter why")
    coordinator.get_by_label("Why is it not confirmed?").fill("They stand in the report")
    coordinator.get_by_role("button", name="Decline").click()

    for address in ("/team/", "/team/corrections/mine/", at):
        officer.goto(address)
        expect(officer.get_by_role("main")).to_contain_text("Not confirmed")
        expect(officer.get_by_role("main")).to_contain_text("They stand in the report")
        then_it_is_accessible(officer)


def test_paste_that_is_longer_than_the_box_is_kept_whole_and_told(new_page):
    page = new_page()
    sign_in(page, COORDINATOR)
    to_log(page)
    page.get_by_label(re.compile("^Notes")).fill("x" * 1024)
    page.get_by_role("button", name="Save this session").click()

    expect(page.get_by_role("alert")).to_contain_text("it has 1024, 24 too many")
    expect(page.get_by_label(re.compile("^Notes"))).to_have_value("x" * 1024)

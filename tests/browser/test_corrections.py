"""Putting right what has stood: an officer proposes, a coordinator confirms, the reach moves; and
undo right after saving.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.given import COORDINATOR, FEWER, OFFICER, old_session, plan
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, confirm_if_asked, logged, to_log

pytestmark = pytest.mark.browser


def test_officer_proposes_coordinator_confirms_and_the_reach_moves(new_page):
    public, officer, coordinator = new_page(), new_page(), new_page()
    before = logged(public)
    sign_in(officer, OFFICER)
    count = old_session(officer)
    then_it_is_accessible(officer)

    officer.get_by_role("link", name="Correct it").click()
    officer.get_by_label("Children (up to P7)", exact=True).fill(str(count - FEWER))
    officer.get_by_role("button", name="Propose the correction").click()
    expect(officer.get_by_role("alert")).to_contain_text("Enter why")
    then_it_is_accessible(officer)
    officer.get_by_label("Why is it corrected?").fill("The register came a week later")
    officer.get_by_role("button", name="Propose the correction").click()
    expect(officer.get_by_role("status")).to_contain_text("Your correction waits for a coordinator")
    expect(officer.get_by_role("heading", name="Corrections")).to_be_visible()
    then_it_is_accessible(officer)
    assert logged(public) == before

    sign_in(coordinator, COORDINATOR)
    coordinator.get_by_role("main").get_by_role("link", name="Corrections").click()
    then_it_is_accessible(coordinator)
    coordinator.get_by_role("link", name=re.compile("^Look at it")).last.click()
    expect(coordinator.get_by_role("main")).to_contain_text("The register came a week later")
    then_it_is_accessible(coordinator)
    coordinator.get_by_role("button", name="Confirm").click()
    expect(coordinator.get_by_role("status")).to_contain_text("Correction confirmed")
    then_it_is_accessible(coordinator)
    assert logged(public) == before - FEWER


def test_voided_session_leaves_the_reach_and_undo_brings_it_back(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, COORDINATOR)
    page.goto("/team/sessions/?state=delivered&audience=parents")
    page.locator("#sessions a").first.click()

    page.get_by_role("link", name="Void it").click()
    then_it_is_accessible(page)
    page.get_by_label("Why?").fill("It was entered twice")
    page.get_by_role("button", name="Void it").click()
    expect(page.get_by_role("status")).to_contain_text("it no longer counts")
    then_it_is_accessible(page)
    assert logged(public) < before

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone")
    expect(page.get_by_role("main")).to_contain_text("Undone right after it was saved")
    assert logged(public) == before


def test_just_logged_session_is_undone_without_a_script(new_page):
    public, page = new_page(), new_page(java_script=False)
    before = logged(public)
    sign_in(page, OFFICER)
    to_log(page)
    if page.get_by_text("Somewhere else", exact=True).count():
        choose(page, "Somewhere else")
    page.get_by_label("Place").fill("Heronmoor Primary School")
    choose(page, "Class lesson")
    page.get_by_label("Cyberbullying", exact=True).check(force=True)  # it may be from habit
    page.get_by_label("Children (up to P7)", exact=True).fill("23")
    choose(page, "I counted")
    page.get_by_role("button", name="Save this session").click()
    confirm_if_asked(page)

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("main")).to_contain_text("Voided")
    assert logged(public) == before


def test_later_of_two_sees_both_versions_and_saves_on_top(new_page):
    first, second = new_page(), new_page()
    for page in (first, second):
        sign_in(page, COORDINATOR)
    plan(first, place="Kirkmossat Library", days=5)
    first.get_by_role("link", name="Edit this session").click()
    second.goto(first.url)

    first.get_by_label("Length in minutes").fill("55")
    first.get_by_role("button", name="Save changes").click()
    second.get_by_label("Length in minutes").fill("45")
    second.get_by_role("button", name="Save changes").click()

    expect(second.get_by_role("main")).to_contain_text(
        "You changed this session in another window while you were typing."
    )
    expect(second.locator("#both")).to_contain_text("55 minutes")
    expect(second.get_by_label("Length in minutes")).to_have_value("45")
    then_it_is_accessible(second)
    second.get_by_role("button", name="Save changes").click()
    expect(second.get_by_role("main")).to_contain_text("45 minutes")


def test_audit_trail_is_found_by_filter_and_taken_away(new_page):
    page = new_page()
    sign_in(page, COORDINATOR)
    page.goto("/team/sessions/?state=delivered")
    page.locator("#sessions a").last.click()
    page.get_by_role("link", name="Void it").click()
    page.get_by_label("Why?").fill("Entered twice")
    page.get_by_role("button", name="Void it").click()
    page.goto("/team/audit/")
    then_it_is_accessible(page)
    page.get_by_text("Find changes by").click()
    page.get_by_label("What", exact=True).select_option("voided")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#audit")).to_contain_text("Entered twice")

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Take them away")).click()

    assert download.value.suggested_filename.startswith("audit-")

"""One talk that two officers log, and what becomes of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, confirm_if_asked, from_menu, logged, to_log

pytestmark = pytest.mark.browser


def log(page: Page, *, place: str, children: str, starts_at: str) -> None:
    to_log(page)
    page.locator("[name=place]").fill(place)
    page.locator("[name=starts_at]").fill(starts_at)
    choose(page, "Class lesson")
    if not page.get_by_label(
        "Cyberbullying", exact=True
    ).is_checked():  # it may be ticked from habit
        choose(page, "Cyberbullying")
    page.locator("[name=count_children]").fill(children)
    choose(page, "I counted")
    page.get_by_role("button", name="Save this session").click()


@pytest.mark.parametrize(
    ("java_script", "place"),
    [(True, "Otterburn Loan Primary School"), (False, "Tannery Lane Primary School")],
)
def test_same_talk_logged_by_two_officers_is_asked_about_and_may_be_another_one(
    new_page, java_script, place
):
    public, officer, coordinator = (
        new_page(),
        new_page(java_script=java_script),
        new_page(java_script=java_script),
    )
    sign_in(officer, "officer@team.example")
    sign_in(coordinator, "coordinator@team.example")
    before = logged(public)
    log(officer, place=place, children="21", starts_at="9.30")
    confirm_if_asked(officer)
    expect(officer.get_by_role("heading", level=1)).to_contain_text(place)

    log(coordinator, place=place, children="23", starts_at="10.00")
    expect(coordinator).to_have_title(re.compile("^Please check: Log a session"))
    question = coordinator.get_by_role("region", name="Is it the same session?")
    expect(question).to_contain_text("21 came, Rona Officer")
    expect(coordinator.locator("[name=count_children]")).to_have_value("23")
    if java_script:
        expect(question).to_be_focused()
        then_it_is_accessible(coordinator)
    assert logged(public) == before + 21
    coordinator.get_by_role("button", name="It is another one, log it").click()
    expect(coordinator.get_by_role("heading", level=1)).to_contain_text(place)
    expect(coordinator.get_by_role("main")).to_contain_text("Not the same as session")
    assert logged(public) == before + 44


def test_officer_who_was_there_too_is_added_to_what_a_colleague_logged(new_page):
    public, officer, coordinator = new_page(), new_page(), new_page()
    sign_in(officer, "officer@team.example")
    sign_in(coordinator, "coordinator@team.example")
    log(coordinator, place="Peel Brae Primary School", children="19", starts_at="9.30")
    confirm_if_asked(coordinator)
    expect(coordinator.get_by_role("heading", level=1)).to_contain_text("Peel Brae")
    before = logged(public)

    log(officer, place="Peel Brae Primary School", children="19", starts_at="9.45")
    officer.get_by_role("button", name="It is the same, add me to it").click()

    expect(officer.get_by_role("main")).to_contain_text("Callum Coordinator, Rona Officer")
    then_it_is_accessible(officer)
    assert logged(public) == before


def decide(page: Page, session: str, deed: str) -> None:
    """Voids or restores it."""
    page.goto(session)
    page.get_by_role("link", name=deed).click()
    page.get_by_label("Why?").fill("It was a mistake")
    page.get_by_role("button", name=deed).click()
    page.wait_for_url(session)


def test_coordinator_merges_a_pair_and_undoes_it(new_page):
    public, page, officer = new_page(), new_page(), new_page()
    sign_in(officer, "officer@team.example")
    sign_in(page, "coordinator@team.example")
    log(officer, place="Sandyhowe Primary School", children="26", starts_at="13.30")
    confirm_if_asked(officer)
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Sandyhowe")
    decide(page, officer.url, "Void it")
    log(page, place="Sandyhowe Primary School", children="27", starts_at="13.45")
    confirm_if_asked(page)
    decide(page, officer.url, "Restore it")
    before = logged(public)
    from_menu(page, "Possible duplicates")
    then_it_is_accessible(page)

    pair = (
        page.get_by_role("region")
        .filter(has_text="Callum Coordinator")
        .filter(has_text="Rona Officer")
        .filter(has_text="27")
    )
    pair.last.locator("xpath=following::button[1]").click()
    expect(page.get_by_role("status")).to_contain_text("You can undo it below.")
    expect(page.get_by_role("main")).to_contain_text("Callum Coordinator, Rona Officer")
    then_it_is_accessible(page)
    assert logged(public) == before - 27  # what the second of the two counted

    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_role("status")).to_contain_text("Both sessions are as they were.")
    assert logged(public) == before


def test_unlikely_number_is_asked_about_once_and_saved(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "officer@team.example")
    log(page, place="Castle Wynd Primary School", children="54", starts_at="13.20")

    question = page.get_by_role("region", name="Please check")
    expect(question).to_contain_text("54 is more than 33, the most pupils in one class.")
    then_it_is_accessible(page)
    page.get_by_role("button", name="Save this session as it is").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Castle Wynd")
    expect(page.get_by_role("main")).to_contain_text("54 is more than 33")
    assert logged(public) == before + 54

"""The count of a planned session, entered in a school corridor, on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.given import OFFICER, a_day_goes_by, plan, somebody
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, logged, to_log
from tests.browser.thumb import Thumb, on_a_phone

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def planned(browser, site, var_dir) -> None:
    """Three sessions of today, planned the day before."""
    with somebody(browser, site, OFFICER) as page:
        for at in ("9.00", "12.00", "15.00"):
            plan(page, place="Larrow Foods", at=at)
    a_day_goes_by(var_dir)


def to_count(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=re.compile("^Enter the count: ")).first


def test_planned_session_is_counted_in_eight_taps_and_one_number_and_the_reach_moves(new_page):
    public, page = new_page(), on_a_phone(new_page)
    before = logged(public)
    then_it_is_accessible(page)
    thumb = Thumb(page)

    thumb.on(to_count(page))
    thumb.press("26")
    thumb.on(page.get_by_text("I counted", exact=True))
    thumb.on(page.get_by_role("button", name="Save the count"))

    expect(page.get_by_role("main")).to_contain_text("26")
    thumb.then_it_was_quick("A planned session")
    then_it_is_accessible(page)
    assert logged(public) == before + 26


def test_number_pad_is_big_and_leaves_the_box_to_keyboard_and_screen_reader(new_page):
    page = on_a_phone(new_page)
    to_count(page).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who came?")
    box, pad = page.locator("[data-pad]").first, page.get_by_role("group", name="Number pad")
    then_it_is_accessible(page)

    for key in pad.get_by_role("button").all():
        size = key.bounding_box()
        assert (size["width"] >= 44, size["height"] >= 44) == (True, True), key.inner_text()
    for key in ("4", "0", "7", "Delete the last number"):
        pad.get_by_role("button", name=key, exact=True).tap()
    expect(box).to_have_value("40")
    expect(pad.get_by_role("status")).to_contain_text("40")
    assert page.evaluate(
        "document.activeElement === document.body"
    )  # the telephone's own keys have nothing to open for

    box.tap()
    assert box.get_attribute("inputmode") == "none"  # under a finger the big keys are enough
    page.keyboard.type("9")
    expect(box).to_have_value("409")
    page.keyboard.press("Tab")
    # The keys of the pad are no stops.
    expect(page.locator("[data-pad], [name=known]").nth(1)).to_be_focused()


def test_number_pad_fills_in_the_box_that_was_touched_last(new_page):
    page = on_a_phone(new_page, who="coordinator")
    to_log(page)
    page.locator("[name=place]").fill("Kirkmossat Library")
    choose(page, "Community event")
    choose(page, "I don’t know the number yet")
    page.get_by_role("button", name="Save this session").tap()
    page.get_by_role("link", name="Enter the count").tap()
    pad = page.get_by_role("group", name="Number pad")

    expect(pad.get_by_role("status")).to_have_text("Children (up to P7)")
    pad.get_by_role("button", name="7", exact=True).tap()
    page.get_by_label("Parents and guardians", exact=True).tap()
    for key in "12":
        pad.get_by_role("button", name=key, exact=True).tap()
    expect(pad.get_by_role("status")).to_have_text("Parents and guardians 12")
    then_it_is_accessible(page)
    choose(page, "It is an estimate")
    page.get_by_role("button", name="Save the count").tap()

    expect(page.locator("table").first).to_contain_text("19")


def test_count_without_a_script_keeps_what_was_typed_and_leads_to_did_not_happen_in_one_tap(
    new_page,
):
    page = new_page(java_script=False)
    sign_in(page, "officer@team.example")
    to_count(page).click()
    address, box = page.url, page.locator("[data-pad]").first
    expect(page.get_by_role("group", name="Number pad")).to_have_count(0)
    assert box.get_attribute("inputmode") == "numeric"

    page.get_by_role("link", name="It did not happen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It did not happen")
    page.goto(address)
    box.fill("31")
    page.get_by_role("button", name="Save the count").click()

    expect(page).to_have_title(re.compile("^Error: Who came"))
    expect(box).to_have_value("31")
    choose(page, "From a register")
    page.get_by_role("button", name="Save the count").click()
    expect(page.get_by_role("main")).to_contain_text("31")

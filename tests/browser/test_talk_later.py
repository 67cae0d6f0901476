"""The form by which a talk is asked for: left half typed, and finished later by a link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.asking import OFFICE, go_on, name_the_school, plain, start, wait_for_mail
from tests.browser.steps import choose

pytestmark = pytest.mark.browser

EXPECTED = "How many people do you expect?"


def then_it_is_kept(page: Page, box: str) -> None:
    """What the script sends has arrived."""
    with page.expect_response(re.compile("/typing/")) as kept:
        page.get_by_label(box).press("End")
    assert kept.value.status == 204


def test_half_typed_page_survives_a_closed_tab(new_page):
    page = new_page()
    start(page)
    name_the_school(page)
    page.get_by_label("Which stages?").fill("P6 and")
    page.get_by_label(EXPECTED).fill("abo")
    choose(page, "I have another group to add")
    then_it_is_kept(page, EXPECTED)
    page.get_by_label(EXPECTED).press_sequentially("ut")
    address = page.url
    page.close(run_before_unload=True)  # at once: the last letters go as the page is left

    later = new_page()
    later.goto(address)
    expect(later.get_by_label("Which stages?")).to_have_value("P6 and")
    expect(later.get_by_label(EXPECTED)).to_have_value(re.compile("^abo(ut)?$"))
    expect(later.get_by_label("I have another group to add")).to_be_checked()
    assert not later.title().startswith("Error")
    then_it_is_accessible(later)


def test_page_that_is_left_for_another_one_is_kept_without_waiting(new_page):
    page = new_page()
    start(page)
    name_the_school(page)
    page.get_by_label(EXPECTED).fill("27")
    address = page.url

    page.goto("/talks/")

    for _ in range(60):  # what the left page sent may still be on its way
        page.goto(address)
        if page.get_by_label(EXPECTED).input_value():
            break
    expect(page.get_by_label(EXPECTED)).to_have_value("27")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_form_is_finished_later_by_the_link_in_a_letter(new_page, var_dir):
    page = new_page()
    page.goto("/talks/ask/")
    page.get_by_role("button", name="Start").click()
    choose(page, "I cannot find it on the list")
    go_on(page)
    page.get_by_label("Town or village").fill("Newhou")
    page.get_by_text("Finish later", exact=True).click()
    page.get_by_role("button", name="Send me the link").click()
    expect(page).to_have_title(re.compile("^Error: "))
    then_it_is_accessible(page)
    page.get_by_label("Where should the link go?").fill(OFFICE)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The link is on its way")
    then_it_is_accessible(page)

    letter = plain(wait_for_mail(page, var_dir, 1))
    other = new_page()
    other.goto(re.search(r"http\S+/talks/later/\S+", letter).group())
    then_it_is_accessible(other)
    other.get_by_role("button", name="Go on where I stopped").click()

    expect(other.get_by_role("heading", level=1)).to_have_text("Tell us about the place")
    expect(other.get_by_label("Town or village")).to_have_value("Newhou")
    assert "Newhou" not in letter


def test_address_that_opens_nothing_says_what_to_do(new_page):
    page = new_page()
    assert page.goto("/talks/later/nonsense/").status == 404
    page.noise.clear()  # a browser notes it

    then_it_is_accessible(page)
    page.get_by_role("main").get_by_role("link", name="ask for a talk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for a talk")


def test_finder_that_finds_nothing_shows_the_way_on(new_page):
    page = new_page()
    start(page)

    page.get_by_role("combobox").press_sequentially("zzqq")

    status = page.get_by_text("We found nothing. Check the spelling, or tick")
    expect(status).to_be_visible()
    assert status.bounding_box()["height"] > 10
    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)
    page.get_by_role("combobox").fill("Rowan")
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    expect(status).to_have_count(0)

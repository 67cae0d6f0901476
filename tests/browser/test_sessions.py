"""An officer in a school corridor, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, logged, sign_in, then_it_is_accessible

pytestmark = pytest.mark.browser

MOST_TAPS = 8


class Taps:
    """Counts what a thumb does: each tap on the page, and each field typed into."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.typed = page, 0, 0

    def on(self, locator) -> None:
        locator.click()
        self.count += 1

    def type(self, locator, text: str) -> None:
        self.on(locator)
        self.page.keyboard.type(text)
        self.typed += 1


def test_planned_session_is_counted_in_eight_taps_and_one_number_and_the_reach_moves(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "officer@demo.example")
    then_it_is_accessible(page)
    taps = Taps(page)

    taps.on(page.get_by_role("main").get_by_role("link", name=re.compile("School")).first)
    if page.get_by_role("heading", level=1).inner_text() != "Who came?":
        taps.on(page.get_by_role("link", name=re.compile("count", re.I)).first)
    taps.type(page.get_by_label("How many children came?"), "26")
    then_it_is_accessible(page)
    taps.on(page.get_by_text("I counted", exact=True))
    taps.on(page.get_by_role("button", name="Save the count"))

    expect(page.get_by_role("main")).to_contain_text("26")
    then_it_is_accessible(page)
    assert taps.count <= MOST_TAPS
    assert taps.typed == 1
    assert logged(public) == before + 26


def test_session_that_was_not_planned_is_logged_and_the_reach_moves(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "officer@demo.example")

    page.get_by_role("main").get_by_role("link", name="Log a session").click()
    page.get_by_role("combobox", name="Place").fill("Heronmoor")
    choose(page, "Class lesson")
    choose(page, "Sextortion")
    page.get_by_label("Children (up to P7)").fill("24")
    choose(page, "From a register")
    then_it_is_accessible(page)
    page.get_by_role("button", name="Save this session").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Heronmoor")
    then_it_is_accessible(page)
    assert logged(public) == before + 24


def test_log_form_says_what_is_wrong_beside_each_field_and_keeps_what_was_typed(new_page):
    page = new_page()
    sign_in(page, "officer@demo.example")
    page.goto("/team/log/")
    page.get_by_role("combobox", name="Place").fill("No such place anywhere")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Month", exact=True).fill("2")
    page.get_by_label("Children (up to P7)").fill("-5")
    page.get_by_role("button", name="Save this session").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("combobox", name="Place")).to_have_value("No such place anywhere")
    expect(page.get_by_label("Day", exact=True)).to_have_value("31")
    expect(page.get_by_label("Children (up to P7)")).to_have_value("-5")
    then_it_is_accessible(page)
    for link in page.get_by_role("alert").get_by_role("link").all():
        target = link.get_attribute("href")
        assert page.locator(target).count() == 1, target


def test_log_form_sent_twice_is_one_session(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "officer@demo.example")
    page.goto("/team/log/")
    page.get_by_role("combobox", name="Place").fill("Heronmoor")
    choose(page, "Class lesson")
    choose(page, "Cyberbullying")
    page.get_by_label("Children (up to P7)").fill("21")
    choose(page, "I counted")
    page.get_by_role("button", name="Save this session").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Heronmoor")
    address = page.url

    page.go_back()
    if page.get_by_role("button", name="Save this session").count():
        page.get_by_role("button", name="Save this session").click()
        assert page.url in (address, page.url)

    assert logged(public) == before + 21


def test_place_is_found_by_typing_and_chosen_with_the_keyboard_alone(new_page):
    page = new_page()
    sign_in(page, "officer@demo.example")
    page.goto("/team/log/")
    place = page.get_by_role("combobox", name="Place")

    place.focus()
    page.keyboard.type("rowan")
    expect(page.locator("#id_place_list").get_by_role("option").first).to_contain_text("Rowan Bank")
    then_it_is_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(place).to_have_value(re.compile("^Rowan Bank"))
    expect(page.locator("#id_place_list").get_by_role("option")).to_have_count(0)


def test_sessions_are_filtered_and_each_has_its_history(new_page):
    page = new_page()
    sign_in(page, "coordinator@demo.example")
    page.get_by_role("navigation").get_by_role("link", name="Sessions").click()
    then_it_is_accessible(page)
    page.get_by_text("Find sessions by").click()
    page.get_by_label("State").select_option("cancelled")
    page.get_by_role("button", name=re.compile("^(Find|Filter|Show)")).click()

    expect(page.get_by_role("main")).to_contain_text("Cancelled")
    page.get_by_role("main").locator("table a").first.click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    then_it_is_accessible(page)


def test_team_pages_are_signed_out_by_post_and_gone_with_the_back_button(new_page):
    page = new_page()
    sign_in(page, "viewer@demo.example")
    page.get_by_role("button", name="Sign out").click()

    page.goto("/team/")
    assert "/accounts/login/" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="Today")).to_have_count(0)

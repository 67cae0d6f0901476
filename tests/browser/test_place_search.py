"""Places are offered while somebody types; none is shown beside words that it is not for."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


def test_places_offered_are_those_of_the_words_that_stand_there(new_page):
    page = new_page()
    sign_in(page, "coordinator@team.example")
    page.goto("/team/talks/enter/")  # without a worker that would ask for the page
    place = page.get_by_role("combobox", name="School or place")
    options = page.locator("[role=listbox]").get_by_role("option")
    place.press_sequentially("rowan")
    expect(options.first).to_contain_text("Rowan Bank")
    held = []
    page.route("**/places/search/**", lambda route: held.append(route))

    with page.expect_request("**/places/search/?q=larrow"):
        place.fill("larrow")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(0)
    expect(place).to_have_value("larrow")
    first, *others = held
    first.continue_()
    expect(options.first).to_contain_text("Larrow Foods")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(place).to_have_value(re.compile("^Larrow Foods"))
    with page.expect_response("**/places/search/?q=larrow"):
        others[0].continue_()
    page.wait_for_timeout(500)  # in which an answer that comes late would open the list again
    expect(options).to_have_count(0)
    expect(page.locator("[name=place_id]")).not_to_have_value("")


def test_answer_that_is_read_when_other_words_stand_there_shows_no_place(new_page):
    page = new_page()
    sign_in(page, "coordinator@team.example")
    page.goto("/team/talks/enter/")
    page.evaluate("""() => {
      const json = Response.prototype.json, read = new Promise((done) => { window.read = done; });
      Response.prototype.json = function () { return read.then(() => json.call(this)); };
    }""")
    place = page.get_by_role("combobox", name="School or place")
    with page.expect_response("**/places/search/?q=rowan"):
        place.fill("rowan")
    page.route("**/places/search/**", lambda route: None)  # no answer comes to the other words

    place.fill("larrow")
    page.evaluate("window.read()")
    page.wait_for_timeout(500)  # in which the answer would open the list

    expect(page.locator("[role=listbox]").get_by_role("option")).to_have_count(0)


def test_place_list_that_was_closed_opens_again_by_an_arrow(new_page):
    page = new_page()
    sign_in(page, "coordinator@team.example")
    page.goto("/team/talks/enter/")  # without a worker that would ask for the page
    place = page.get_by_role("combobox", name="School or place")
    options = page.locator("[role=listbox]").get_by_role("option")
    place.press_sequentially("rowan")
    expect(options.first).to_contain_text("Rowan Bank")

    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.press("ArrowDown")

    expect(options.first).to_contain_text("Rowan Bank")

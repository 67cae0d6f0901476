"""Somebody looks for a page in their own words, and the words stay with them."""

import re

import pytest
from playwright.sync_api import Locator, Page, Request, Response, expect

from advice.library import library
from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import PHONE
from tests.browser.test_find_words import URGENT

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]

INDEX = re.compile(r"/find/words\.json$")
SCRIPT = re.compile(r"/static/js/find-words(?:\.\w+)?\.js$")
SEARCHED = re.compile(r"^((People to call now, and )?\d pages?|We found no page)$")
BOX = "What do you need help with?"


@pytest.fixture
def at_box(page: Page) -> Page:
    page.goto("/find/")
    return page


def look_for(page: Page, words: str) -> None:
    box = page.get_by_role("searchbox", name=BOX)
    box.fill("")
    box.press_sequentially(words)


def said(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("status")


def results(page: Page) -> list[str]:
    return page.locator("ul[data-found] a").evaluate_all(
        "links => links.map(link => link.pathname)"
    )


def test_words_stay_on_the_page_and_the_index_comes_once_and_only_on_use(at_box):
    page = at_box
    words = "zebra nudes snapchat"
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.wait_for_load_state("networkidle")
    assert asked == []

    look_for(page, words)
    expect(said(page)).to_have_text(SEARCHED)
    look_for(page, f"{words} paid")
    page.keyboard.press("Enter")
    expect(page.locator("ul[data-found] a").first).to_be_focused()
    assert sorted(
        request.url.split("/", 3)[3] for request in asked if INDEX.search(request.url)
    ) == ["find/words.json"]
    assert [url for request in asked if not INDEX.search(url := request.url)] == [
        url for request in asked if SCRIPT.search(url := request.url)
    ]
    assert len(asked) == 2
    assert page.evaluate("[location.search, location.hash, history.length]") == ["", "", 2]

    with page.expect_navigation():
        page.keyboard.press("Enter")
    sent = [f"{request.url} {request.post_data or ''} {request.all_headers()}" for request in asked]
    assert len(sent) > 3
    assert [line for line in sent if re.search("zebra|nudes", line)] == []
    assert "zebra" not in page.evaluate("document.referrer + document.cookie + location.href")
    assert page.evaluate(
        "[localStorage.length, sessionStorage.length, document.cookie.length]"
    ) == [0, 0, 0]
    page.go_back()
    expect(page.get_by_role("searchbox", name=BOX)).to_have_value("")


def test_page_forgets_what_was_typed_when_it_is_left(at_box):
    page = at_box
    look_for(page, "nudes")
    expect(said(page)).to_have_text(SEARCHED)

    page.evaluate("dispatchEvent(new Event('pagehide'))")

    assert page.locator("[role=search] input").input_value() == ""
    assert (results(page), page.locator("main [role=status]").inner_text()) == ([], "")


def test_enter_sends_nothing_and_opens_nothing(at_box):
    page = at_box
    box = page.get_by_role("searchbox", name=BOX)
    box.fill("qqqq wwww")
    box.press("Enter")
    expect(said(page)).to_have_text("We found no page")
    box.press("Enter")

    expect(box).to_be_focused()
    assert page.url.endswith("/find/")


def test_nothing_found_leads_to_three_people_and_the_list(at_box):
    page = at_box
    look_for(page, "qqqq")
    nothing = page.locator("div[data-found].inset")

    expect(nothing).to_be_visible()
    assert nothing.locator("a").evaluate_all("links => links.map(link => link.href)") == [
        "tel:08001111",
        "tel:116123",
        "tel:101",
    ]
    expect(page.get_by_role("heading", name="What to do now")).to_be_visible()
    expect(page.locator(".warning[data-found]")).to_be_hidden()


def test_crisis_shows_999_and_two_lines_above_what_is_found(at_box):
    page = at_box
    look_for(page, "kill myself")
    urgent = page.locator(".warning[data-found]")

    expect(said(page)).to_have_text(re.compile(r"^People to call now, and \d pages?$"))
    expect(urgent.get_by_role("link", name="999")).to_be_in_viewport()
    assert urgent.locator("a").evaluate_all("links => links.map(link => link.href)") == [
        "tel:999",
        "tel:08001111",
        "tel:116123",
    ]
    assert results(page)[0] == URGENT
    assert urgent.bounding_box()["y"] < page.locator("ul[data-found]").bounding_box()["y"]
    look_for(page, "snapchat")
    expect(urgent).to_be_hidden()


@pytest.mark.parametrize("words", ["revenge porn", "child porn", "noods"])
def test_nothing_that_was_typed_is_shown(at_box, words):
    page = at_box
    look_for(page, words)
    expect(said(page)).to_have_text(SEARCHED)

    assert words not in page.get_by_role("main").inner_text().lower().replace(
        "revenge porn helpline", ""
    )


@pytest.mark.parametrize("words", ["", "snapchat", "qqqq", "kill myself"])
def test_page_is_accessible_in_every_state(at_box, words):
    page = at_box
    if words:
        look_for(page, words)
        expect(said(page)).to_have_text(SEARCHED)

    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_keyboard_alone_is_enough(at_box):
    page = at_box
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            break
    page.keyboard.type("i paid")
    expect(said(page)).to_have_text(SEARCHED)
    page.keyboard.press("Tab")
    expect(page.locator("ul[data-found] a").first).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("If you have paid")


def test_tab_before_the_last_letter_was_looked_for_leads_to_what_is_found(page):
    page.clock.install()
    page.goto("/find/")
    look_for(page, "i pai")
    page.clock.run_for(1000)
    expect(said(page)).to_have_text(SEARCHED)

    page.keyboard.press("d")
    page.keyboard.press("Tab")
    page.clock.run_for(1000)

    expect(page.locator("ul[data-found] a").first).to_be_focused()


def test_without_a_script_it_is_the_list_of_all_pages(new_page):
    page = new_page(java_script=False)
    page.goto("/find/")

    expect(page.get_by_role("searchbox")).to_have_count(0)
    links = page.locator("[data-pages] a").evaluate_all("links => links.map(one => one.pathname)")
    assert sorted(links) == sorted(one.path for one in library().pages if one.path != "/find/")
    page.get_by_role("link", name="Help with Snapchat", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help with Snapchat")


def test_search_that_does_not_load_says_so_and_is_tried_again(at_box):
    page = at_box
    page.route(INDEX, lambda route: route.abort())
    box = page.get_by_role("searchbox", name=BOX)
    box.focus()
    expect(said(page)).to_have_text(re.compile("did not load"))
    page.noise[:] = [line for line in page.noise if "ERR_FAILED" not in line]

    page.unroute(INDEX)
    box.blur()
    box.fill("paid")
    expect(said(page)).to_have_text(SEARCHED)
    assert results(page)[0] == "/what-to-do/paid/"


def test_index_that_did_not_change_is_not_sent_again(at_box):
    page = at_box
    answers: list[Response] = []
    for _ in range(2):
        page.goto("/find/")
        with page.expect_response(INDEX) as answered:
            page.get_by_role("searchbox", name=BOX).focus()
        answers.append(answered.value)
        answered.value.finished()

    first = answers[0]
    assert (first.status, first.headers["content-type"]) == (200, "application/json")
    assert first.headers["content-encoding"] in ("br", "gzip")
    assert answers[1].headers["etag"] == first.headers["etag"]
    assert page.viewport_size == PHONE

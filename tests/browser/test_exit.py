""" "Hide this page": it leaves at once, whatever is pressed,
and Back does not bring the page back.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]

NEUTRAL = "https://www.bbc.co.uk/weather"
ADVICE = "/what-to-do/"
OTHER_ADVICE = "/report/"
BLANK = "document.documentElement.hidden"


@pytest.fixture
def away(page: Page) -> list[str]:
    """The neutral site stands ready; the list holds each time it was asked: no noise here."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers.get("referer", ""))
        route.fulfill(
            content_type="text/html", body="<!doctype html><title>Weather</title><h1>Weather</h1>"
        )

    page.route(f"{NEUTRAL}**", answer)
    page.on("request", lambda _: forget_asking(page))
    yield asked
    forget_asking(page)


def forget_asking(page: Page) -> None:
    page.noise[:] = [line for line in page.noise if NEUTRAL not in line]


def bar(page: Page):
    return page.locator(".exit-link")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def then_it_is_gone(page: Page) -> None:
    page.wait_for_url(f"{NEUTRAL}**")
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()


def then_it_is_shown(page: Page, path: str) -> None:
    page.wait_for_url(f"**{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(BLANK) is False


def test_link_is_on_the_first_screen_of_a_small_telephone_and_stays(page, site):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(ADVICE)
    first = bar(page).bounding_box()

    page.evaluate("scrollTo(0, 2000)")
    later = bar(page).bounding_box()

    assert first["y"] + first["height"] <= 640
    assert min(first["height"], first["width"]) >= 44
    assert later["y"] == 0


def test_link_is_reached_early_by_keyboard_and_first_of_all_behind_the_skip_link(page):
    page.goto(ADVICE)
    stops = []
    for _ in range(7):
        press(page, "Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim()"))

    assert stops[1] == "Hide this page"
    assert stops.count("Hide this page") == 2


def test_click_leaves_in_the_same_tab_and_tells_nobody_where_from(page, away):
    page.goto(ADVICE)

    bar(page).click()

    then_it_is_gone(page)
    assert away == [""]
    assert len(page.context.pages) == 1


def test_link_of_the_skip_links_leaves_too(page, away):
    page.goto(ADVICE)

    press(page, "Tab", "Tab", "Enter")

    then_it_is_gone(page)


@pytest.mark.parametrize("key", ["Escape", "Shift"])
def test_one_key_three_times_leaves(page, away, key):
    page.goto(ADVICE)

    press(page, key, key, key)

    then_it_is_gone(page)


def test_presses_are_announced(page, away):
    page.goto(ADVICE)

    press(page, "Escape")
    expect(page.get_by_role("status")).to_have_text("Press Esc 2 more times to hide this page.")
    press(page, "Escape")
    expect(page.get_by_role("status")).to_have_text("Press Esc 1 more time to hide this page.")
    press(page, "a")
    expect(page.get_by_role("status")).to_have_text("")


def test_impatient_presses_of_escape_do_not_stop_it(page, away):
    page.goto(ADVICE)

    press(page, *["Escape"] * 6)

    then_it_is_gone(page)


@pytest.mark.parametrize(
    "keys",
    [
        ("Shift+A", "Shift+B", "Shift+C", "Shift+D"),  # capitals
        ("Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"),  # going back through the links
        ("Escape", "Escape", "Shift", "Escape", "Escape", "Shift", "Shift"),  # mixed
        ("Escape", "Escape", "ArrowDown", "Escape", "Escape"),
    ],
)
def test_other_typing_stays(page, away, keys):
    page.goto(ADVICE)

    press(page, *keys)

    then_it_is_shown(page, ADVICE)
    assert away == []


def test_holding_a_key_down_stays(page, away):
    page.goto(ADVICE)

    for _ in range(5):
        page.keyboard.down("Shift")
    page.keyboard.up("Shift")

    then_it_is_shown(page, ADVICE)
    assert away == []


def test_slow_presses_stay(page, away):
    page.clock.install()
    page.goto(ADVICE)

    for _ in range(4):
        press(page, "Escape")
        page.clock.run_for(2_600)

    then_it_is_shown(page, ADVICE)
    assert away == []


def test_in_a_field_shift_is_for_typing_and_escape_still_leaves(page, away):
    page.goto(ADVICE)
    page.evaluate("document.querySelector('main').prepend(document.createElement('input'))")
    page.locator("main input").focus()

    press(page, "Shift", "Shift", "Shift")
    assert page.evaluate(BLANK) is False
    press(page, "Escape", "Escape", "Escape")

    then_it_is_gone(page)


def test_page_is_blank_before_the_network_has_answered_anything(page, away):
    page.goto(ADVICE)

    at_once = page.evaluate(
        "() => { document.querySelector('.exit-link').click(); return "
        "[getComputedStyle(document.documentElement).display, document.title] }"
    )
    asked_by_then = list(away)

    assert at_once == ["none", "Loading"]
    assert asked_by_then == []
    then_it_is_gone(page)


def test_back_once_and_twice_leaves_again(page, away):
    page.goto("/healthz")
    page.goto(OTHER_ADVICE)
    page.goto(ADVICE)
    bar(page).click()
    then_it_is_gone(page)

    page.go_back(wait_until="commit")
    then_it_is_gone(page)
    page.go_back(wait_until="commit")

    page.wait_for_url("**/healthz")
    assert len(away) == 2


def test_back_from_ordinary_pages_shows_the_page(page):
    page.goto(OTHER_ADVICE)
    page.goto(ADVICE)

    page.go_back()

    then_it_is_shown(page, OTHER_ADVICE)


def test_coming_back_by_address_shows_the_page_and_clears_the_mark(page, away):
    page.goto(ADVICE)
    bar(page).click()
    then_it_is_gone(page)

    page.goto(ADVICE)
    then_it_is_shown(page, ADVICE)
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(OTHER_ADVICE)
    page.go_back()

    then_it_is_shown(page, ADVICE)


def test_page_kept_in_memory_is_kept_blank(page):
    page.goto(ADVICE)

    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    kept = page.evaluate(BLANK)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert kept is True
    assert page.evaluate(BLANK) is False


def test_page_kept_in_memory_leaves_again_in_a_marked_tab(page, away):
    page.goto(ADVICE)
    page.evaluate(f"sessionStorage.setItem('left-for', '{NEUTRAL}')")

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    then_it_is_gone(page)


def test_without_script_it_is_a_plain_link(new_page: Callable[..., Page]):
    page = new_page(java_script=False)
    page.route(
        f"{NEUTRAL}**",
        lambda route: route.fulfill(content_type="text/html", body="<h1>Weather</h1>"),
    )
    page.goto(ADVICE)

    bar(page).click()

    then_it_is_gone(page)
    forget_asking(page)


def test_leaving_says_nothing_to_the_server_and_sets_no_cookie(page, site, away):
    page.goto(ADVICE)
    told: list[str] = []
    page.on(
        "request",
        lambda request: (
            told.append(request.url)
            if request.url.startswith(site) and "/static/" not in request.url
            else None
        ),
    )

    bar(page).click()

    then_it_is_gone(page)
    assert told == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", ["/talks/", "/reach/", "/accounts/login/"])
def test_pages_that_are_not_about_a_victim_do_without_it(page, path):
    page.goto(path)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("[data-exit]").count() == 0

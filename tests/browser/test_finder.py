"""Which of those who can help are for me: by age, by need, and by who is there now."""

import itertools

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import PHONE
from tests.browser.finder import PATH, open_at
from tests.browser.steps import choose

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]


AGES = ["Any age", "Under 13", "13 to 15", "16 or 17", "18", "19 or over"]
NEEDS = [
    "Talk to someone",
    "Tell the police",
    "Get a picture blocked or taken down",
    "Worried about a child",
    "Paid, or got an email",
    "Help after a crime",
    "Deaf, or hard to speak",
]
HIDDEN = {
    "Any age": [],
    "Under 13": [
        "Breathing Space",
        "NSPCC Helpline",
        "Rape Crisis Scotland helpline",
        "Revenge Porn Helpline",
        "StopNCII",
    ],
    "13 to 15": ["Breathing Space", "NSPCC Helpline", "Revenge Porn Helpline", "StopNCII"],
    "16 or 17": ["NSPCC Helpline", "Revenge Porn Helpline", "StopNCII"],
    "18": ["Report Remove"],
    "19 or over": ["Report Remove"],
}
CHAT = "https://www.childline.org.uk/get-support/1-2-1-counsellor-chat/"


def part(page: Page, need: str) -> Locator:
    return page.locator(".finder details").filter(has=page.get_by_role("heading", name=need))


def open_part(page: Page, need: str) -> None:
    page.locator(".finder summary").filter(has_text=need).click()


def shown(page: Page) -> list[str]:
    return page.locator(".finder .contact:visible h3").all_inner_texts()


def open_every_part(page: Page) -> None:
    for need in NEEDS:
        open_part(page, need)


@pytest.mark.parametrize("java_script", [True, False])
def test_first_screen_of_a_telephone_has_the_people_to_touch(new_page, java_script):
    page = new_page(java_script=java_script, viewport=PHONE)
    page.goto(PATH)

    first = page.locator("main ul").first.locator("a")

    assert [link.get_attribute("href") for link in first.all()] == [
        "tel:999",
        "https://999bsl.co.uk",
        "tel:08001111",
        CHAT,
        "tel:116123",
        "sms:85258?body=SHOUT",
    ]
    assert [link.bounding_box()["height"] >= 44 for link in first.all()] == [True] * 6
    last = first.last.bounding_box()
    assert last["y"] + last["height"] <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollHeight") <= 6 * PHONE["height"]
    assert shown(page) == []


@pytest.mark.parametrize("java_script", [True, False])
def test_age_hides_what_is_for_others(new_page, java_script):
    page = new_page(java_script=java_script)
    page.goto(PATH)
    open_every_part(page)
    everything = shown(page)

    for age in [*AGES, "Any age"]:
        choose(page, age)
        assert sorted(set(everything) - set(shown(page))) == HIDDEN[age], age


@pytest.mark.parametrize("moment", ["2026-11-25T12:00:00Z", "2026-11-26T04:00:00Z"])
def test_no_choice_leaves_a_visitor_with_nothing_and_none_a_child_without_childline(
    new_page, moment
):
    page = open_at(new_page, moment)
    open_every_part(page)

    for when, age in itertools.product(["All hours", "Only what is open now"], AGES):
        page.get_by_label("Only what is open now").set_checked(when != "All hours")
        choose(page, age)
        for need in NEEDS:
            answer = part(page, need)
            assert answer.locator(".contact:visible").count(), (when, age, need)
            assert answer.locator('[href="tel:08001111"]:visible').count(), (when, age, need)
            assert answer.locator(f'[href="{CHAT}"]:visible').count(), (when, age, need)


def test_without_the_style_of_choices_every_part_can_be_opened(new_page):
    """An old browser that knows no :has() shows no choices, and hides nothing for good."""
    page = new_page()
    page.goto(PATH)
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(".narrow { display: none !important }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )

    open_every_part(page)

    assert len(shown(page)) == page.locator(".finder .contact").count()


def test_only_what_is_open_hides_the_closed_and_those_whose_hours_are_not_known(new_page):
    page = open_at(new_page, "2026-11-28T03:00:00Z")
    open_every_part(page)

    choose(page, "Only what is open now")

    left = shown(page)
    assert {"Breathing Space", "Police Scotland", "CEOP Safety Centre", "StopNCII"} <= set(left)
    assert {
        "Revenge Porn Helpline",
        "NSPCC Helpline",
        "Victim Support Scotland",
        "Police text relay",
        "Galop",
    } & set(left) == set()


def test_finder_is_worked_by_keyboard(page):
    page.goto(PATH)

    page.get_by_label("Any age").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # sends nothing
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.locator(":checked").evaluate_all("inputs => inputs.map(input => input.value)") == [
        "a13",
        "open",
    ]
    assert shown(page) == ["Emergency services", "Police Scotland"]
    assert page.url.endswith(PATH)


def reload(page: Page) -> None:
    page.reload()


def leave_and_come_back(page: Page) -> None:
    page.goto("/what-to-do/")
    page.go_back()


@pytest.mark.parametrize("come_again", [reload, leave_and_come_back])
def test_choices_are_kept_nowhere(page, come_again):
    page.goto(PATH)
    choose(page, "13 to 15")
    open_part(page, "Tell the police")

    come_again(page)

    assert page.locator(":checked").evaluate_all("inputs => inputs.map(input => input.value)") == [
        "on"
    ]
    assert shown(page) == []
    assert page.url.endswith(PATH)
    assert page.evaluate("[localStorage.length, sessionStorage.length, history.state]") == [
        0,
        0,
        None,
    ]
    assert page.context.cookies() == []


def test_finder_is_accessible_with_choices_made(new_page):
    page = open_at(new_page, "2026-11-28T03:00:00Z")
    page.clock.resume()  # axe waits by the page's own timers
    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)

    choose(page, "19 or over")
    open_every_part(page)

    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)
    assert (
        page.locator("label:visible, .ways a:visible, .finder summary").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 44).length"
        )
        == 0
    )

"""Which of those who can help are for me: by age, by need, and by who is there now."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import choose
from tests.browser.finder import PATH, card, open_at

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]


CRISIS = ["Emergency services", "Childline", "Samaritans", "NHS 24", "Shout"]
AGES = ["Any age", "Under 18", "18 or over"]
NEEDS = {
    "Talk to someone": "Breathing Space",
    "Tell the police": "Police Scotland",
    "Get a picture blocked or taken down": "Take It Down",
    "Worried about a child": "CEOP Safety Centre",
    "Paid, or got an email": "Suspicious email service",
    "Help after a crime": "Victim Support Scotland",
}


def shown(page: Page) -> list[str]:
    return page.locator(".finder .contact:visible h3").all_inner_texts()


@pytest.mark.parametrize("java_script", [True, False])
def test_age_hides_what_is_for_others(new_page, java_script):
    page = new_page(java_script=java_script)
    page.goto(PATH)
    everything = shown(page)

    choose(page, "Under 18")
    assert sorted(set(everything) - set(shown(page))) == [
        "NSPCC Helpline",
        "Revenge Porn Helpline",
        "StopNCII",
    ]
    choose(page, "18 or over")
    assert sorted(set(everything) - set(shown(page))) == ["Report Remove"]
    choose(page, "Any age")
    assert shown(page) == everything


@pytest.mark.parametrize("java_script", [True, False])
@pytest.mark.parametrize(("need", "service"), NEEDS.items())
def test_need_leaves_its_own_part_and_the_crisis_lines(new_page, need, service, java_script):
    page = new_page(java_script=java_script)
    page.goto(PATH)

    choose(page, need)

    expect(card(page, service)).to_be_visible()
    assert page.locator(".finder h2:visible").all_inner_texts() == [need]
    for name in CRISIS:
        expect(card(page, name)).to_be_visible()


@pytest.mark.parametrize("moment", ["2026-11-25T12:00:00Z", "2026-11-26T04:00:00Z"])
def test_no_choice_leaves_a_visitor_with_nothing(new_page, moment):
    page = open_at(new_page, moment)
    status = page.get_by_role("status").filter(has_text="Showing")
    expect(status).to_have_text("Showing 22 of 22 services")

    for when, age, need in itertools.product(
        ["All hours", "Only what is open now"], AGES, ["Anything", *NEEDS]
    ):
        page.get_by_label("Only what is open now").set_checked(when != "All hours")
        choose(page, age)
        choose(page, need)
        left = shown(page)
        assert left, (when, age, need)
        expect(status).to_have_text(f"Showing {len(left)} of 22 services")
        assert page.locator(".help:visible").evaluate_all(
            "parts => parts.every(part => part.querySelector('h2').offsetParent)"
        )


def test_only_what_is_open_hides_the_closed_and_those_whose_hours_are_not_known(new_page):
    page = open_at(new_page, "2026-11-28T03:00:00Z")

    choose(page, "Only what is open now")

    left = shown(page)
    assert {"Breathing Space", "Police Scotland", "CEOP Safety Centre", "StopNCII"} <= set(left)
    assert {
        "Revenge Porn Helpline",
        "NSPCC Helpline",
        "Victim Support Scotland",
        "Police text relay",
    } & set(left) == set()
    expect(card(page, "Emergency text relay")).to_be_visible()


def test_finder_is_worked_by_keyboard(page):
    page.goto(PATH)

    page.get_by_label("Any age").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    assert page.locator(":checked").evaluate_all("inputs => inputs.map(input => input.value)") == [
        "under-18",
        "police",
        "open",
    ]
    assert shown(page) == ["Police Scotland", "Police Scotland website"]


def test_choices_are_kept_nowhere(page):
    page.goto(PATH)
    choose(page, "Under 18")
    choose(page, "Tell the police")

    page.reload()

    assert page.locator(":checked").evaluate_all("inputs => inputs.map(input => input.value)") == [
        "on",
        "on",
    ]
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

    choose(page, "18 or over")
    choose(page, "Talk to someone")
    choose(page, "Only what is open now")

    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)
    assert (
        page.locator("label:visible, .ways a:visible").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 44).length"
        )
        == 0
    )

"""Who answers now, by the clock in Scotland, for somebody whose own clock may be elsewhere; and
which of them are for me.
"""

import itertools

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import (
    choose,
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]

PATH = "/who-can-help/"
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
SHUT, MAY_BE = (
    "Closed now, we think",
    "May be open now, but not on bank holidays: check before you call",
)


def open_at(new_page, moment: str, **options) -> Page:
    """The clock stands still at `moment`, however slow the machine is: only `run_for` moves it."""
    page = new_page(timezone_id="America/New_York", **options)
    page.clock.install(time=0)  # before any moment: it is only stopped ahead of where it is
    page.clock.pause_at(moment)
    page.goto(PATH)
    return page


def card(page: Page, name: str) -> Locator:
    return page.locator(".contact").filter(
        has=page.get_by_role("heading", name=name, exact=True, include_hidden=True)
    )


def tag(page: Page, name: str) -> Locator:
    return card(page, name).locator(".now")


def shown(page: Page) -> list[str]:
    return page.locator(".finder .contact:visible h3").all_inner_texts()


@pytest.mark.parametrize(
    ("moment", "breathing_space", "revenge_porn_helpline"),
    [
        pytest.param("2026-11-25T12:00:00Z", "Closed now. Opens at 6pm", MAY_BE, id="weekday noon"),
        pytest.param("2026-11-25T10:00:00Z", "Closed now. Opens at 6pm", MAY_BE, id="weekday ten"),
        pytest.param("2026-11-25T16:00:00Z", "Closed now. Opens at 6pm", SHUT, id="weekday four"),
        pytest.param(
            "2026-11-28T03:00:00Z", "Open now, until 6am on Monday", SHUT, id="Saturday 3am"
        ),
        pytest.param(
            "2026-11-28T12:00:00Z", "Open now, until 6am on Monday", SHUT, id="Saturday noon"
        ),
        pytest.param("2026-11-29T23:30:00Z", "Open now, until 6am", SHUT, id="Sunday night"),
        pytest.param("2026-11-30T05:59:59Z", "Open now, until 6am", SHUT, id="Monday 5:59"),
        pytest.param("2026-11-30T06:00:00Z", "Closed now. Opens at 6pm", SHUT, id="Monday 6:00"),
        pytest.param("2026-11-26T01:00:00Z", "Open now, until 2am", SHUT, id="Thursday 1am"),
        pytest.param("2026-11-26T02:00:00Z", "Closed now. Opens at 6pm", SHUT, id="Thursday 2am"),
        pytest.param(
            "2026-07-15T09:00:00Z", "Closed now. Opens at 6pm", MAY_BE, id="summer, ten in Scotland"
        ),
        pytest.param(
            "2026-07-15T15:00:00Z", "Closed now. Opens at 6pm", SHUT, id="summer, four in Scotland"
        ),
        pytest.param(
            "2026-07-15T17:00:00Z", "Open now, until 2am", SHUT, id="summer, six in Scotland"
        ),
        pytest.param(
            "2026-07-17T00:59:00Z", "Open now, until 2am", SHUT, id="summer, a minute to two"
        ),
        pytest.param(
            "2026-10-26T05:59:00Z",
            "Open now, until 6am",
            SHUT,
            id="the morning after the clocks went back",
        ),
        pytest.param(
            "2026-03-30T05:00:00Z",
            "Closed now. Opens at 6pm",
            SHUT,
            id="the morning after the clocks went forward",
        ),
    ],
)
def test_card_says_who_is_there_by_the_clock_in_scotland(
    new_page, moment, breathing_space, revenge_porn_helpline
):
    page = open_at(new_page, moment)

    expect(tag(page, "Breathing Space")).to_have_text(breathing_space)
    expect(tag(page, "Revenge Porn Helpline")).to_have_text(revenge_porn_helpline)
    expect(tag(page, "Samaritans")).to_have_text("Open now")
    expect(tag(page, "NSPCC Helpline")).to_have_text("We could not confirm the hours")
    expect(tag(page, "StopNCII")).to_have_count(0)


SATURDAY_NIGHT = "8520 8760 Saturday 10pm Sunday 2am"
OFFICE = "600 960 Monday 10am Monday 4pm,2040 2400 Tuesday 10am Tuesday 4pm"


@pytest.mark.parametrize(
    ("hours", "moment", "words"),
    [
        pytest.param(
            SATURDAY_NIGHT,
            "2026-10-25T00:58:00Z",
            "Open now, until 2am",
            id="a minute before the clocks go back",
        ),
        pytest.param(
            SATURDAY_NIGHT,
            "2026-10-25T00:59:00Z",
            "Open now, until 2am",
            id="the hour that comes twice",
        ),
        pytest.param(
            SATURDAY_NIGHT,
            "2026-10-25T01:59:00Z",
            "Closed now. Opens on Saturday at 10pm",
            id="two o'clock after it came twice",
        ),
        pytest.param(
            SATURDAY_NIGHT,
            "2026-03-29T00:58:00Z",
            "Open now, until 2am",
            id="a minute before the clocks go forward",
        ),
        pytest.param(
            SATURDAY_NIGHT,
            "2026-03-29T00:59:00Z",
            "Closed now. Opens on Saturday at 10pm",
            id="two o'clock comes an hour early",
        ),
        pytest.param(
            OFFICE, "2026-11-28T11:00:00Z", "Closed now. Opens on Monday at 10am", id="the weekend"
        ),
        pytest.param(
            OFFICE, "2026-11-30T08:00:00Z", "Closed now. Opens at 10am", id="early on the day"
        ),
        pytest.param(
            OFFICE,
            "2026-11-30T18:00:00Z",
            "Closed now. Opens on Tuesday at 10am",
            id="the evening before",
        ),
        pytest.param(
            OFFICE,
            "2026-12-01T18:00:00Z",
            "Closed now. Opens on Monday at 10am",
            id="the last day of its week",
        ),
    ],
)
def test_card_is_looked_at_again_each_minute(new_page, hours, moment, words):
    """The hours are put into the page while it is open: the next minute shows them.

    `moment` is the minute before.
    """
    page = open_at(new_page, moment)
    tag(page, "Breathing Space").evaluate("(tag, hours) => { tag.dataset.open = hours }", hours)

    page.clock.run_for(60_000)

    expect(tag(page, "Breathing Space")).to_have_text(words)


def test_card_changes_at_the_full_minute_while_somebody_reads(new_page):
    page = open_at(new_page, "2026-11-25T17:59:40Z")
    choose(page, "Only what is open now")
    expect(card(page, "Breathing Space")).to_be_hidden()

    page.clock.run_for(20_000)

    expect(tag(page, "Breathing Space")).to_have_text("Open now, until 2am")
    expect(card(page, "Breathing Space")).to_be_visible()


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


def test_without_a_script_the_hours_are_there_and_nothing_is_promised(new_page):
    page = new_page(java_script=False)
    page.goto(PATH)

    expect(card(page, "Breathing Space")).to_contain_text(
        "Open: Monday to Thursday, 6pm to 2am; then Friday 6pm to Monday 6am."
    )
    expect(tag(page, "Breathing Space")).to_have_text("")
    expect(tag(page, "NSPCC Helpline")).to_have_text("We could not confirm the hours")
    expect(page.get_by_text("Only what is open now")).to_be_hidden()


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


def test_paper_has_the_hours_and_not_the_moment(page):
    page.goto(PATH)

    page.emulate_media(media="print")

    expect(page.get_by_text("Choose by age")).to_be_visible()
    expect(page.get_by_label("Any age")).to_be_hidden()
    expect(tag(page, "Samaritans")).to_be_hidden()
    expect(card(page, "Samaritans")).to_contain_text("Open: day and night.")

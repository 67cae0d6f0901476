"""Who answers now, by the clock in Scotland, for somebody whose own clock may be elsewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.finder import PATH, card, open_at, tag
from tests.browser.steps import choose

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]


OPEN = "Open now (not on bank holidays), until 4pm"
AT_TEN = "Closed now. Opens at 10am"
THURSDAY, MONDAY = "Closed now. Opens on Thursday at 10am", "Closed now. Opens on Monday at 10am"


@pytest.mark.parametrize(
    ("moment", "breathing_space", "revenge_porn_helpline"),
    [
        pytest.param("2026-11-25T12:00:00Z", "Closed now. Opens at 6pm", OPEN, id="weekday noon"),
        pytest.param("2026-11-25T10:00:00Z", "Closed now. Opens at 6pm", OPEN, id="weekday ten"),
        pytest.param(
            "2026-11-25T16:00:00Z", "Closed now. Opens at 6pm", THURSDAY, id="weekday four"
        ),
        pytest.param(
            "2026-11-28T03:00:00Z", "Open now, until 6am on Monday", MONDAY, id="Saturday 3am"
        ),
        pytest.param(
            "2026-11-28T12:00:00Z", "Open now, until 6am on Monday", MONDAY, id="Saturday noon"
        ),
        pytest.param("2026-11-29T23:30:00Z", "Open now, until 6am", MONDAY, id="Sunday night"),
        pytest.param("2026-11-30T05:59:59Z", "Open now, until 6am", AT_TEN, id="Monday 5:59"),
        pytest.param("2026-11-30T06:00:00Z", "Closed now. Opens at 6pm", AT_TEN, id="Monday 6:00"),
        pytest.param("2026-11-26T01:00:00Z", "Open now, until 2am", AT_TEN, id="Thursday 1am"),
        pytest.param("2026-11-26T02:00:00Z", "Closed now. Opens at 6pm", AT_TEN, id="Thursday 2am"),
        pytest.param(
            "2026-07-15T09:00:00Z", "Closed now. Opens at 6pm", OPEN, id="summer, ten in Scotland"
        ),
        pytest.param(
            "2026-07-15T15:00:00Z",
            "Closed now. Opens at 6pm",
            THURSDAY,
            id="summer, four in Scotland",
        ),
        pytest.param(
            "2026-07-15T17:00:00Z", "Open now, until 2am", THURSDAY, id="summer, six in Scotland"
        ),
        pytest.param(
            "2026-07-17T00:59:00Z", "Open now, until 2am", AT_TEN, id="summer, a minute to two"
        ),
        pytest.param(
            "2026-10-26T05:59:00Z",
            "Open now, until 6am",
            AT_TEN,
            id="the morning after the clocks went back",
        ),
        pytest.param(
            "2026-03-30T05:00:00Z",
            "Closed now. Opens at 6pm",
            AT_TEN,
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
    expect(tag(page, "NSPCC Helpline")).to_have_count(0)
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
    page.get_by_text("Talk to someone").click()
    choose(page, "Only what is open now")
    expect(card(page, "Breathing Space")).to_be_hidden()

    page.clock.run_for(20_000)

    expect(tag(page, "Breathing Space")).to_have_text("Open now, until 2am")
    expect(card(page, "Breathing Space")).to_be_visible()


def test_without_a_script_the_hours_are_there_and_nothing_is_promised(new_page):
    page = new_page(java_script=False)
    page.goto(PATH)

    expect(card(page, "Breathing Space")).to_contain_text(
        "Open: Monday to Thursday, 6pm to 2am; then Friday 6pm to Monday 6am."
    )
    expect(tag(page, "Breathing Space")).to_have_text("")
    expect(card(page, "NSPCC Helpline")).to_contain_text(
        "If nobody answers, call Samaritans on 116 123"
    )
    expect(page.get_by_text("Only what is open now")).to_be_hidden()


def test_paper_has_the_hours_and_not_the_moment(page):
    page.goto(PATH)

    page.emulate_media(media="print")

    expect(page.get_by_text("Choose your age")).to_be_visible()
    expect(page.get_by_label("Any age")).to_be_hidden()
    expect(tag(page, "Samaritans")).to_be_hidden()
    # A part that is closed on the screen is open on paper.
    expect(card(page, "Samaritans").get_by_text("Open: day and night.")).to_be_visible()
    expect(card(page, "Victim Support Scotland")).to_be_visible()

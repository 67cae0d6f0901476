"""What the phone says is wrong, before anything is sent: the same as the server."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.offline.conftest import fill_in, save, waiting
from tests.browser.steps import to_log
from tests.campaigns.sessions.test_notes import NO_NUMBERS, NUMBERS
from tests.reading.written import COUNTS, DATES, HOURS_ALONE, TIMES

pytestmark = pytest.mark.browser


def test_usual_form_with_a_mistake_is_kept_too_and_says_so_before_it_is_sent(phone):
    page = phone.sign_in()
    page.goto("/team/log/")
    fill_in(page, children="18")
    page.get_by_label("Length in minutes").fill("3")
    phone.cut()

    page.get_by_role("button", name="Save this session").click()
    expect(page.get_by_text("Look at it", exact=True)).to_be_visible()
    page.get_by_role("region").get_by_role("link", name="Heronmoor").click()

    expect(page.get_by_role("alert")).to_contain_text(
        "The length must be between 5 and 600 minutes"
    )
    expect(page.get_by_label("Length in minutes")).to_have_value("3")
    expect(page.get_by_label("Children (up to P7)")).to_have_value("18")
    then_it_is_accessible(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove Heronmoor").click()
    expect(page.get_by_text("Look at it", exact=True)).to_have_count(0)


MISTAKES = [
    {"held_on_day": "31", "held_on_month": "2"},
    {"held_on_day": "", "held_on_month": ""},
    {"held_on_day": "", "held_on_month": "", "held_on_year": ""},
    {"held_on_year": "26"},
    {"held_on_day": "1", "held_on_month": "1", "held_on_year": "2001"},
    {
        "held_on_day": "1",
        "held_on_month": "jan",
        "held_on_year": "2099",
        "count_children": "",
        "known": "",
    },
    {"held_on_day": "1", "held_on_month": "1", "held_on_year": "2028"},
    {"starts_at": "9"},
    {"starts_at": "25.00"},
    {"starts_at": "13pm"},
    {"minutes": "3"},
    {"minutes": "601"},
    {"minutes": "an hour"},
    {"count_children": "-5"},
    {"count_children": "5001"},
    {"count_children": "12 pupils"},
    {"count_children": "26 +"},
    {"count_children": "4990 + 24"},
    {"minutes": "50 + 10"},
    {"count_children": ""},
    {"known": ""},
    {"known": "unknown"},
    {"known": "nobody"},
    {"known_parents": "counted"},
    {"count_parents": "4", "known_parents": "unknown"},
    {"place": "", "last_place": "other"},
    {"format": ""},
    {"topics": "", "officers": ""},
    {"notes": "Ask ann@example.org"},
    {"notes": "Ring 01698 000000"},
    {"notes": "x" * 1001},
    {"school_1_children": "5"},
    {"school_1": "Heronmoor Primary School", "school_1_children": "5"},
    {"school_1": "Kirkmossat Library"},
    {"school_1": "Kirkmossat Library", "school_1_children": "-5"},
    {"school_1": "Kirkmossat Library", "school_1_children": "5", "school_1_known": "unknown"},
    {"school_1": "Kirkmossat Library", "school_1_children": "5", "known": ""},
    {
        "count_children": "",
        "known": "",
        "minutes": "3",
        "topics": "",
        "starts_at": "x",
        "held_on_year": "",
    },
]
SET = """(typed) => {
  const form = document.querySelector("main form[method=post]:not([data-sign-out])");
  for (const part of form.elements) {
    if (!(part.name in typed)) continue;
    if (["checkbox", "radio"].includes(part.type)) part.checked = typed[part.name] === part.value;
    else part.value = typed[part.name];
  }
}"""
RIGHT = {
    "place": "Heronmoor Primary School",
    "last_place": "other",
    "format": "lesson",
    "topics": "1",
    "count_children": "20",
    "known": "counted",
    "minutes": "50",
    "starts_at": "9.30",
}


def said_wrong(page: Page) -> list[str]:
    return page.locator(".summary").get_by_role("link").all_inner_texts()


def test_rules_are_those_of_the_server_word_for_word(phone):
    page = phone.sign_in()
    server = phone.open()
    differing = {}
    page.goto("/team/log/offline/")

    for mistake in MISTAKES:
        expect(page.get_by_role("button", name="Save on this phone")).to_be_visible()
        page.evaluate(SET, RIGHT | mistake)
        page.get_by_role("button", name="Save on this phone").click()
        expect(page.locator(".summary")).to_be_visible()
        to_log(server)
        if any(name.startswith("known_") for name in mistake):
            server.get_by_role("button", name="known in another way").click()
        if any(name.startswith("school_") for name in mistake):
            server.get_by_role("button", name="People from other schools came too").click()
        server.evaluate(SET, RIGHT | mistake)
        server.get_by_role("button", name="Save this session").click()
        expect(server.locator(".summary")).to_be_visible()
        if said_wrong(page) != said_wrong(server):
            differing[str(mistake)] = (said_wrong(page), said_wrong(server))
        page.reload()

    assert differing == {}


READ_ON_THE_PHONE = """([times, days, counts]) => {
  const { date, time, counts: { children } } = JSON.parse(
    document.querySelector("[data-offline-form]").dataset.offlineForm,
  );
  return [
    times.map((text) => teamLog.readTime(text, time)),
    days.map((boxes) => teamLog.readDay(...boxes, date)),
    counts.map((text) => teamLog.readNumber(text.trim(), children)[0]),
  ];
}"""


def test_times_dates_and_numbers_are_read_as_the_server_reads_them(phone):
    page = phone.sign_in()
    page.goto("/team/log/offline/")
    wanted = TIMES | dict.fromkeys(HOURS_ALONE)

    times, days, counts = page.evaluate(
        READ_ON_THE_PHONE, [list(wanted), list(DATES), list(COUNTS)]
    )

    assert dict(zip(wanted, times, strict=True)) == {
        said: f"{moment:%H:%M}" if moment else None for said, moment in wanted.items()
    }
    assert dict(zip(DATES, days, strict=True)) == {
        said: day.isoformat() if day else None for said, day in DATES.items()
    }
    assert dict(zip(COUNTS, counts, strict=True)) == COUNTS


REFUSED_ON_THE_PHONE = """(texts) => {
  const { notes } = JSON.parse(document.querySelector("[data-offline-form]").dataset.offlineForm);
  return texts.filter((text) => notes.not.some(([kind]) => new RegExp(kind).test(text)));
}"""


def test_telephone_numbers_in_notes_are_refused_as_the_server_refuses_them(phone):
    page = phone.sign_in()
    page.goto("/team/log/offline/")

    refused = page.evaluate(REFUSED_ON_THE_PHONE, [*NUMBERS, *NO_NUMBERS])

    assert refused == list(NUMBERS)


def test_odd_time_is_asked_about_once_on_the_phone_too(phone):
    page = phone.sign_in()
    phone.cut()
    page.goto("/team/log/")
    fill_in(page, children="15")
    page.get_by_label("Start", exact=True).fill("22.40")

    save(page)

    question = (
        "Is 22.40 right? Talks start between 8.00 and 21.00. If it is, save it on this phone again"
    )
    assert said_wrong(page) == [question]
    then_it_is_accessible(page)
    page.get_by_label("Start", exact=True).fill("3.15am")
    page.wait_for_timeout(1_000)  # two presses in a second are one
    save(page)
    assert said_wrong(page) == [question.replace("22.40", "03.15")]
    page.wait_for_timeout(1_000)
    save(page)
    waiting(page, "1 waiting on this phone")
    expect(page.get_by_role("alert")).to_have_count(0)

"""What the advice pages say, tested on the pages as they are sent: plain, kind, complete, and with
no wrong number."""

import re
from datetime import date
from functools import cache

import pytest
from django.conf import settings

from advice.library import library
from sextortion_aware.numbers import EMERGENCY, POLICE
from tests.advice.banned import LISTS, wrong_numbers_in
from tests.advice.every_page import html_of
from tests.advice.read_pages import HARDEST, MOST_ON_AVERAGE, MOST_WORDS, fraud_routes, paragraph
from tests.advice.words import Block, Reader, average_sentence, prose, read, readability, too_long

TODAY = date(2026, 11, 23)
SLUGS = [page.slug for page in library().pages]
SCREENSHOT_RULE = re.compile(r"never screenshot, copy or send (a|the) nude picture", re.IGNORECASE)
KEEP_RULE = re.compile(r"do not delete it", re.IGNORECASE)
POLICE_POINTS = {
    "do not pay": r"\bDo not pay\b",
    "do not talk further": r"\b(Stop talking to them|Do not talk to them any further)\b",
    "take screenshots": r"\bTake screenshots of their profile\b",
    "report it to the app": r"\b(Use the report button in the app|Report it to the app)\b",
    "deactivate, do not delete": r"\bDeactivate, but do not delete\b",
    "tell the police": r"\b[Tt]ell the police.{0,40}101\b",
}
PROMISES = {
    "serious": r"take[n]? (you )?seriously",
    "in confidence": r"in confidence",
    "no judging": r"not (be )?judge",
}


@cache
def page_of(slug: str) -> Reader:
    page = library().page(slug)
    assert page is not None
    return read(html_of(page.path))


def text_of(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def main_text(slug: str) -> str:
    return text_of([block for block in page_of(slug).blocks if "main" in block.where])


@pytest.mark.parametrize("slug", SLUGS)
def test_page_is_plain_enough_for_a_nine_year_old(slug):
    blocks = prose(page_of(slug).blocks)

    assert len(blocks) >= 5
    assert too_long(blocks, MOST_WORDS) == []
    assert average_sentence(blocks) <= MOST_ON_AVERAGE
    assert readability(blocks) <= HARDEST


def test_words_about_services_are_plain_too():
    blocks = paragraph(*(contact.who.rstrip(".") + "." for contact in library().contacts.values()))

    assert too_long(blocks, MOST_WORDS) == []
    assert readability(blocks) <= HARDEST


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", LISTS)
def test_page_uses_no_banned_word(slug, name):
    page = library().page(slug)

    blocks = [b for b in page_of(slug).blocks if "checked" not in b.where]
    text = f"{page.title}\n{page.tab}\n{page.summary}\n{text_of(blocks)}"

    assert LISTS[name].found_in(text) == [], LISTS[name].why


@pytest.mark.parametrize("slug", SLUGS)
def test_page_shows_no_number_that_is_wrong_or_unknown(slug):
    reader = page_of(slug)
    known = {contact.phone for contact in library().contacts.values() if contact.phone}
    known_texts = {
        number
        for contact in library().contacts.values()
        for number in re.findall(r"\d{5}", contact.text)
    }
    runs = re.findall(r"(?<![\d,])\d[\d ]{3,13}\d(?![\d,])", text_of(reader.blocks))

    assert wrong_numbers_in(text_of(reader.blocks)) == []
    assert set(reader.phones) <= known
    assert {run.replace(" ", "") for run in runs} <= known | known_texts


@pytest.mark.parametrize("slug", SLUGS)
def test_page_has_999_and_101_to_tap(slug):
    assert {EMERGENCY, POLICE} <= set(page_of(slug).phones)


@pytest.mark.parametrize("slug", ["start", "what-to-do"])
@pytest.mark.parametrize("point", POLICE_POINTS)
def test_every_point_of_the_police_is_there(slug, point):
    assert re.search(POLICE_POINTS[point], main_text(slug)), point


@pytest.mark.parametrize("slug", ["start", "what-to-do"])
@pytest.mark.parametrize("promise", PROMISES)
def test_what_the_police_promise_is_there(slug, promise):
    assert re.search(PROMISES[promise], main_text(slug)), promise


def test_first_words_of_the_start_page_take_the_fault_away_and_the_first_call_is_999():
    reader = page_of("start")

    first = [block.text for block in reader.blocks if "main" in block.where][:4]

    assert first[1].startswith("It is not your fault.")
    assert any(text.startswith("Call 999") for text in first)


@pytest.mark.parametrize("slug", SLUGS)
def test_screenshots_never_stand_without_the_rule_for_under_18s(slug):
    text = main_text(slug)

    if re.search(r"screenshot", text, re.IGNORECASE):
        assert SCREENSHOT_RULE.search(text)
        assert "under 18" in text
        assert KEEP_RULE.search(text)


def test_snapchat_and_x_are_never_said_to_be_all_right_to_deactivate():
    rows = [block.text for block in page_of("apps").blocks if block.tag == "td"]

    assert rows[rows.index("Snapchat") + 1].startswith("Do not deactivate it.")
    assert rows[rows.index("X") + 1].startswith("Do not deactivate it.")


@pytest.mark.parametrize("slug", SLUGS)
def test_deactivate_is_never_advised_without_the_way_to_the_table(slug):
    page = library().page(slug)

    if "deactivate" in main_text(slug).lower():
        assert "/apps/#deactivate-or-not" in page.body or "## Deactivate or not?" in page.body


@pytest.mark.parametrize("slug", SLUGS)
def test_report_fraud_is_named_only_to_say_that_it_is_not_for_scotland(slug):
    assert fraud_routes(prose(page_of(slug).blocks)) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_hard_word_is_explained_on_each_page_that_uses_it(slug):
    text = text_of(prose(page_of(slug).blocks))

    if "sextortion" in text.lower():
        assert "online blackmail with intimate pictures" in text


def test_hiding_is_never_oversold():
    text = main_text("cover-your-tracks").lower()

    assert re.findall(r"\bsafe\b|\bsafely\b|\bsecret|no trace|untraceable|anonymous", text) == []
    assert "does not clear your history" in text


def test_figures_are_the_ones_in_the_source_each_with_its_limits():
    text = main_text("figures")

    assert re.search(r"December 2015 to March 2016\n12\nApril to July 2016\n14\n", text)
    assert "men and women, aged 16 to 56" in text
    assert "had reached over 20,000 children" in text
    assert text.count("Source:") == text.count("What it is not:") == 7


def test_one_release_that_was_repeated_is_never_called_two_sources():
    text = main_text("figures")

    assert re.findall(r"comes? from (?:two|more|several)", text) == []
    assert "Each time it gave it out once, and the press repeated it." in text
    assert (
        "Each of the others was counted by one body, and others repeated what it gave out." in text
    )


@pytest.mark.parametrize("slug", ["story", "spot-it", "report", "protect"])
def test_reader_is_told_that_they_are_in_control_and_can_end_it(slug):
    text = main_text(slug)

    assert "You are in control of what you say" in text
    assert re.search(r"[Yy]ou can (end|stop)\b[^.]* at any time", text)


@pytest.mark.parametrize("slug", ["story", "report", "tell-someone"])
def test_coming_forward_is_called_brave(slug):
    assert "It is brave to" in main_text(slug)


def test_what_becomes_of_the_picture_is_told_apart_for_each_tool():
    cells = [block.text for block in page_of("take-down").blocks if block.tag == "td"]
    tools = {who.partition(":")[0]: what for who, what in zip(cells[::3], cells[1::3], strict=True)}

    assert "People at the Internet Watch Foundation look at it." in tools.pop("Report Remove")
    assert sorted(tools) == ["StopNCII", "Take It Down"]
    assert all(
        text.startswith("It stays on your phone or computer. Only a fingerprint")
        for text in tools.values()
    )
    assert "ID is optional. Without it, it can take longer." in main_text("take-down")


@pytest.mark.parametrize("slug", ["report", "accessibility"])
def test_texts_to_999_are_told_with_the_word_and_the_answer(slug):
    assert re.search(r'[Tt]ext the word "register" to [^.]*then text "yes"', main_text(slug))


def test_law_is_told_without_advice_or_a_promise():
    text = main_text("law")

    assert (
        "This is general information, not legal advice. You do not need to know which law "
        "applies to report it."
    ) in text
    assert (
        "If you were tricked or threatened, you are the victim. Police in Scotland want to "
        "help you."
    ) in text
    assert (
        re.findall(
            r"cannot be (?:charged|prosecuted)|not (?:be )?(?:in|get into) trouble|no crime", text
        )
        == []
    )


def test_only_curriculum_codes_that_were_seen_are_named():
    codes = set(re.findall(r"\b(?:TCH|HWB) \d-\d\d[a-z]", main_text("for-teachers")))
    seen = (
        "TCH 0-03a, TCH 1-03a, TCH 2-03a, HWB 0-16a, HWB 1-16a, HWB 2-16a, HWB 3-16a, "
        "HWB 0-17a, HWB 1-17a, HWB 2-17a, HWB 1-49a"
    )

    assert codes == {
        *seen.split(", "),
        "HWB 3-02a",
        "HWB 3-04a",
        "HWB 3-05a",
        "HWB 3-07a",
        "HWB 3-08a",
    }


def test_no_two_pages_share_a_browser_title():
    tabs = [page.tab for page in library().pages]

    assert len(set(tabs)) == len(tabs)


@pytest.mark.parametrize("slug", ["about", "accessibility", "privacy"])
def test_the_team_is_reached_by_its_own_address_and_not_by_the_police_number(slug):
    text = main_text(slug)
    team, police = "Safer Communities officers", r"\b101\b"
    both = rf"[^.]*{team}[^.]*{police}[^.]*|[^.]*{police}[^.]*{team}[^.]*"

    assert settings.TEAM_EMAIL in text
    assert re.findall(both, text) == []


def test_times_on_the_privacy_page_are_those_that_are_kept():
    cells = [block.text for block in page_of("privacy").blocks if block.tag == "td"]

    assert dict(zip(cells[::2], cells[1::2], strict=True)) == {
        "A form that you did not finish": f"{settings.FORGET_DRAFTS_AFTER.days} days",
        "A request, if you did not say yes in our first email": (
            f"{settings.FORGET_UNCONFIRMED_AFTER_SCHOOL_DAYS} school days"
        ),
        "What it asked for, not who you are": f"{settings.FORGET_ITS_ANSWERS_AFTER.days} days more",
        "Its number and its day": f"{settings.FORGET_ITS_REFERENCE_AFTER.days} days more",
        "Your name, job, email, phone and what you told us": (
            f"{settings.FORGET_CONTACTS_AFTER_MONTHS} months after the talk"
        ),
        "The same, if we said no or the talk was called off": (
            f"{settings.FORGET_CALLED_OFF_AFTER_MONTHS} months after that"
        ),
        "The same, if we never set a date with you": (
            f"{settings.FORGET_CONTACTS_AFTER_MONTHS} months after the last news"
        ),
        "The link we send you, and your own words on how the talk was": (
            f"{settings.FORGET_CONTACTS_AFTER_MONTHS} months after the talk"
        ),
        "The link, if we said no or the talk was called off": (
            f"{settings.FORGET_LINKS_AFTER.days} days after that"
        ),
        "Emails to you, once sent or stopped": f"{settings.FORGET_MAILS_AFTER.days} days",
    }

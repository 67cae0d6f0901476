"""From an empty folder to the first logged session, by what README says and nothing else."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.accessibility import then_it_is_accessible, then_it_says_what_is_wrong
from tests.browser.beginning import LINK, wait_for_words
from tests.browser.conftest import watched
from tests.browser.serving import served
from tests.browser.steps import confirm_if_asked, to_log
from tests.campaigns.people.factors.given import code_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

MOST_PAGES, MOST_PRESSES = 15, 40


@dataclass
class Walk:
    """Counts what a person does: a page that comes up, a press, a box that is filled in."""

    page: Page
    pages: int = 0
    presses: int = 0

    def open(self, address: str) -> None:
        self.pages += 1
        self.page.goto(address)

    def press(self, what: Locator) -> None:
        self.presses += 1
        what.click()

    def lead_on(self, what: Locator) -> None:
        """A press that brings up another page."""
        self.pages += 1
        self.press(what)
        self.page.wait_for_load_state()

    def fill(self, label: str, words: str) -> None:
        self.presses += 1
        self.page.get_by_label(label, exact=True).fill(words)

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        then_it_is_accessible(self.page)


def say_who_you_are(walk: Walk) -> None:
    walk.heading("Set up: who are you?")
    walk.fill("Your name", "Catriona Muir")
    walk.fill("Your work e-mail address", "catriona.muir@example.org")
    walk.fill("Password", PASSWORD)
    walk.fill("The password again", PASSWORD)
    walk.lead_on(walk.page.get_by_role("button", name="Continue"))


def set_up_the_second_step(walk: Walk) -> None:
    page = walk.page
    walk.heading("Set up your second step")
    walk.lead_on(page.get_by_role("link", name="Use an app"))
    walk.heading("Set up your app")
    key = page.get_by_test_id("key").inner_text().replace(" ", "")
    walk.fill("Code", code_of(key))
    walk.lead_on(page.get_by_role("button", name="Continue"))
    walk.heading("Keep your recovery codes")
    walk.lead_on(page.get_by_role("button", name="I have kept them"))


def keep_lanarkshires_facts(walk: Walk) -> None:
    walk.heading("Set up: what is your programme?")
    walk.lead_on(walk.page.get_by_role("button", name="Set it up"))


def add_suggested_topics(walk: Walk) -> None:
    walk.heading("Settings")
    expect(walk.page.get_by_text("No session can be logged")).to_be_visible()
    topics = walk.page.get_by_role("main").get_by_role("link", name="Topics", exact=True)
    walk.lead_on(topics)
    walk.heading("Topics")
    walk.lead_on(walk.page.get_by_role("button", name="Add those that are ticked"))


def log_the_first_session(walk: Walk) -> None:
    page = walk.page
    walk.lead_on(page.get_by_role("navigation").get_by_role("link", name="Log a session"))
    walk.heading("Log a session")
    for words in ("It was online", "Class lesson", "Sextortion", "I counted"):
        walk.press(page.locator("label").filter(has_text=re.compile(rf"^\s*{words}\s*$")).first)
    walk.fill("Children (up to P7)", "24")
    walk.lead_on(page.get_by_role("button", name="Save this session"))
    confirm_if_asked(page, walk.lead_on)


def test_from_the_link_to_the_first_session_in_few_pages_and_presses(
    browser: Browser, tmp_path: Path
):
    noise: list[str] = []
    with served(tmp_path, said=tmp_path / "said", DEMO="no") as url:
        page = watched(browser, url, noise)
        [link] = LINK.findall(wait_for_words(page, tmp_path / "said"))
        walk = Walk(page)

        walk.open(link)
        say_who_you_are(walk)
        set_up_the_second_step(walk)
        keep_lanarkshires_facts(walk)
        add_suggested_topics(walk)
        log_the_first_session(walk)

        expect(page.get_by_role("main")).to_contain_text("24")
        assert walk.pages <= MOST_PAGES, walk
        assert walk.presses <= MOST_PRESSES, walk
        page.goto("/reach/")
        expect(page.get_by_role("main")).to_contain_text("Over 20,000")
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("This site is set up already")
        then_it_is_accessible(page)
        page.context.close()
    # the last page answers with 410, which a browser notes
    assert [words for words in noise if "410" not in words] == []


def test_what_is_wrong_on_the_way_is_said(browser: Browser, tmp_path: Path):
    with served(tmp_path, said=tmp_path / "said", DEMO="no") as url:
        page = watched(browser, url, [])
        [link] = LINK.findall(wait_for_words(page, tmp_path / "said"))

        page.goto(link)
        page.get_by_role("button", name="Continue").click()
        then_it_says_what_is_wrong(page, "Enter your name")
        say_who_you_are(Walk(page))
        page.goto("/accounts/second-step/app/")
        page.get_by_role("button", name="Continue").click()
        then_it_says_what_is_wrong(page, "Enter the code that the app shows")
        page.goto("/accounts/second-step/")
        set_up_the_second_step(Walk(page))
        expect(page.get_by_role("heading", level=1)).to_have_text("Set up: what is your programme?")
        page.get_by_label("Mark", exact=True).fill("")
        page.get_by_role("button", name="Set it up").click()
        then_it_says_what_is_wrong(page, "Enter the mark")
        page.get_by_label("Mark", exact=True).fill("20000")
        page.get_by_role("button", name="Set it up").click()
        to_log(page)
        then_it_is_accessible(page)
        page.goto("/team/")
        then_it_is_accessible(page)
        page.goto("/talks/ask/")
        then_it_is_accessible(page)
        page.context.close()

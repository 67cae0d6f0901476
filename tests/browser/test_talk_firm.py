"""A haulage firm asks for a talk, from the first page on, and has it: from an empty database to the
record, on both databases. No word on the way is meant for a school.
"""

from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import (
    CONFIRM,
    OFFICE,
    TOO_QUICK,
    go_on,
    link_in,
    plain,
    wait_for_mail_about,
)
from tests.browser.beginning import begun
from tests.browser.given import enter_count, offer_what_is_suggested, open_request
from tests.browser.passing import talk_comes_near
from tests.browser.steps import choose

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

FIRM = "Glen Haulage"

OF_SCHOOLS = ("school staff", "your school", "class", "pupil", "stage")


def then_no_word_is_of_schools(said: str) -> None:
    assert [word for word in OF_SCHOOLS if word in said.lower()] == [], said


def then_it_is_for_a_firm(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    then_no_word_is_of_schools(page.get_by_role("main").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    then_it_is_accessible(page)


def test_haulage_firm_asks_for_a_talk_and_has_it(
    browser: Browser, tmp_path: Path, database: dict[str, str]
):
    with begun(browser, tmp_path, database) as (site, team):
        firm = site.page()
        firm_asks(firm)
        letter = wait_for_mail_about(firm, tmp_path, CONFIRM)
        then_its_letter_leads_to_its_page(firm, letter)

        request = open_request(team, FIRM)
        offer_what_is_suggested(team, kind="Workplace")
        then_it_accepts(firm, wait_for_mail_about(firm, tmp_path, "We can offer you"))
        then_no_word_is_of_schools(plain(wait_for_mail_about(firm, tmp_path, "confirmed")))

        talk_comes_near(site, hours=-24)
        enter_count(team, request, "28")
        then_it_finds_its_record(firm)


def firm_asks(page: Page) -> None:
    page.goto("/talks/")
    then_it_is_for_a_firm(page, "Ask for a talk")
    page.get_by_role("main").get_by_role("link", name="Ask for a talk").click()
    then_it_is_for_a_firm(page, "Before you start")
    page.get_by_role("button", name="Start").click()
    then_it_is_for_a_firm(page, "Where should the talk be?")
    choose(page, "I cannot find it on the list")
    go_on(page)
    then_it_is_for_a_firm(page, "Tell us about the place")
    page.get_by_label("Name of the school, group or workplace").fill(FIRM)
    page.get_by_label("Town or village").fill("Newhouse")
    choose(page, "North Lanarkshire")
    choose(page, "No")
    go_on(page)
    then_it_is_for_a_firm(page, "Who is the talk for?")
    choose(page, "Adults")
    page.get_by_label("How many people do you expect?").fill("30")
    go_on(page)
    then_it_is_for_a_firm(page, "Which talk would you like?")
    page.get_by_text("Blackmail online: a talk for adults").click()
    go_on(page)
    then_it_is_for_a_firm(page, "When would suit you?")
    page.get_by_label("First choice").fill("any Tuesday, morning")
    go_on(page)
    then_it_is_for_a_firm(page, "The room, and how we find you")
    go_on(page)
    then_it_is_for_a_firm(page, "What do people need?")
    go_on(page)
    then_it_is_for_a_firm(page, "One of you stays in the room")
    choose(page, "Yes, one of us will stay for the whole talk")
    go_on(page)
    then_it_is_for_a_firm(page, "Who should we talk to?")
    page.get_by_label("Your name").fill("Isla Muir")
    page.get_by_label("Your role").fill("Office manager")
    page.get_by_label("Your work e-mail address").fill(OFFICE)
    go_on(page)
    then_it_is_for_a_firm(page, "Check your answers")
    page.wait_for_timeout(TOO_QUICK)
    page.get_by_role("button", name="Send the request").click()
    then_it_is_for_a_firm(page, "Now look in your e-mail")


def then_its_letter_leads_to_its_page(page: Page, letter: EmailMessage) -> None:
    then_no_word_is_of_schools(plain(letter))
    page.goto(link_in(letter))
    then_it_is_for_a_firm(page, "Is this your address?")
    page.get_by_role("button", name="Yes, send my request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your request")
    said = page.get_by_role("main").inner_text()
    assert "talk or meeting" in said.lower()
    then_no_word_is_of_schools(said)


def then_it_accepts(page: Page, letter: EmailMessage) -> None:
    """The first of the dates, if there are several."""
    then_no_word_is_of_schools(plain(letter))
    page.goto(link_in(letter))
    then_no_word_is_of_schools(page.get_by_role("main").inner_text())
    then_it_is_accessible(page)
    page.get_by_role("button", name="Accept this date").first.click()
    then_it_is_for_a_firm(page, "Your talk is confirmed")


def then_it_finds_its_record(page: Page) -> None:
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your talk has been given")
    expect(page.get_by_role("main")).to_contain_text("28, counted")
    then_no_word_is_of_schools(page.get_by_role("main").inner_text())
    then_it_is_accessible(page)

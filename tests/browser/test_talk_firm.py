"""A haulage firm asks for a talk, from the first page on, and no word is meant for a school."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import OFFICE, TOO_QUICK, go_on, link_in, plain, wait_for_mail
from tests.browser.steps import choose

pytestmark = pytest.mark.browser

OF_SCHOOLS = ("school staff", "your school", "class", "pupil", "stage")


def then_it_is_for_a_firm(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    said = page.get_by_role("main").inner_text().lower()
    assert [word for word in OF_SCHOOLS if word in said] == [], title
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    then_it_is_accessible(page)


def test_haulage_firm_asks_for_a_talk(new_page, var_dir):
    page = new_page()
    page.goto("/talks/")
    then_it_is_for_a_firm(page, "Ask for a talk")
    page.get_by_role("main").get_by_role("link", name="Ask for a talk").click()
    then_it_is_for_a_firm(page, "Before you start")
    page.get_by_role("button", name="Start").click()
    then_it_is_for_a_firm(page, "Where should the talk be?")
    choose(page, "I cannot find it on the list")
    go_on(page)
    then_it_is_for_a_firm(page, "Tell us about the place")
    page.get_by_label("Name of the school, group or workplace").fill("Glen Haulage")
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
    page.get_by_label("First choice").fill("any Tuesday until Easter")
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

    then_its_letter_leads_to_its_page(page, wait_for_mail(page, var_dir, 1))


def then_its_letter_leads_to_its_page(page: Page, letter: EmailMessage) -> None:
    assert [word for word in OF_SCHOOLS if word in plain(letter).lower()] == []
    page.goto(link_in(letter))
    page.get_by_role("button", name="Yes, send my request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your request")
    said = page.get_by_role("main").inner_text().lower()
    assert "talk or meeting" in said
    assert [word for word in OF_SCHOOLS if word in said] == []

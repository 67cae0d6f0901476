"""The pages on which talks are arranged: the queue, diaries and the week, called away, snow day,
calendars, talks on offer; each also with its errors.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible, then_it_says_what_is_wrong
from tests.browser.given import (
    COORDINATOR,
    agree_on_a_date,
    enter_request,
    offer_what_is_suggested,
    put_on_waiting_list,
    somebody,
)
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, fill_in_date

pytestmark = pytest.mark.browser

PAGES = (
    "/team/talks/",
    "/team/week/",
    "/team/snow-day/",
    "/team/holidays/",
    "/team/holidays/add/",
    "/team/talks/kinds/",
    "/team/talks/kinds/add/",
)


@pytest.fixture(scope="module", autouse=True)
def requests(browser, site) -> None:
    """Schools that asked on the telephone; one waits, and one has a date."""
    with somebody(browser, site, COORDINATOR) as page:
        for school in ("Mill Lade", "Whinny Knowe"):
            enter_request(page, place=school)
        put_on_waiting_list(page, enter_request(page, place="Peel Brae"))
        agree_on_a_date(page, enter_request(page, place="Castle Wynd"))


@pytest.fixture
def team(new_page) -> Page:
    page = new_page()
    sign_in(page, COORDINATOR)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("address", PAGES)
def test_page_is_accessible(team, address):
    team.goto(address)

    expect(team.get_by_role("heading", level=1)).to_be_visible()
    then_it_is_accessible(team)


def open_request(team: Page, state: str) -> None:
    team.goto(f"/team/talks/?state={state}")
    team.get_by_role("main").locator(".tasks a").first.click()
    team.wait_for_url(re.compile(r"/team/talks/\d+/$"))


def test_question_is_asked_on_a_page_of_its_own(team):
    open_request(team, "submitted")
    then_it_is_accessible(team)

    team.get_by_role("link", name="Ask the school a question").click()
    then_it_is_accessible(team)
    press(team, "Ask the school")
    then_it_says_what_is_wrong(team)
    team.get_by_label("Your question").fill("Is there a screen?")
    press(team, "Ask the school")

    expect(team.get_by_role("main")).to_contain_text("Waiting for the school’s answer")
    then_it_is_accessible(team)


def test_suggested_dates_are_offered_to_a_school(team):
    open_request(team, "waiting")
    offer_what_is_suggested(team)

    then_it_is_accessible(team)
    press(team, "Take them back")
    expect(team.get_by_role("main")).to_contain_text("The dates are free again")


def test_who_could_come_at_one_time(team):
    open_request(team, "submitted")
    team.get_by_role("link", name="See who could come at another time").click()
    day = date.today() + timedelta(days=20)  # noqa: DTZ011 -- any day will do
    fill_in_date(team, day)
    team.get_by_label("Starts at").fill("10.00")
    press(team, "See who could come")

    expect(team.get_by_role("main")).to_contain_text("Offer this time with")
    then_it_is_accessible(team)


def test_officer_is_called_away(team):
    open_request(team, "confirmed")
    team.get_by_role("link", name="The officer is called away").click()

    expect(team.get_by_role("heading", level=1)).to_have_text("Called away")
    then_it_is_accessible(team)


def test_officer_keeps_a_diary(new_page):
    officer = new_page()
    sign_in(officer, "officer@team.example")
    officer.goto("/team/diary/")
    then_it_is_accessible(officer)

    officer.get_by_role("link", name="Enter time away, or for more talks").click()
    press(officer, "Save")
    then_it_says_what_is_wrong(officer)
    choose(officer, "Leave")
    day = date.today() + timedelta(days=30)  # noqa: DTZ011 -- any day will do
    fill_in_date(officer.get_by_role("group", name="First day"), day)
    press(officer, "Save")

    expect(officer.get_by_role("main")).to_contain_text(f"{day.day} {day:%B %Y} at 00:00")
    officer.goto(f"/team/week/?from={day.isoformat()}")
    then_it_is_accessible(officer)


def test_request_by_telephone(team):
    team.goto("/team/talks/enter/")
    then_it_is_accessible(team)
    press(team, "Put it into the queue")
    then_it_says_what_is_wrong(team)

    team.get_by_role("combobox", name=re.compile("School or place")).or_(
        team.get_by_label("School or place")
    ).first.fill("Rowan Bank")
    team.locator("[role=listbox] [role=option]").first.click()
    team.get_by_label("Which stages?").fill("P7")
    team.get_by_label("How many people?").fill("27")
    team.get_by_label("Topic").select_option(label="Sextortion")
    team.get_by_label("When").fill("any Tuesday before 11")
    team.get_by_label("Who to talk to").fill("Morag Bell")
    team.get_by_label("Their work e-mail address").fill("office@rowan-bank.example")
    press(team, "Put it into the queue")

    expect(team.get_by_role("heading", level=1)).to_contain_text("Rowan Bank")
    then_it_is_accessible(team)


def test_talk_on_offer_is_asked_for(new_page):
    school = new_page()
    school.goto("/talks/")
    then_it_is_accessible(school)
    school.get_by_role("link", name="Kind online").click()
    then_it_is_accessible(school)

    press(school, "Ask for this talk")

    expect(school.get_by_role("heading", level=1)).to_have_text("Where should the talk be?")

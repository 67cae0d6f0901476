"""A primary class asks for a talk at a high school, and three hundred want one lesson: it is asked
about beside the answer, the team sees it, and the school puts it right by its link.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import (
    answer_all,
    confirm_by_the_button,
    go_on,
    letters_to_confirm,
    name_the_school,
    send_the_request,
    start,
)
from tests.browser.given import COORDINATOR
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose

pytestmark = pytest.mark.browser

SCHOOL = "Glenquarrel High School"
AT_HIGH = f"P7 is a primary stage, and {SCHOOL} is a high school."
TOO_MANY = (
    "300 is more than 33, the most pupils in one class, and a lesson is for one class at a time."
)


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def say(page: Page, *, stages: str, expected: str) -> None:
    page.get_by_label("Which stages?").fill(stages)
    page.get_by_label("How many people do you expect?").fill(expected)
    go_on(page)


def test_what_does_not_fit_is_asked_about_once_and_kept(new_page):
    page = new_page()
    start(page)
    name_the_school(page, SCHOOL)
    say(page, stages="P7", expected="300")

    expect(page.get_by_role("status").get_by_text(AT_HIGH)).to_be_visible()
    expect(page.get_by_label("Which stages?")).to_have_value("P7")
    then_it_is_accessible(page)
    go_on(page)

    heading(page, "Which talk would you like?")
    choose(page, "Something else")
    go_on(page)
    choose(page, "Cyberbullying")
    choose(page, "Class lesson")
    go_on(page)
    expect(page.get_by_role("status").get_by_text(TOO_MANY)).to_be_visible()
    then_it_is_accessible(page)
    go_on(page)
    heading(page, "When would suit you?")


def test_the_team_sees_it_and_the_school_puts_it_right(new_page, var_dir):
    school, team = new_page(), new_page()
    answer_all(school)
    send_the_request(school)
    for _ in range(300):
        if letters_to_confirm(var_dir):
            break
        school.wait_for_timeout(100)
    confirm_by_the_button(school, letters_to_confirm(var_dir)[-1])
    its_page = school.url
    school.get_by_role("link", name=re.compile("Change who comes")).click()
    school.get_by_label("Which stages?").fill("S1")
    school.get_by_label(re.compile("^How many")).fill("300")
    school.get_by_role("button", name="Save").click()

    expect(school.get_by_text("If that is right, press Save again").first).to_be_visible()
    expect(school.get_by_label("Which stages?")).to_have_value("S1")
    then_it_is_accessible(school)
    school.get_by_role("button", name="Save").click()
    expect(school.get_by_text(TOO_MANY)).to_be_visible()
    then_it_is_accessible(school)

    sign_in(team, COORDINATOR)
    team.goto("/team/talks/")
    team.get_by_role("link", name=re.compile("Rowan Bank")).first.click()
    expect(team.get_by_text(TOO_MANY).first).to_be_visible()
    then_it_is_accessible(team)

    school.goto(its_page)
    school.get_by_role("link", name=re.compile("Change who comes")).click()
    school.get_by_label("Which stages?").fill("P7")
    school.get_by_label(re.compile("^How many")).fill("27")
    school.get_by_role("button", name="Save").click()
    expect(school.get_by_text("Please note")).to_have_count(0)

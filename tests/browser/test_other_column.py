"""Young people who were typed as children: one press puts them in the right column, on a phone and
on a desk, with a script and without one; and a number is split by stage.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import DESK, PHONE
from tests.browser.given import OFFICER
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, to_log

pytestmark = pytest.mark.browser

HIGH_SCHOOL = "Glenquarrel High School"


def fill_in_log(page: Page, *, at: str, numbers: dict[str, str], stages: tuple[str, ...] = ()):
    to_log(page)
    if page.get_by_text("Somewhere else", exact=True).count():
        choose(page, "Somewhere else")
    page.locator("[name=place]").fill(HIGH_SCHOOL)
    page.locator("[name=starts_at]").fill(at)
    choose(page, "Assembly")
    if not page.get_by_label("Cyberbullying", exact=True).is_checked():
        choose(page, "Cyberbullying")
    for stage in stages:
        choose(page, stage)
    for label, number in numbers.items():
        page.get_by_label(label, exact=True).fill(number)
    choose(page, "I counted")


@pytest.mark.parametrize(
    ("viewport", "java_script", "at"),
    [(PHONE, True, "9.00"), (PHONE, False, "11.00"), (DESK, True, "13.00"), (DESK, False, "15.00")],
    ids=["phone", "phone without a script", "desk", "desk without a script"],
)
def test_one_press_puts_young_people_in_their_column(new_page, viewport, java_script, at):
    page = new_page(viewport=viewport, java_script=java_script)
    sign_in(page, OFFICER)
    fill_in_log(page, at=at, numbers={"Children (up to P7)": "28"})

    page.get_by_role("button", name="Save this session").click()
    question = page.get_by_role("region", name="Please check")
    expect(question).to_contain_text(f"and {HIGH_SCHOOL} is a high school.")
    if java_script:
        then_it_is_accessible(page)
        then_its_colours_can_be_read_in_the_dark(page)
    question.get_by_role("button", name="These are young people: put 28 there").click()
    if page.get_by_role("region", name="Please check").count():  # a day on which schools are closed
        page.get_by_role("button", name="Save this session as it is").click()

    page.wait_for_url(re.compile(r"/team/sessions/\d+/$"))
    main = page.get_by_role("main")
    expect(main.get_by_role("row", name=re.compile("Young people"))).to_contain_text("28")
    expect(main).not_to_contain_text("Children (up to P7)")


def test_number_is_split_by_stage_without_a_script(new_page):
    page = new_page(java_script=False)
    sign_in(page, OFFICER)
    fill_in_log(page, at="19.00", numbers={}, stages=("S1", "S2"))

    page.get_by_role("button", name="Split by stage").click()
    page.get_by_label("Young people in S1", exact=True).fill("30")
    page.get_by_label("Young people in S2", exact=True).fill("26 + 4")
    page.get_by_role("button", name="Save this session", exact=True).click()
    if page.get_by_role("region", name="Please check").count():
        page.get_by_role("button", name="Save this session as it is").click()

    main = page.get_by_role("main")
    expect(main.get_by_role("row", name=re.compile(", S2"))).to_contain_text("30")
    expect(main.get_by_role("row", name=re.compile("^All"))).to_contain_text("60")


def test_page_that_splits_and_figures_of_a_stage_are_accessible(new_page):
    page = new_page()
    sign_in(page, OFFICER)
    fill_in_log(page, at="20.00", numbers={}, stages=("S3", "S4"))

    page.get_by_role("button", name="Split by stage").click()
    expect(page.get_by_label("Young people in S4", exact=True)).to_be_visible()
    then_it_is_accessible(page)

    page.goto("/team/reach/?stage=S1")
    expect(page.get_by_role("main")).to_contain_text("attendances of S1")
    then_it_is_accessible(page)

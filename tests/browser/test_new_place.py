"""A place that is not on our list is added in the middle of logging, with Back and forward."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, confirm_if_asked, logged, to_log

pytestmark = pytest.mark.browser


def type_a_session(page: Page, place: str) -> None:
    to_log(page)
    page.locator("[name=place]").fill(place)
    choose(page, "Community event")
    if not page.get_by_label("Cyberbullying", exact=True).is_checked():
        choose(page, "Cyberbullying")
    page.locator("[name=count_children]").fill("17")
    choose(page, "I counted")
    page.locator("[name=notes]").fill("They asked good questions")


def then_all_is_typed(page: Page, place: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a session")
    expect(page.locator("[name=place]")).to_have_value(place)
    expect(page.locator("[name=count_children]")).to_have_value("17")
    expect(page.locator("[name=notes]")).to_have_value("They asked good questions")


@pytest.mark.parametrize(
    ("java_script", "who"), [(True, "officer"), (False, "coordinator")], ids=["script", "none"]
)
def test_back_from_adding_a_place_finds_what_was_typed_and_forward_the_place(
    new_page, java_script, who
):
    public, page = new_page(), new_page(java_script=java_script)
    before = logged(public)
    hall = "Quernmore Hall" if java_script else "Ferniegair Pavilion"
    sign_in(page, f"{who}@team.example")
    type_a_session(page, hall)
    page.get_by_role("button", name="Save this session").click()
    expect(page).to_have_title(re.compile("^Error: Log a session"))
    page.get_by_role("button", name="Add it to our list").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Add a place to the list")

    page.go_back()
    then_all_is_typed(page, hall)
    page.reload()
    then_all_is_typed(page, hall)
    page.go_forward()
    expect(title).to_have_text("Add a place to the list")
    if java_script:
        then_it_is_accessible(page)
    page.locator("[name=new-town]").fill("Hamilton")
    choose(page, "Community venue")
    choose(page, "South Lanarkshire")
    page.get_by_role("button", name="Add it and go back to the session").click()

    expect(page.get_by_text("The session is not saved yet")).to_be_visible()
    then_all_is_typed(page, page.locator("[name=place]").input_value())
    page.get_by_role("button", name="Save this session").click()
    confirm_if_asked(page)
    expect(title).to_contain_text(hall)
    assert logged(public) == before + 17

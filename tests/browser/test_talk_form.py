"""The form by which a school asks: what each page says when it is wrong, and that no answer is lost
when a tab is closed or the server killed.
"""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import then_it_says_what_is_wrong
from tests.browser.asking import go_on, name_the_school, say_when, say_who_it_is_for, start
from tests.browser.serving import copy_of, served
from tests.browser.steps import choose

pytestmark = pytest.mark.browser


def refused_as_it_is(page: Page, words: str) -> None:
    go_on(page)
    then_it_says_what_is_wrong(page, words)


def test_each_page_says_what_is_wrong_and_leads_to_it(new_page):
    page = new_page()
    start(page)

    refused_as_it_is(page, "Enter the name of the school or place")
    name_the_school(page)
    refused_as_it_is(page, "Enter how many people you expect")
    say_who_it_is_for(page)
    refused_as_it_is(page, "Choose a talk")
    choose(page, "Something else")
    go_on(page)
    refused_as_it_is(page, "Choose a topic")
    choose(page, "Sextortion")
    choose(page, "Assembly")
    go_on(page)
    refused_as_it_is(page, "Enter why an assembly is better")
    page.get_by_role("textbox").first.fill("We have one hall and no classrooms")
    go_on(page)
    refused_as_it_is(page, "Enter a date, a week, or a rule")
    say_when(page, "any Tuesday morning until summer")
    go_on(page)
    go_on(page)
    refused_as_it_is(page, "Tick to say that a member of your staff will stay")
    choose(page, "Yes, a member of our staff will stay for the whole talk")
    go_on(page)
    page.get_by_label("Your work e-mail address").fill("office at school")
    refused_as_it_is(page, "Enter your name")
    expect(page.get_by_label("Your work e-mail address")).to_have_value("office at school")


def test_first_box_of_the_next_page_has_the_focus_although_a_skip_link_was_used(new_page):
    page = new_page()
    start(page)
    page.goto(f"{page.url}#main")
    name_the_school(page)

    expect(page.get_by_label("Pupils")).to_be_focused()


def test_place_that_is_not_listed_is_described(new_page):
    page = new_page()
    start(page)
    choose(page, "I cannot find it on the list")
    go_on(page)
    refused_as_it_is(page, "Enter ")
    page.get_by_label("Name of the school, group or workplace").fill("Glen Rowan Youth Club")
    page.get_by_label("Town or village").fill("Auchenmarrow")
    page.get_by_role("group", name="Council area").get_by_role("radio").first.check(force=True)
    choose(page, "No")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Who is the talk for?")
    expect(page.get_by_label("Young people (12 and over)")).to_be_visible()


def test_form_keeps_what_was_typed_when_the_tab_is_closed_or_the_answer_is_wrong(new_page):
    page = new_page()
    start(page)
    name_the_school(page)
    page.get_by_label("How many people do you expect?").fill("minus three")
    go_on(page)

    then_it_says_what_is_wrong(page)
    expect(page.get_by_label("How many people do you expect?")).to_have_value("minus three")

    address = page.url
    page.close()
    later = new_page()
    later.goto(address)
    later.get_by_role("link", name="Back").click()
    assert (
        "Rowan Bank"
        in later.get_by_role("main")
        .locator("input[type=text], input:not([type])")
        .first.input_value()
    )


def test_whole_form_works_without_java_script(new_page):
    page = new_page(java_script=False)

    start(page)
    page.get_by_role("textbox").first.fill("St")
    go_on(page)

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_text("Which one do you mean?")).to_be_visible()
    page.locator("label:has(#id_place_choice_0)").click()
    go_on(page)
    if page.get_by_text("Somebody asked us for a talk here").count():
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is the talk for?")


def test_letters_typed_before_the_script_has_come_bring_the_list_too(new_page):
    page = new_page()
    page.goto("/talks/ask/")
    held: list[Route] = []
    page.route("**/place-search*.js", lambda route: held.append(route))
    page.get_by_role("button", name="Start").click(no_wait_after=True)
    page.get_by_label("School, college or other place").press_sequentially("Rowan")

    held[0].continue_()

    expect(page.locator("[role=listbox] [role=option]").first).to_contain_text("Rowan Bank")


def test_answers_outlive_a_server_that_is_killed_between_two_pages(browser, made, tmp_path):
    folder = copy_of(made, tmp_path / "site")
    context = browser.new_context()
    page = context.new_page()
    with served(folder, is_killed=True) as first:
        start(page, first)
        name_the_school(page)
        say_who_it_is_for(page)
        draft = page.url.removeprefix(first)

    with served(folder) as second:
        page.goto(f"{second}{draft}")
        choose(page, "Something else")
        go_on(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("What should it be about?")
        page.goto(f"{second}{draft.replace('/kind/', '/group-1/')}")
        expect(page.get_by_label("How many people do you expect?")).to_have_value("27")
    context.close()

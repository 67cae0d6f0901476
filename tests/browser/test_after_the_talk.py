"""After the talk, on a phone: the record, what the school says of it, and what it prints. From an
empty database, on both databases.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import OFFICE, link_in, wait_for_mail_about
from tests.browser.beginning import Site, begun
from tests.browser.given import agree_on_a_date, enter_count, enter_request
from tests.browser.passing import talk_comes_near
from tests.browser.steps import choose

pytestmark = [pytest.mark.browser, pytest.mark.heavy]


def a_given_talk(site: Site, team: Page) -> tuple[str, str]:
    """Asked for, agreed on, held and counted. The school's link, and the address of the session."""
    request = enter_request(team, place="Rowan Bank")
    agree_on_a_date(team, request)
    link = link_in(wait_for_mail_about(team, site.folder, "confirmed"))
    talk_comes_near(site, hours=-24)
    enter_count(team, request, "25")
    return link, team.url


def keep_the_sheet(team: Page) -> None:
    team.goto("/team/evidence/")
    then_it_is_accessible(team)
    team.get_by_role("button", name="Add what is ticked").click()
    expect(team.get_by_role("main")).to_contain_text("QI 3.1")
    then_it_is_accessible(team)


def say_how_it_was_by_keyboard(school: Page) -> None:
    """Tab to each question, an arrow to its answer, Enter in the end."""
    school.get_by_role("radio", name="Agree", exact=True).first.focus()
    school.keyboard.press("Space")
    for _ in range(2):
        school.keyboard.press("Tab")
        school.keyboard.press("Space")
        school.keyboard.press("ArrowDown")
    school.keyboard.press("Tab")
    school.keyboard.type("The film was too long.")
    school.keyboard.press("Tab")
    school.keyboard.press("Enter")
    expect(school.get_by_role("main")).to_contain_text("Thank you for telling us")


def tell_another_number(school: Page) -> None:
    school.get_by_role("link", name="Your number is different? Tell us").click()
    then_it_is_accessible(school)
    school.get_by_role("button", name="Send the number").click()
    expect(school).to_have_title(re.compile("^Error: "))
    then_it_is_accessible(school)
    school.get_by_label("How many people came?").fill("27")
    choose(school, "From a register")
    school.get_by_role("button", name="Send the number").click()
    expect(school.get_by_role("main")).to_contain_text("One of us will look at it")


def confirm_the_number(team: Page) -> None:
    team.goto("/team/corrections/")
    expect(team.get_by_role("main")).to_contain_text("proposed by the school, by its link")
    then_it_is_accessible(team)
    team.get_by_role("button", name=re.compile("^Confirm")).last.click()
    expect(team.get_by_role("main")).to_contain_text("Correction confirmed")


def then_it_fits_one_sheet(school: Page) -> None:
    """Of A4, with nothing of the site around it."""
    then_it_is_accessible(school)
    school.emulate_media(media="print")
    for around in (".top", ".foot"):
        expect(school.locator(around).first).to_be_hidden()
    assert school.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    school.emulate_media(media="null")


def test_school_finds_its_record_says_how_it_was_and_prints(
    browser: Browser, tmp_path: Path, database: dict[str, str]
):
    with begun(browser, tmp_path, database) as (site, team):
        school = site.page()
        link, session = a_given_talk(site, team)
        keep_the_sheet(team)

        school.goto(link)
        expect(school.get_by_role("heading", level=1)).to_have_text("Your talk has been given")
        expect(school.get_by_role("main")).to_contain_text("25, counted")
        then_it_is_accessible(school)
        school.get_by_role("link", name="Tell us how it was: one minute").click()
        then_it_is_accessible(school)
        school.get_by_role("button", name="Send your answers").click()
        expect(school).to_have_title(re.compile("^Error: "))
        then_it_is_accessible(school)
        school.goto(f"{link}feedback/")
        say_how_it_was_by_keyboard(school)
        tell_another_number(school)
        confirm_the_number(team)
        school.reload()
        expect(school.get_by_role("main")).to_contain_text("27, from a register")
        then_it_is_accessible(school)

        for sheet in ("A certificate for the class", "An evidence sheet for your files"):
            school.get_by_role("link", name=sheet).click()
            then_it_fits_one_sheet(school)
            school.get_by_role("link", name="Back to the talk").click()

        team.goto(session)
        expect(team.get_by_role("main")).to_contain_text("The film was too long.")
        then_it_is_accessible(team)
        school.get_by_role("button", name="Ask for the next one").click()
        expect(school.get_by_role("heading", level=1)).to_have_text("When would suit you?")
        assert OFFICE not in school.content()

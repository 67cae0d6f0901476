"""A talk, from an empty database to the hour before it, in which its school calls it off: by the
printed link, pages and letters alone, on both databases. No fixture and no row that a page does not
make; only time is made to pass. The pages that set a site up are looked at in test_from_nothing.py.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from vobject.base import Component

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import (
    CONFIRM,
    answer_all,
    confirm_by_the_button,
    entry_in,
    link_in,
    plain,
    send_the_request,
    start,
    wait_for_mail_about,
)
from tests.browser.beginning import OFFICER, begun
from tests.browser.documented import NORTH
from tests.browser.given import offer_a_date, open_request
from tests.browser.passing import talk_comes_near

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

SCHOOL = "O’Brien’s Primary School"
SCHOOLS = (
    (SCHOOL, NORTH, "Primary", 214, "Auchenmarrow"),
    ("St Ninian’s Primary School", NORTH, "Primary", 187, "Braidhowe"),
)
WHO, ADDRESS = "Máire O'Neill", "m.o'neill@obriens.example"
VERY_SOON = "An e-mail alone may be read too late."
BETTER = "Sooner, if you can: the class goes away"


def test_talk_is_arranged_moved_and_called_off_an_hour_before_and_everybody_hears(
    browser: Browser, tmp_path: Path, database: dict[str, str]
):
    first, soon = weekday_after(20), weekday_after(1)
    with begun(browser, tmp_path, database, schools=SCHOOLS) as (site, team):
        officer, school = site.officer(team), site.page()
        hear_at_once(officer)

        school_asks(school, tmp_path)
        request = open_request(team, SCHOOL)
        offer(team, first, warns="is not a day that the school asked for")
        old = school_accepts(school, tmp_path, "Your talk is confirmed", first)
        then_the_officer_hears(officer, tmp_path, "News of the talk", "has accepted", first)

        school_wishes_another_time(school)
        then_the_wish_is_seen(team, request)
        offer(team, soon)
        new = school_accepts(school, tmp_path, "Your talk has a new date", soon)
        then_it_moved(old, new)
        then_the_officer_hears(officer, tmp_path, "News of the talk", "has accepted", soon)

        day = talk_comes_near(site, hours=1)
        then_the_officer_is_on_the_way(officer)
        school_calls_it_off(school, day)
        off = "A school has called off the talk"
        then_the_officer_hears(officer, tmp_path, off, "has called the talk off", day)
        then_seen_by_one_is_seen(officer, team)


def weekday_after(days: int) -> date:
    """The first from then on."""
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 -- any day will do
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def hear_at_once(officer: Page) -> None:
    officer.get_by_role("link", name="See your second step, and where you are signed in").click()
    then_it_is_accessible(officer)
    for group in ("About a talk within three working days", "About everything else"):
        answers = officer.get_by_role("group", name=group)
        answers.locator("label").filter(has_text="By e-mail at once").click()
    officer.get_by_role("button", name="Save how you hear").click()
    expect(officer.get_by_role("status")).to_be_visible()
    then_it_is_accessible(officer)


def school_asks(school: Page, var_dir: Path) -> None:
    """Its name is found with the apostrophe of a keyboard, and with none; who asks has one too."""
    when = tuple(f"{in_words(weekday_after(days))}, morning" for days in (30, 44))
    start(school)
    school.get_by_role("combobox").fill("O'Brien's")
    expect(school.locator("[role=listbox] [role=option]").first).to_contain_text(SCHOOL)
    then_it_is_accessible(school)
    look = then_it_is_accessible
    answer_all(school, school="obriens", when=when, name=WHO, email=ADDRESS, look=look)
    for said in (SCHOOL, WHO, ADDRESS):
        expect(school.get_by_role("main")).to_contain_text(said)
    send_the_request(school)
    letter = wait_for_mail_about(school, var_dir, CONFIRM, to=ADDRESS)
    reference = confirm_by_the_button(school, letter)
    then_it_is_accessible(school)

    subject = "We have your request for a talk"
    letter = wait_for_mail_about(school, var_dir, subject, to=ADDRESS)
    received = plain(letter)
    assert "We have your request for a talk, and an officer will read it." in received
    assert reference in received
    assert when[0] in received
    assert f"Place: {SCHOOL}" in received
    assert "&amp;#" not in letter.get_body(("html",)).get_content() + school.content()


def offer(team: Page, day: date, *, warns: str = "") -> None:
    offer_a_date(team, day, at="10.00", officer="Rona Officer", warns=warns)


def school_accepts(school: Page, var_dir: Path, subject: str, day: date) -> Component:
    """By the link of the letter with the offer. What goes into its calendar."""
    offered = wait_for_mail_about(school, var_dir, "We can offer you a date", to=ADDRESS)
    school.goto(link_in(offered))
    expect(school.get_by_role("main")).to_contain_text(in_words(day))
    then_it_is_accessible(school)
    school.get_by_role("button", name="Accept this date").click()
    expect(school.get_by_role("heading", level=1)).to_have_text("Your talk is confirmed")
    expect(school.get_by_role("main")).to_contain_text(in_words(day))
    then_it_is_accessible(school)
    letter = wait_for_mail_about(school, var_dir, subject, to=ADDRESS)
    assert in_words(day) in plain(letter)
    return entry_in(letter)


def then_the_officer_hears(
    officer: Page, var_dir: Path, subject: str, what: str, day: date
) -> None:
    """By e-mail at once, and on Today."""
    mail = wait_for_mail_about(officer, var_dir, f"{subject} on {in_words(day)}", to=OFFICER)
    assert what in plain(mail)
    assert f"Place: {SCHOOL}" in plain(mail)
    officer.goto("/team/")
    expect(officer.get_by_role("main")).to_contain_text("What schools told us")
    expect(officer.get_by_role("main")).to_contain_text(what)
    then_it_is_accessible(officer)


def school_wishes_another_time(school: Page) -> None:
    school.get_by_role("link", name="Ask for another time").click()
    then_it_is_accessible(school)
    school.get_by_label("When would suit you better?").fill(BETTER)
    school.get_by_role("button", name="Ask for another time").click()
    expect(school.get_by_role("main")).to_contain_text(
        "We have your wish for another time. You will hear from us by"
    )
    expect(school.get_by_role("heading", level=1)).to_have_text("Your talk is confirmed")
    then_it_is_accessible(school)


def then_the_wish_is_seen(team: Page, request: str) -> None:
    """In the queue and on the page of the request, which is open afterwards."""
    assert open_request(team, SCHOOL) == request
    team.go_back()
    line = team.get_by_role("main").get_by_role("listitem").filter(has_text=SCHOOL)
    for words in ("Wishes another time", BETTER, "It hears from us by"):
        expect(line).to_contain_text(words)
    team.goto(request)
    for words in ("Wishes another time", BETTER, "It was told that it hears from us by"):
        expect(team.get_by_role("main")).to_contain_text(words)


def then_it_moved(old: Component, new: Component) -> None:
    """In the school's calendar it is the same entry, at another time."""
    assert new.uid.value == old.uid.value
    assert int(new.sequence.value) > int(old.sequence.value)
    assert new.dtstart.value != old.dtstart.value


def then_the_officer_is_on_the_way(officer: Page) -> None:
    """It stands on Today, on a phone."""
    officer.goto("/team/")
    expect(officer.get_by_role("main").get_by_role("link", name=SCHOOL).first).to_be_visible()
    then_it_is_accessible(officer)


def school_calls_it_off(school: Page, day: date) -> None:
    """It is told that an e-mail alone may be read too late, before and afterwards."""
    school.reload()
    expect(school.get_by_role("main")).to_contain_text(in_words(day))
    school.get_by_role("link", name="Call the talk off").click()
    for words in ("The officer is told at once by e-mail, also at night.", VERY_SOON):
        expect(school.get_by_role("main")).to_contain_text(words)
    then_it_is_accessible(school)
    school.get_by_label("Would you tell us why?").fill("A burst pipe")
    school.get_by_role("button", name="Call the talk off").click()
    expect(school.get_by_role("heading", level=1)).to_have_text("This talk is called off")
    expect(school.get_by_role("main")).to_contain_text(VERY_SOON)
    then_it_is_accessible(school)


def then_seen_by_one_is_seen(officer: Page, team: Page) -> None:
    team.goto("/team/")
    expect(team.get_by_role("main")).to_contain_text("has called the talk off")
    then_it_is_accessible(team)
    officer.get_by_role("button", name=re.compile("^Seen")).click()
    expect(officer.get_by_role("status")).to_be_visible()
    for page in (officer, team):
        page.goto("/team/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Today")
        expect(page.get_by_role("main")).not_to_contain_text(SCHOOL)
        then_it_is_accessible(page)

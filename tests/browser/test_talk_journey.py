"""A talk, from an empty database to the morning on which its school calls it off: by the printed
link, pages and letters alone, on both databases. No command, no fixture, no row that a page does
not make. The pages that set a site up are looked at in test_from_nothing.py.
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
from tests.browser.beginning import (
    LINK,
    OFFICER,
    begin_programme,
    bring_in_schools,
    come_in,
    invite,
    link_to,
    wait_for_words,
)
from tests.browser.conftest import watched
from tests.browser.documented import NORTH, school_list
from tests.browser.given import offer_a_date
from tests.browser.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

SCHOOL = "O’Brien’s Primary School"
SCHOOLS = (
    (SCHOOL, NORTH, "Primary", 214, "Auchenmarrow"),
    ("St Ninian’s Primary School", NORTH, "Primary", 187, "Braidhowe"),
)
BETTER = "Sooner, if you can: the class goes away"


def test_talk_is_arranged_moved_and_called_off_and_everybody_hears(
    browser: Browser, tmp_path: Path, database: dict[str, str]
):
    noise: list[str] = []
    first, soon = weekday_after(20), weekday_after(1)
    with served(tmp_path, said=tmp_path / "said", DEMO="no", **database) as url:
        team, officer, school = (watched(browser, url, noise) for _ in range(3))
        begin_programme(team, LINK.findall(wait_for_words(team, tmp_path / "said"))[0])
        bring_in_schools(team, "schools.csv", school_list(SCHOOLS).encode())
        invite(team, OFFICER)
        come_in(officer, link_to(officer, tmp_path, OFFICER))
        hear_at_once(officer)

        school_asks(school, tmp_path)
        request = open_request(team)
        offer(team, first, warns="is not a day that the school asked for")
        old = school_accepts(school, tmp_path, "Your talk is confirmed", first)
        then_the_officer_hears(officer, tmp_path, "News of the talk", "has accepted", first)

        school_wishes_another_time(school)
        then_the_wish_is_seen(team, request)
        offer(team, soon)
        new = school_accepts(school, tmp_path, "Your talk has a new date", soon)
        then_it_moved(old, new)
        then_the_officer_hears(officer, tmp_path, "News of the talk", "has accepted", soon)

        school_calls_it_off(school)
        off = "A school has called off the talk"
        then_the_officer_hears(officer, tmp_path, off, "has called the talk off", soon)
        then_seen_by_one_is_seen(officer, team)
        for page in (team, officer, school):
            page.context.close()
    assert noise == []


def weekday_after(days: int) -> date:
    """The first from then on. The talk is called off on the day before it or at a weekend's end,
    because the clock of a served site is everybody's: the hour before a talk is in
    tests/campaigns/talks/heard/test_an_hour_before.py.
    """
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
    """Its name is found with the apostrophe of a keyboard, and with none."""
    when = tuple(f"{in_words(weekday_after(days))}, morning" for days in (30, 44))
    start(school)
    school.get_by_role("combobox").fill("O'Brien's")
    expect(school.locator("[role=listbox] [role=option]").first).to_contain_text(SCHOOL)
    then_it_is_accessible(school)
    answer_all(school, school="obriens", when=when, look=then_it_is_accessible)
    expect(school.get_by_role("main")).to_contain_text(SCHOOL)
    send_the_request(school)
    letter = wait_for_mail_about(school, var_dir, CONFIRM)
    reference = confirm_by_the_button(school, letter)
    then_it_is_accessible(school)

    received = plain(wait_for_mail_about(school, var_dir, "We have your request for a talk"))
    assert "We have your request for a talk, and an officer will read it." in received
    assert reference in received
    assert when[0] in received


def open_request(team: Page) -> str:
    team.goto("/team/talks/")
    then_it_is_accessible(team)
    team.get_by_role("main").get_by_role("link", name=SCHOOL).click()
    team.wait_for_url(re.compile(r"/team/talks/\d+/$"))
    then_it_is_accessible(team)
    return team.url


def offer(team: Page, day: date, *, warns: str = "") -> None:
    offer_a_date(team, day, at="10.00", officer="Rona Officer", warns=warns)


def school_accepts(school: Page, var_dir: Path, subject: str, day: date) -> Component:
    """By the link of the letter with the offer. What goes into its calendar."""
    school.goto(link_in(wait_for_mail_about(school, var_dir, "We can offer you a date")))
    expect(school.get_by_role("main")).to_contain_text(in_words(day))
    then_it_is_accessible(school)
    school.get_by_role("button", name="Accept this date").click()
    expect(school.get_by_role("heading", level=1)).to_have_text("Your talk is confirmed")
    expect(school.get_by_role("main")).to_contain_text(in_words(day))
    then_it_is_accessible(school)
    letter = wait_for_mail_about(school, var_dir, subject)
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
    assert open_request(team) == request
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


def school_calls_it_off(school: Page) -> None:
    school.get_by_role("link", name="Call the talk off").click()
    expect(school.get_by_role("main")).to_contain_text("The officer is told at once by e-mail")
    then_it_is_accessible(school)
    school.get_by_label("Would you tell us why?").fill("A burst pipe")
    school.get_by_role("button", name="Call the talk off").click()
    expect(school.get_by_role("heading", level=1)).to_have_text("This talk is called off")
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
        expect(page.get_by_role("main")).not_to_contain_text("has called the talk off")
        then_it_is_accessible(page)

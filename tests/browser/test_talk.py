"""A school asks in one browser, the team answers in another, the talk is given, and the reach
moves.
"""

import re
from datetime import date, datetime, time, timedelta
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
import vobject
from playwright.sync_api import Page, expect
from vobject.base import Component

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import (
    OFFICE,
    ask_for_a_talk,
    entry_in,
    letters_to_confirm,
    link_in,
    mails_to,
    plain,
    wait_for_mail,
)
from tests.browser.given import offer_a_date
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, confirm_if_asked, fill_in_date, from_menu, logged

pytestmark = pytest.mark.browser

SCOTLAND = ZoneInfo("Europe/London")
LATE = "23.20"
LATEST = time(23, 15)
TONIGHT = "Tonight, if you can"


def offer(team: Page, day: date) -> None:
    late = f"Is {LATE} right?"
    offer_a_date(team, day, at=LATE, minutes="20", officer="Callum Coordinator", warns=late)


def open_late(officer: Page, day: date) -> None:
    officer.goto("/team/diary/")
    officer.get_by_role("link", name="Enter time away, or for more talks").click()
    choose(officer, "Extra time for talks")
    fill_in_date(officer.get_by_role("group", name="First day"), day)
    officer.locator("#id_time-starts_at").fill("22.00")
    officer.locator("#id_time-ends_at").fill("23.59")
    officer.get_by_role("button", name="Save", exact=True).click()
    expect(officer.get_by_role("main")).to_contain_text("at 22:00")


def make_feed(officer: Page) -> str:
    officer.goto("/team/diary/feed/")
    officer.get_by_role("button", name="Make an address").click()
    officer.wait_for_load_state()
    return re.search(r"/ics/\S+\.ics", officer.get_by_role("main").inner_text()).group()


def names_in(feed: str) -> set[str]:
    with urlopen(feed) as answer:
        return {
            event.uid.value
            for event in vobject.readOne(answer.read().decode()).contents.get("vevent", [])
        }


def test_talk_goes_from_request_to_delivered_although_the_date_and_the_officer_change(
    new_page, var_dir, site
):
    today = evening_to_come()
    school, team, officer, public = new_page(), new_page(), new_page(), new_page()
    before = logged(public)
    sign_in(officer, "officer@team.example")
    open_late(officer, today)
    feed = site + make_feed(officer)
    sign_in(team, "coordinator@team.example")

    reference = ask_for_a_talk(school, var_dir)
    receipt = wait_for_mail(school, var_dir, 1)
    assert reference in plain(receipt)

    open_youngest_request(team)
    offer(team, today + timedelta(days=9))
    then_it_is_accessible(team)
    assert link_in(wait_for_mail(school, var_dir, 3)) == link_in(receipt)
    ask_for_another_time(school)

    team.reload()
    expect(team.get_by_role("main")).to_contain_text(TONIGHT)
    offer(team, today)
    wait_for_mail(school, var_dir, 4)
    accept(school)
    first = entry_in(wait_for_mail(school, var_dir, 5))
    assert first.dtstart.value.astimezone(SCOTLAND).strftime("%d %H.%M") == f"{today:%d} {LATE}"
    assert "Who comes: Callum Coordinator" in first.description.value
    assert first.uid.value not in names_in(feed)

    session = let_a_colleague_take_over(team)
    changed = wait_for_mail(school, var_dir, 6)
    then_only_the_officer_is_another(first, entry_in(changed))
    assert "Rona Officer" in plain(changed)
    assert first.uid.value in names_in(feed)
    school.reload()
    expect(school.get_by_role("main")).to_contain_text("Rona Officer")

    assert logged(public) == before
    count_25(officer, session)
    assert logged(public) == before + 25
    school.reload()
    expect(school.get_by_role("heading", level=1)).to_have_text("Your talk has been given")
    then_it_is_accessible(school)

    then_its_story_stands_on_one_page(team)
    subjects = [mail["Subject"] for mail in mails_to(var_dir, OFFICE)]
    assert len(subjects) == len(set(subjects)) + 1, subjects  # each thing once, and two offers


def evening_to_come() -> date:
    now = datetime.now(SCOTLAND)
    if now.time() > LATEST:
        pytest.skip(
            f"the talk is offered for {LATE} at night, so that it can be counted today, and "
            "it is past that"
        )
    return now.date()


def open_youngest_request(team: Page) -> None:
    from_menu(team, "Talks")
    then_it_is_accessible(team)
    team.get_by_role("link", name=re.compile("Rowan Bank")).last.click()  # the youngest stands last


def ask_for_another_time(school: Page) -> None:
    school.reload()
    expect(school.get_by_role("heading", level=1)).to_have_text("We can offer you a date")
    then_it_is_accessible(school)
    school.get_by_role("link", name="Ask for another date").click()
    then_it_is_accessible(school)
    school.get_by_label("What would suit you better?").fill(TONIGHT)
    school.get_by_role("button", name="Ask for another date").click()
    expect(school.get_by_role("main")).to_contain_text("We are looking for others")
    then_it_is_accessible(school)


def accept(school: Page) -> None:
    school.reload()
    school.get_by_role("button", name="Accept this date").click()
    expect(school.get_by_role("main")).to_contain_text("Your talk is confirmed")
    expect(school.get_by_role("main")).to_contain_text("Callum Coordinator")
    then_it_is_accessible(school)


def let_a_colleague_take_over(team: Page) -> str:
    """Returns the address of the talk's session."""
    team.reload()
    expect(team.get_by_role("main")).to_contain_text("Confirmed")
    session: str = team.get_by_role("link", name=re.compile("^The session on")).get_attribute(
        "href"
    )
    team.get_by_role("link", name="The officer is called away").click()
    then_it_is_accessible(team)
    team.get_by_role("button", name=re.compile("^Rona Officer takes over")).click()
    expect(team.get_by_role("main")).to_contain_text("Rona Officer gives the talk now.")
    return session


def then_only_the_officer_is_another(first: Component, second: Component) -> None:
    assert "Who comes: Rona Officer" in second.description.value
    assert (second.uid.value, second.dtstart.value) == (first.uid.value, first.dtstart.value)
    assert int(second.sequence.value) > int(first.sequence.value)


def count_25(officer: Page, session: str) -> None:
    officer.goto(session)
    main = officer.get_by_role("main")
    main.get_by_role("link", name=re.compile("count", re.I)).first.click()
    expect(officer.get_by_role("main")).to_contain_text("Expected: 27 (P7)")
    officer.get_by_label("How many children came?").fill("25")
    choose(officer, "I counted")
    officer.get_by_role("button", name="Save the count").click()
    confirm_if_asked(officer)
    expect(officer.get_by_role("main")).to_contain_text("Delivered")


def then_its_story_stands_on_one_page(team: Page) -> None:
    team.reload()
    for words in (TONIGHT, "Called away", "Rona Officer"):
        expect(team.get_by_role("main")).to_contain_text(words)


def test_form_pressed_twice_is_one_request(new_page, var_dir):
    school, team = new_page(), new_page()
    sign_in(team, "coordinator@team.example")
    team.goto("/team/talks/")
    before = team.get_by_role("link", name=re.compile("Rowan Bank")).count()

    letters = len(letters_to_confirm(var_dir))
    reference = ask_for_a_talk(school, var_dir, presses=2)
    assert len(letters_to_confirm(var_dir)) == letters + 1
    for _ in range(3):  # past the school's page and the button in the letter, to where it was sent
        school.go_back()

    expect(school.get_by_role("heading", level=1)).to_have_text("We have your request")
    expect(school.get_by_role("main")).to_contain_text(reference)
    team.reload()
    assert team.get_by_role("link", name=re.compile("Rowan Bank")).count() == before + 1

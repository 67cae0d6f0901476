"""What a journey stands on, made by the pages that people use."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.conftest import PATIENCE
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, confirm_if_asked, fill_in_date, to_log

COORDINATOR, OFFICER = "coordinator@team.example", "officer@team.example"
ASKS, OFFERED = re.compile("To offer it all the same|send it again"), re.compile("Held until")
FEWER = 2  # more people might be more than the school's roll, which is asked about


@contextmanager
def somebody(browser: Browser, site: str, email: str) -> Iterator[Page]:
    """At work before the test begins, in a browser of their own."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    sign_in(page, email)
    yield page
    context.close()


def log(page: Page, *, place: str, children: str, day: date | None = None, at: str = "") -> str:
    """Logs a session, or plans it when its day is still to come. Returns its address."""
    to_log(page)
    if page.get_by_text("Somewhere else", exact=True).count():
        choose(page, "Somewhere else")
    page.locator("[name=place]").fill(place)
    if day:
        fill_in_date(page.get_by_role("group", name="Date").first, day)
    page.locator("[name=starts_at]").fill(at)
    choose(page, "Community event")
    if not page.get_by_label("Cyberbullying", exact=True).is_checked():
        choose(page, "Cyberbullying")
    page.get_by_label("Children (up to P7)", exact=True).fill(children)
    if children:
        choose(page, "I counted")
    page.get_by_role("button", name="Save this session").click()
    confirm_if_asked(page)
    page.wait_for_url(re.compile(r"/team/sessions/\d+/$"))
    return page.url


def plan(page: Page, *, place: str, days: int = 1, at: str = "9.00") -> str:
    """`days` from today. Returns its address."""
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 -- any day to come will do
    return log(page, place=place, children="", day=day, at=at)


def a_day_goes_by(var_dir: Path) -> None:
    """For what is planned: nobody can plan a session for a day that has begun."""
    with closing(sqlite3.connect(var_dir / "site.sqlite3", timeout=60)) as base, base:
        base.execute(
            "UPDATE campaigns_session SET held_on = date(held_on, '-1 day') WHERE state = 'planned'"
        )


def old_session(page: Page) -> int:
    """Opens a held session that is too old to edit and has one figure, of children who were more
    than FEWER. Returns how many came.
    """
    page.goto("/team/sessions/?state=delivered&audience=children")
    for address in [link.get_attribute("href") for link in page.locator("#sessions a").all()]:
        page.goto(address)
        figures = [cell.inner_text() for cell in page.locator("#who-came tbody td.num").all()]
        if (
            len(figures) == 1
            and figures[0].isdigit()
            and int(figures[0]) > FEWER
            and page.get_by_role("link", name="Correct it").count()
        ):
            return int(figures[0])
    pytest.fail("no old session has one figure")


def enter_request(page: Page, *, place: str) -> str:
    """A school asks on the telephone. Returns the address of its request."""
    page.goto("/team/talks/enter/")
    page.get_by_label("School or place").first.fill(place)
    page.locator("[role=listbox] [role=option]").first.click()
    page.get_by_label("Which stages?").fill("P7")
    page.get_by_label("How many people?").fill("27")
    page.get_by_label("Topic").select_option(label="Cyberbullying")
    page.get_by_label("When").fill("any Tuesday before 11")
    page.get_by_label("Who to talk to").fill("Morag Bell")
    page.get_by_label("Their work e-mail address").fill("office@rowan-bank.example")
    page.get_by_role("button", name="Put it into the queue").click()
    page.wait_for_url(re.compile(r"/team/talks/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(place)
    return page.url


def open_request(team: Page, place: str) -> str:
    """By the queue. Its address."""
    team.goto("/team/talks/")
    then_it_is_accessible(team)
    team.get_by_role("main").get_by_role("link", name=place).click()
    team.wait_for_url(re.compile(r"/team/talks/\d+/$"))
    then_it_is_accessible(team)
    return team.url


def put_on_waiting_list(page: Page, request: str) -> None:
    page.goto(request)
    page.get_by_role("link", name="Put it on the waiting list").click()
    page.get_by_label("Why they wait").fill("No officer is free before the holidays")
    page.get_by_role("button", name="Put it on the waiting list").click()
    expect(page.get_by_role("main")).to_contain_text("waiting list")


def agree_on_a_date(page: Page, request: str) -> None:
    """The office says yes on the telephone to the first date that was held for it."""
    page.goto(request)
    offer_what_is_suggested(page)
    page.get_by_role("button", name=re.compile("^The school said yes")).first.click()
    expect(page.get_by_role("main")).to_contain_text("Confirmed")


def enter_count(page: Page, request: str, number: str) -> None:
    """Of the talk that came of a request; its session is open afterwards."""
    page.goto(request)
    page.get_by_role("link", name=re.compile("^The session on")).click()
    page.get_by_role("link", name="Enter the count").first.click()
    then_it_is_accessible(page)
    page.locator("[data-pad]").first.fill(number)
    choose(page, "I counted")
    page.get_by_role("button", name="Save the count").click()
    confirm_if_asked(page)
    expect(page.get_by_role("main")).to_contain_text("Delivered")


def offer_what_is_suggested(page: Page, *, kind: str = "") -> None:
    """`kind` adds the place to the list, when it was asked for in words."""
    page.get_by_role("link", name=re.compile("^Offer th(is date|ese dates)")).click()
    if kind:
        page.get_by_label("What kind of place is it?").select_option(label=kind)
        then_it_is_accessible(page)
    send_offer(page)


def send_offer(page: Page, *, warns: str = "") -> None:
    """Where it `warns` it does so once; pressed again it goes out. At some hours it warns besides
    that a school near the date cannot answer in time.
    """
    main, button = (
        page.get_by_role("main"),
        page.get_by_role("button", name=re.compile("^Offer to ")),
    )
    button.click()
    expect(main).to_contain_text(re.compile(f"{ASKS.pattern}|{OFFERED.pattern}"))
    asks = ASKS.search(main.inner_text())
    if warns:
        expect(main).to_contain_text(warns)
    if asks:
        then_it_is_accessible(page)
        button.click()
    expect(main).to_contain_text(OFFERED)


def offer_a_date(
    page: Page, day: date, *, at: str, officer: str, warns: str, minutes: str = "50"
) -> None:
    """On the page of a request. Where it `warns` it does so once; pressed again it goes out."""
    page.get_by_role("link", name=re.compile("^Offer (other dates|dates of your own)")).click()
    fill_in_date(page.get_by_role("group", name="Date").first, day)
    page.locator("#id_offer-starts_at").fill(at)
    page.locator("#id_offer-minutes").fill(minutes)
    page.locator("#id_offer-officer").select_option(label=officer)
    send_offer(page, warns=warns)
    expect(page.get_by_role("main")).to_contain_text("Waiting for the school’s answer")
    then_it_is_accessible(page)

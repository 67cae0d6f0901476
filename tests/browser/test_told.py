"""Coordinators see and stop what will be sent; an officer's calendar program fetches what stands in
the diary.
"""

import re
from urllib.request import urlopen

import pytest
import vobject
from playwright.sync_api import expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.given import (
    COORDINATOR,
    OFFICER,
    agree_on_a_date,
    enter_request,
    plan,
    somebody,
)
from tests.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def coming(browser, site) -> None:
    """A talk that a school has a date for, and a session of an officer."""
    with somebody(browser, site, COORDINATOR) as page:
        agree_on_a_date(page, enter_request(page, place="Castle Wynd"))
    with somebody(browser, site, OFFICER) as page:
        plan(page, place="Larrow Foods", days=3)


def test_a_coordinator_reads_what_will_be_sent_and_stops_it(page):
    sign_in(page, COORDINATOR)
    page.get_by_role("link", name="E-mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("E-mails about talks")
    then_it_is_accessible(page)

    page.get_by_role("link", name="A reminder of your talk").first.click()
    expect(page.get_by_text("The officer asks for:")).to_be_visible()
    then_it_is_accessible(page)

    page.get_by_role("button", name="Stop this e-mail").click()
    expect(page.get_by_role("status")).to_have_text("This e-mail will not be sent.")
    expect(page.get_by_role("button", name="Stop this e-mail")).to_have_count(0)
    then_it_is_accessible(page)

    page.get_by_role("link", name="The talk request").click()
    reminder = page.get_by_role("listitem").filter(has_text="A reminder of your talk")
    expect(reminder.filter(has_text="Stopped by Callum Coordinator")).to_be_visible()


def test_an_officer_has_their_talks_in_their_calendar_until_they_stop_it(page, site):
    sign_in(page, OFFICER)
    page.get_by_role("link", name="See your talks in your calendar").click()
    then_it_is_accessible(page)

    page.get_by_role("button", name="Make an address").click()
    then_it_is_accessible(page)
    [address] = re.findall(r"/ics/\S+\.ics", page.get_by_role("main").inner_text())

    with urlopen(site + address) as answer:
        calendar = vobject.readOne(answer.read().decode())
    assert calendar.vevent_list

    page.goto("/team/diary/feed/")
    assert address not in page.content()
    page.get_by_role("button", name="Stop the address").click()
    expect(page.get_by_role("status")).to_contain_text("The address no longer works.")
    assert page.request.get(address).status == 404

"""What waits has a line each, what was sent is counted right, and its receipts go when they were
seen.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.offline.conftest import tag, waiting
from tests.browser.offline.test_queue import TOKEN, keep

pytestmark = pytest.mark.browser
SENT_BY_ANOTHER_TAB = """async (owner) => {
  const [{ client_id }] = await teamLog.of(owner);
  await teamLog.update(client_id, (it) => (
    { ...it, state: "sent", session: "/team/sessions/1/", outcome: "logged" }));
}"""
HEIGHTS = "(lines) => lines.map((line) => line.getBoundingClientRect().height)"


def three_wait(phone):
    phone.without_background_sync()
    page = phone.sign_in()
    page.route(TOKEN, lambda route: route.abort())
    page.goto("/team/log/offline/")
    keep(page, "11", "12", "13")
    waiting(page, "3 waiting on this phone")
    return page


def send_all(page):
    page.unroute(TOKEN)
    page.get_by_role("button", name="Send now").click()
    waiting(page, "Sent from this phone")


def test_each_waits_in_one_line(phone):
    page = three_wait(phone)

    heights = page.locator("[data-phone-list] > li").evaluate_all(HEIGHTS)

    assert len(heights) == 3
    assert max(heights) <= 5.5 * 16  # a name that is long, and Remove beside it
    then_it_is_accessible(page)


def test_what_another_tab_sent_is_counted_too(phone):
    page = three_wait(phone)
    page.evaluate(SENT_BY_ANOTHER_TAB, page.locator("[data-phone]").get_attribute("data-phone"))

    send_all(page)

    expect(page.get_by_text("3 sent and logged.", exact=True)).to_be_visible()
    expect(tag(page, "Logged")).to_have_count(3)


def test_receipts_that_were_seen_are_on_no_other_page_and_the_next_count_has_none_of_them(phone):
    page = three_wait(phone)
    send_all(page)
    expect(page.get_by_text("3 sent and logged.", exact=True)).to_be_visible()

    page.route(TOKEN, lambda route: route.abort())
    page.get_by_role("navigation").get_by_role("link", name="Today", exact=True).click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Sent from this phone")).to_have_count(0)
    page.goto("/team/log/offline/")
    page.get_by_role("navigation").get_by_role("link", name="Log a session", exact=True).click()
    page.goto("/team/log/offline/")
    keep(page, "14")
    waiting(page, "1 waiting on this phone")
    send_all(page)

    expect(page.get_by_text("1 sent and logged.", exact=True)).to_be_visible()
    expect(tag(page, "Logged")).to_have_count(1)

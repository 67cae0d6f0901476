"""How long what waits is safe on the phone, and what waits in another programme."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.offline.conftest import fill_in, save, waiting

pytestmark = pytest.mark.browser
TOKEN = "**/team/log/token/"


@pytest.mark.parametrize(
    ("lasting", "vendor", "told"),
    [
        (True, "Google Inc.", "This phone keeps it until it is logged or you remove it."),
        (False, "Apple Computer, Inc.", "This browser keeps it for about a week"),
        (False, "Google Inc.", "This browser may clear it when the phone runs out of room."),
    ],
)
def test_page_says_how_long_an_entry_is_safe(phone, lasting, vendor, told):
    phone.context.add_init_script(
        f"""globalThis.askedToLast = 0;
        navigator.storage.persist = async () => (askedToLast += 1, {json.dumps(lasting)});
        navigator.storage.persisted = async () => {json.dumps(lasting)};
        Object.defineProperty(navigator, "vendor", {{ get: () => {json.dumps(vendor)} }});"""
    )
    page = phone.sign_in()
    phone.cut()
    page.goto("/team/log/")
    assert page.evaluate("askedToLast") == 0
    fill_in(page, children="19")

    save(page)

    expect(page.get_by_text(told)).to_be_visible()
    assert page.evaluate("askedToLast") == 1
    then_it_is_accessible(page)


OF_ANOTHER = """(owner) => teamLog.update("00000000-0000-4000-8000-000000000001", () => ({
  client_id: "00000000-0000-4000-8000-000000000001", owner, device_at: "2026-01-01T09:00:00Z",
  fields: {}, state: "waiting" }))"""


def test_entries_of_my_other_programme_are_named_as_such(phone):
    phone.without_background_sync()
    page = phone.sign_in()
    page.goto("/team/log/offline/")
    own, other = page.locator("[data-phone]").get_attribute("data-phone"), "f" * 32

    def working_in(owner, named):
        said = {"owner": owner, "token": "t", "others": {named: "Fife"}}
        page.unroute(TOKEN)
        page.route(TOKEN, lambda route: route.fulfill(json=said))

    working_in(own, other)
    page.evaluate(OF_ANOTHER, other)
    page.reload()
    expect(page.get_by_text("What you wrote in Fife waits too.")).to_be_visible()

    working_in(other, own)
    fill_in(page, children="20")
    save(page)
    expect(page.get_by_text("You work in another programme now.")).to_be_visible()
    waiting(page, "1 waiting on this phone")
    then_it_is_accessible(page)

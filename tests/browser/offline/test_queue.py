"""What waits on the phone is sent when it can be, each by itself, and the true reason is told."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.offline.conftest import (
    fill_in,
    log_without_network,
    needs_an_answer,
    save,
    tag,
    waiting,
)
from tests.browser.steps import logged

pytestmark = pytest.mark.browser
SEND, TOKEN = "**/team/log/send/", "**/team/log/token/"
PORTAL = {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to our guests</h1>"}


def quiet(phone, *words: str) -> None:
    """Chromium names the status of an answer in its console."""
    phone.noise[:] = [line for line in phone.noise if not any(word in line for word in words)]


def keep(page, *numbers: str) -> None:
    """Entries that wait, without a network."""
    for number in numbers:
        fill_in(page, children=number)
        save(page)
        expect(page.get_by_label("Children (up to P7)")).to_have_value("")
        page.wait_for_timeout(1_000)  # two presses in a second are one


def two_wait(phone):
    phone.without_background_sync()
    page = phone.sign_in()
    page.route(TOKEN, lambda route: route.abort())
    page.goto("/team/log/offline/")
    keep(page, "11", "12")
    waiting(page, "2 waiting on this phone")
    return page


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"status": 403, "body": "Forbidden"}, "Our server does not let you send this one."),
        ({"status": 404, "json": {"problems": [{"text": "It is not here"}]}}, "It is not here"),
        ({"status": 409, "body": "No"}, "Somebody else is signed in."),
        ({"status": 500, "body": "Oh"}, "Our server could not take this one (error 500)."),
        ({"status": 502, "content_type": "text/html", "body": "Bad"}, "Our server is away."),
        (PORTAL, "A network that asks to sign in answered in place of our server."),
    ],
)
def test_one_that_is_refused_holds_up_no_other_and_says_why(new_page, phone, answer, told):
    public = new_page()
    before = logged(public)
    page = two_wait(phone)

    def refuse_the_first(route):
        typed = json.loads(route.request.post_data)["fields"]["count_children"]
        route.fulfill(**answer) if typed == ["11"] else route.continue_()

    page.route(SEND, refuse_the_first)
    page.unroute(TOKEN)
    page.get_by_role("button", name="Send now").click()

    expect(tag(page, "Logged")).to_be_visible()
    expect(page.get_by_text(told, exact=True)).to_be_visible()
    waiting(page, "1 waiting on this phone")
    then_it_is_accessible(page)
    assert logged(public) == before + 12
    quiet(phone, str(answer["status"]))

    page.unroute(SEND)
    page.get_by_role("button", name="Send now").click()
    waiting(page, "Sent from this phone")
    assert logged(public) == before + 23


def portal_by_redirect(route):
    route.fulfill(status=302, headers={"Location": "https://portal.example/welcome"})


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda route: route.abort(), "Our server is away."),
        (lambda route: route.fulfill(status=502, body="Bad gateway"), "Our server is away."),
        (lambda route: route.fulfill(**PORTAL), "This network asks to sign in"),
        (portal_by_redirect, "This network asks to sign in"),
    ],
    ids=["no answer", "server away", "portal", "portal that leads away"],
)
def test_queue_goes_on_by_itself_without_a_storm_and_tells_why(new_page, phone, answer, told):
    public = new_page()
    before = logged(public)
    phone.without_background_sync()
    page = phone.page
    page.clock.install()
    phone.sign_in()
    tries = []

    def count(route):
        tries.append(route)
        answer(route)

    page.route(TOKEN, count)
    page.goto("/team/log/offline/")
    fill_in(page, children="13")
    page.clock.run_for(2_000)
    save(page)
    expect(page.get_by_text(told)).to_be_visible()
    for _ in range(20):
        page.clock.run_for(30_000)
        page.wait_for_timeout(100)
    assert 4 <= len(tries) <= 16  # in ten minutes; a portal is asked twice

    page.unroute(TOKEN)
    page.clock.run_for(300_000)
    expect(tag(page, "Logged")).to_be_visible()
    expect(page.get_by_text(told)).to_be_hidden()
    assert logged(public) == before + 13
    quiet(phone, "502", "portal.example", "Redirect", "redirect", "CORS", "Failed to load")


def test_entry_that_is_open_is_not_sent_under_the_hands_of_who_changes_it(new_page, phone):
    public = new_page()
    before = logged(public)
    page = phone.sign_in()
    log_without_network(phone, children="14")
    waiting(page, "1 waiting on this phone")
    page.get_by_role("region").get_by_role("link", name="Heronmoor").click()
    expect(page.get_by_label("Children (up to P7)")).to_have_value("14")

    phone.restore()
    other = phone.open()
    other.goto("/team/")  # another tab would send it
    page.wait_for_timeout(2_000)
    waiting(page, "1 waiting on this phone")
    assert logged(public) == before

    page.get_by_label("Children (up to P7)").fill("15")
    save(page)
    expect(tag(page, "Logged")).to_be_visible()
    assert logged(public) == before + 15


def test_change_of_an_entry_that_was_sent_before_is_kept_and_told(new_page, phone):
    public = new_page()
    before = logged(public)
    phone.without_background_sync()
    page = phone.sign_in()
    page.goto("/team/log/offline/")

    def arrives_and_the_answer_does_not(route):
        route.fetch()
        route.abort()

    page.route(SEND, arrives_and_the_answer_does_not)
    fill_in(page, children="16")
    save(page)
    expect(page.get_by_text("Our server is away.")).to_be_visible()
    assert logged(public) == before + 16
    page.get_by_role("region").get_by_role("link", name="Heronmoor").click()
    expect(page.get_by_label("Children (up to P7)")).to_have_value("16")
    page.get_by_label("Children (up to P7)").fill("18")
    page.unroute(SEND)
    page.wait_for_timeout(1_000)
    save(page)

    expect(page.get_by_text("Look at it", exact=True)).to_be_visible()
    assert logged(public) == before + 16
    page.get_by_role("region").get_by_role("link", name="Heronmoor").click()
    region = page.get_by_role("region", name="It was logged before your change")
    expect(region).to_contain_text("In the log: Children (up to P7): 16, from a register")
    expect(region).to_contain_text("You typed: Children (up to P7): 18, from a register")
    then_it_is_accessible(page)
    region.get_by_role("button", name="Change the log to mine").click()
    expect(tag(page, "Logged")).to_be_visible()
    assert logged(public) == before + 18
    quiet(phone, "422")


def test_what_waits_beside_one_that_needs_an_answer_is_still_to_be_sent(phone):
    page = two_wait(phone)
    problems = [{"field": "attendance", "to": "id_known_0", "text": "Is it right?"}]

    def ask_about_the_first(route):
        typed = json.loads(route.request.post_data)["fields"]["count_children"]
        if typed == ["11"]:
            return route.fulfill(status=422, json={"problems": problems})
        return route.fulfill(status=500, body="Oh")

    page.route(SEND, ask_about_the_first)
    page.unroute(TOKEN)
    page.get_by_role("button", name="Send now").click()

    region = page.get_by_role("region", name="2 waiting on this phone")
    expect(region).to_contain_text("It was sent, but needs your answer.")
    expect(region).to_contain_text("Saved on this phone only, and not sent yet.")
    expect(region.get_by_role("button", name="Send now")).to_be_visible()
    then_it_is_accessible(page)

    page.unroute(SEND)
    page.get_by_role("button", name="Send now").click()
    expect(tag(page, "Logged")).to_be_visible()
    needs_an_answer(page, "Look at it")
    quiet(phone, "422", "500")

"""From an invitation into the team, and what is said when something is wrong on the way."""

import re
from collections.abc import Callable
from threading import Thread

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_axe_finds_nothing
from tests.browser.documented import COORDINATOR
from tests.browser.signing_in import sign_in_by_hand
from tests.browser.sso.steps import (
    CODE,
    at_the_provider,
    be,
    come_back,
    sign_out,
    then_it_says,
    through,
)

pytestmark = pytest.mark.browser
STATE = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def test_from_an_invitation_into_the_team_and_again_the_next_time(
    page: Page, invite: Callable[[str], str]
) -> None:
    page.goto(invite("Iona Kerr"))
    then_it_says(page, "Join a team")
    through(page, "iona")
    page.wait_for_url("**/team/")
    assert {cookie["sameSite"] for cookie in page.context.cookies("http://127.0.0.1")} == {"Strict"}

    sign_out(page)
    page.goto("/team/sessions/")
    then_it_says(page, "Sign in")
    through(page, "iona")

    page.wait_for_url("**/team/sessions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")


def test_without_java_script_too(
    new_page: Callable[..., Page], invite: Callable[[str], str]
) -> None:
    page = new_page(java_script=False)
    page.goto(invite("Una Baird"))

    through(page, "una")

    page.wait_for_url("**/team/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_page_that_leads_out_is_accessible(page: Page, provider: str) -> None:
    page.goto("/accounts/login/")
    page.route(f"{provider}/**", lambda route: route.fulfill(status=204))  # so it stays
    page.get_by_role("button", name="Continue with Microsoft").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Opening Microsoft")
    then_axe_finds_nothing(page)


def test_stranger_of_the_tenant_needs_an_invitation(page: Page) -> None:
    page.goto("/accounts/login/")
    through(page, "a stranger")

    then_it_says(page, "You need an invitation")
    page.get_by_role("link", name="Back to sign-in").click()
    expect(page).to_have_title("Sign in – Sextortion Aware")
    page.goto("/team/")
    expect(page).to_have_title("Sign in – Sextortion Aware")


def test_whoever_stops_at_the_provider_is_back_at_the_invitation(
    page: Page, invite: Callable[[str], str]
) -> None:
    page.goto(invite("Morag Shaw"))
    at_the_provider(page, "morag")
    page.get_by_role("link", name="Cancel").click()

    then_it_says(page, "You stopped at Microsoft")
    page.get_by_role("link", name="Back to the invitation").click()
    through(page, "morag")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_token_of_another_tenant_is_refused(page: Page, provider: str) -> None:
    page.goto("/accounts/login/")
    at_the_provider(page, "somebody")
    be(provider, "wrong_tenant")
    come_back(page)

    then_it_says(page, "This did not work with Microsoft")


def test_way_back_is_good_once(page: Page, invite: Callable[[str], str]) -> None:
    came = []
    page.on("request", lambda asked: came.append(asked.url) if CODE.search(asked.url) else None)
    page.goto(invite("Elspeth Weir"))
    through(page, "elspeth")
    page.wait_for_url("**/team/")
    sign_out(page)

    page.goto(came[0])

    then_it_says(page, "Start again")
    page.goto("/team/")
    expect(page).to_have_title("Sign in – Sextortion Aware")


def test_keys_of_the_provider_may_change(
    page: Page, invite: Callable[[str], str], provider: str
) -> None:
    page.goto(invite("Fiona Orr"))
    at_the_provider(page, "fiona")
    be(provider, "new_keys")
    come_back(page)

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_provider_that_hangs_is_said_and_the_password_works_meanwhile(
    page: Page, new_page: Callable[..., Page], provider: str
) -> None:
    page.goto("/accounts/login/")
    at_the_provider(page, "somebody")
    be(provider, "hung")
    page.get_by_role("button", name="Sign in at the provider").click(no_wait_after=True)

    sign_in_by_hand(new_page(), COORDINATOR)

    then_it_says(page, "Microsoft does not answer")


def test_many_who_wait_for_a_provider_that_hangs_take_no_page_from_the_others(
    site: str, provider: str
) -> None:
    people = [begun(site) for _ in range(14)]  # more than there are threads for all pages
    be(provider, "hung")
    said: list[str] = []
    waiting = [
        Thread(target=lambda person=person: said.append(came_back(site, *person)))
        for person in people
    ]
    for each in waiting:
        each.start()

    others = [requests.get(f"{site}/accounts/login/", timeout=60).status_code for _ in range(20)]
    for each in waiting:
        each.join()

    assert others == [200] * 20
    assert said == ["/accounts/sso/refused/"] * len(people)


def begun(site: str) -> tuple[requests.Session, str]:
    """Somebody who is at the provider, and the state with which they will come back."""
    person = requests.Session()
    [token] = STATE.findall(person.get(f"{site}/accounts/login/").text)[:1]
    sent = {"csrfmiddlewaretoken": token}
    page = person.post(f"{site}/accounts/sso/begin/", sent, headers={"Origin": site})
    return person, page.text.partition("state=")[2].partition("&")[0]


def came_back(site: str, person: requests.Session, state: str) -> str:
    address = f"{site}/accounts/sso/callback/?code=x&state={state}&inside=1"
    return person.get(address, allow_redirects=False, timeout=60).headers["Location"]

"""The second step in a real browser: the app, the passkey, and what each page bears."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_it_says_what_is_wrong,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import watched
from tests.browser.serving import copy_of, running
from tests.browser.signing_in import PASSWORD, next_code, phone_of, sign_in_by_hand

pytestmark = pytest.mark.browser
OFFICER, VIEWER = "officer@team.example", "viewer@team.example"


@pytest.fixture(scope="module")
def named_site(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Browsers take passkeys of addresses with a name alone."""
    with running(copy_of(made, tmp_path_factory.mktemp("named")), host="localhost") as url:
        yield url


@pytest.fixture
def phone(browser: Browser, named_site: str) -> Iterator[Page]:
    """With an authenticator of its own, as in a phone or a security key."""
    noise: list[str] = []
    page = watched(browser, named_site, noise)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    page.context.close()
    assert noise == []


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def give_password(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Give your second step")


def looks_right(page: Page) -> None:
    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)


def test_passkey_is_added_and_then_signs_in(phone: Page) -> None:
    sign_in_by_hand(phone, OFFICER)
    phone.goto("/accounts/second-step/")
    phone.get_by_role("link", name="Add a passkey").click()
    heading(phone, "Set up a passkey")
    looks_right(phone)
    phone.get_by_label(re.compile("^Name")).fill("Work phone")
    phone.get_by_role("button", name="Set up a passkey").click()
    heading(phone, "Your second step")
    expect(phone.get_by_role("main")).to_contain_text("Work phone")
    looks_right(phone)
    phone.get_by_role("button", name="Sign out").first.click()
    heading(phone, "You are signed out")

    give_password(phone, OFFICER)
    looks_right(phone)
    phone.get_by_role("button", name="Use your passkey").click()

    phone.wait_for_url("**/team/")
    phone.goto("/accounts/second-step/")
    phone.get_by_role("link", name="Remove Work phone").click()
    heading(phone, "Remove passkey “Work phone”?")
    looks_right(phone)
    phone.get_by_role("button", name="Remove it").click()
    expect(phone.get_by_role("main")).not_to_contain_text("A passkey, set up")


def test_passkey_of_another_device_is_not_taken(phone: Page) -> None:
    """The server's own word, for a browser that sends an answer all the same."""
    give_password(phone, VIEWER)
    phone.evaluate(
        """() => {
          const form = document.querySelector("main form[method=post]");
          form.noValidate = true;
          form.elements.code.name = "credential";
          form.elements.credential.value = '{"id": "AA", "rawId": "AA", "type": "public-key"}';
          form.submit();
        }"""
    )

    expect(phone.get_by_role("alert")).to_contain_text("This passkey was not taken.")


def test_browser_that_cannot_is_told_so(browser: Browser, named_site: str) -> None:
    page = watched(browser, named_site, [])
    sign_in_by_hand(page, VIEWER)
    page.add_init_script("delete window.PublicKeyCredential")

    page.goto("/accounts/second-step/passkey/")

    expect(page.get_by_text("This browser cannot use passkeys")).to_be_visible()
    expect(page.get_by_role("button", name="Set up a passkey")).to_be_hidden()
    looks_right(page)
    page.context.close()


def test_pages_of_codes_bear_what_every_page_must(page: Page) -> None:
    give_password(page, OFFICER)
    looks_right(page)
    page.get_by_role("button", name="Continue").click()
    then_it_says_what_is_wrong(page, "Enter a code")
    page.get_by_label("Code", exact=True).fill("12")
    page.get_by_role("button", name="Continue").click()
    then_it_says_what_is_wrong(page, "This code is not right, or it was used already.")
    looks_right(page)
    page.get_by_label("Code", exact=True).fill(next_code(page, OFFICER))
    page.get_by_role("button", name="Continue").click()
    heading(page, "Today")

    page.goto("/accounts/second-step/again/")
    heading(page, "Give your second step again")
    looks_right(page)
    page.goto("/accounts/second-step/")
    looks_right(page)
    page.get_by_role("link", name="Replace the app").click()
    heading(page, "Set up your app")
    looks_right(page)
    page.goto("/accounts/second-step/")
    page.get_by_role("button", name="Make new recovery codes").click()
    heading(page, "Keep your recovery codes")
    looks_right(page)
    page.get_by_role("button", name="I have kept them").click()
    heading(page, "Your second step")


def test_recovery_code_lets_in_whose_phone_is_lost(page: Page) -> None:
    give_password(page, VIEWER)

    page.get_by_label("Code", exact=True).fill(phone_of(page, VIEWER)["codes"][-1])
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_too_many_wrong_codes_have_to_wait(page: Page) -> None:
    give_password(page, "coordinator@team.example")
    for _ in range(6):
        page.get_by_label("Code", exact=True).fill("12")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_load_state()

    expect(page.get_by_role("alert")).to_contain_text("There were too many wrong codes. Wait 5 min")
    looks_right(page)
    page.noise.clear()  # the browser's own line about the status 429

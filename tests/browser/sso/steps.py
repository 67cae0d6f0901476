"""What a hand does on the way to the provider and back."""

import re
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)

CODE = re.compile(r"[?&]code=")


def be(provider: str, how: str) -> None:
    urlopen(f"{provider}/be/?how={how}").close()


def at_the_provider(page: Page, who: str) -> None:
    page.get_by_role("button", name="Continue with Microsoft").click()
    page.get_by_label("Who").fill(who)


def come_back(page: Page) -> None:
    page.get_by_role("button", name="Sign in at the provider").click()


def through(page: Page, who: str) -> None:
    at_the_provider(page, who)
    come_back(page)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_title("You are signed out – Sextortion Aware")


def then_it_says(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert not CODE.search(page.url)
    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)

"""Signing in as a person does it; and what only a real browser does with strict cookies."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.signing_in import sign_in_by_hand

pytestmark = pytest.mark.browser
OFFICER = "officer@team.example"


def follow_from_web_mail(page: Page, address: str) -> None:
    """A data: page is a site of its own, as web mail is: the browser leaves strict cookies at home
    when its link is followed.
    """
    page.goto("data:text/html," + quote(f'<a href="{address}">Open</a>'))
    page.get_by_text("Open").click()


def test_officer_signs_in_and_out(page: Page) -> None:
    page.goto("/team/")
    then_it_is_accessible(page)

    sign_in_by_hand(page, OFFICER)
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    then_it_is_accessible(page)
    page.go_back()
    page.goto("/team/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_wrong_password_is_told_above_the_form_and_has_the_focus(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("nobody@team.example")
    page.get_by_label("Password", exact=True).fill("not a password of anybody")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_title("Error: Sign in – Sextortion Aware")
    expect(page.get_by_role("alert")).to_be_focused()
    then_it_is_accessible(page)


def test_summary_has_the_focus_the_second_time_too(page: Page) -> None:
    """Its link left the name of a field in the address, which would take the focus away."""
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").get_by_role("link").first.click()

    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_focused()


def test_link_from_web_mail_finds_the_officer_signed_in(page: Page, site: str) -> None:
    sign_in_by_hand(page, OFFICER)

    follow_from_web_mail(page, f"{site}/team/sessions/")

    page.wait_for_url("**/team/sessions/?inside=1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")


def test_forgotten_password_from_asking_to_the_link_of_the_mail(
    page: Page, site: str, var_dir: Path
) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Forgotten your password").click()
    page.get_by_label("E-mail address").fill("viewer@team.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")
    then_it_is_accessible(page)

    follow_from_web_mail(page, link_of_the_mail(page, var_dir))

    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a new password")
    then_it_is_accessible(page)


def link_of_the_mail(page: Page, var_dir: Path) -> str:
    """Written by the worker that runs beside the site."""
    for _ in range(200):
        for mail in (var_dir / "mail").glob("*"):
            text = mail.read_text().replace("=\n", "").replace("=3D", "=")
            if "Set your password" in text and (
                found := [word for word in text.split() if "/password/reset/key/" in word]
            ):
                return found[0]
        page.wait_for_timeout(100)
    raise AssertionError("no e-mail with a link came within 20 seconds")

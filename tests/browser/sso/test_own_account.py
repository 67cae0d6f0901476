"""A member links an account at the provider with the one here, and takes the link off again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.documented import ADMINISTRATOR, COORDINATOR
from tests.browser.mailbox import letter
from tests.browser.signing_in import sign_in, sign_in_by_hand
from tests.browser.sso.steps import be, come_back, sign_out, then_it_says, through

pytestmark = pytest.mark.browser
MINE, AGAIN = "/accounts/", "/accounts/second-step/again/?next=/accounts/"
OFFICER, VIEWER = "officer@team.example", "viewer@team.example"


def link(page: Page, who: str) -> None:
    page.get_by_role("button", name="Link Microsoft").click()
    page.get_by_label("Who").fill(who)
    come_back(page)


def then_it_is_linked(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("Your account is linked.")
    expect(page.get_by_role("button", name="Take Microsoft off")).to_be_visible()


def test_member_links_signs_in_by_it_and_takes_it_off(
    page: Page, new_page: Callable[..., Page], var_dir: Path
) -> None:
    sign_in_by_hand(page, OFFICER)
    page.goto(MINE)
    link(page, "rona")
    then_it_is_linked(page)
    then_it_says(page, "My account")
    told = letter(page, var_dir, OFFICER, "You can sign in with Microsoft now")
    assert "Take it off in “My account” at once:" in told

    sign_out(page)
    page.goto(MINE)
    through(page, "rona")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    page.get_by_role("button", name="Take Microsoft off").click()
    expect(page.get_by_role("status")).to_contain_text("Microsoft is taken off your account.")
    then_it_says(page, "My account")
    told = letter(page, var_dir, OFFICER, "Microsoft is taken off your account")
    assert "Set a new password at once:" in told

    sign_out(page)
    page.goto(MINE)
    through(page, "rona")
    then_it_says(page, "You need an invitation")
    then_the_trail_has(new_page(), "Single sign-on taken off", "Single sign-on linked")


def then_the_trail_has(page: Page, *newest_first: str) -> None:
    sign_in(page, ADMINISTRATOR)
    page.goto("/team/audit/?about=Person:+Rona")
    lines = page.get_by_role("row").filter(has_text="Single sign-on")
    expect(lines.locator("strong")).to_have_text(newest_first)
    for line in lines.all():
        expect(line.get_by_role("rowheader")).to_contain_text("Rona Officer")
    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)


def test_account_of_a_colleague_and_a_second_one_are_refused(
    page: Page, new_page: Callable[..., Page]
) -> None:
    colleague, other_tab = new_page(), page.context.new_page()
    sign_in_by_hand(colleague, COORDINATOR)
    colleague.goto(MINE)
    link(colleague, "callum")
    then_it_is_linked(colleague)
    sign_in_by_hand(page, VIEWER)
    page.goto(MINE)
    other_tab.goto(MINE)

    link(page, "callum")
    then_it_says(page, "That Microsoft account belongs to somebody else here")
    page.get_by_role("link", name="Go back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    link(page, "violet")
    then_it_is_linked(page)

    link(other_tab, "violet at home")
    then_it_says(other_tab, "You have another Microsoft account here")


def test_proof_by_somebody_else_or_by_nobody_is_refused(
    page: Page, invite: Callable[[str], str], provider: str
) -> None:
    page.goto(invite("Morven Bell"))
    through(page, "morven")
    page.wait_for_url("**/team/")
    page.goto(AGAIN)
    then_it_says(page, "Sign in with Microsoft again")

    through(page, "her brother")
    then_it_says(page, "Use the same Microsoft account")
    page.goto(AGAIN)
    be(provider, "no_auth_time")
    through(page, "morven")
    then_it_says(page, "Microsoft did not ask who you are")
    be(provider, "")
    page.goto(AGAIN)
    through(page, "morven")

    then_it_says(page, "My account")
    expect(page.get_by_role("main")).to_contain_text("you have no password here")


def test_who_left_does_not_get_in(
    page: Page, new_page: Callable[..., Page], invite: Callable[[str], str]
) -> None:
    page.goto(invite("Greer Hay"))
    through(page, "greer")
    page.wait_for_url("**/team/")
    end_the_membership_of("Greer Hay", new_page())

    page.goto("/accounts/login/")
    through(page, "greer")

    then_it_says(page, "You are in no team here")


def test_invitation_gives_away_no_account_that_is_in_use(
    page: Page, new_page: Callable[..., Page], invite: Callable[..., str]
) -> None:
    end_the_membership_of("Violet Viewer", new_page())

    page.goto(invite("Violet Viewer", VIEWER))
    through(page, "somebody with her mail")

    then_it_says(page, "Sign in with your password first")
    page.get_by_role("link", name="Back to the invitation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Join a team")


def end_the_membership_of(name: str, page: Page) -> None:
    sign_in(page, ADMINISTRATOR)
    page.goto("/team/people/")
    page.get_by_role("link", name=f"End the membership of {name}").click()
    page.get_by_role("button", name="End").click()
    page.wait_for_url("**/team/people/")


def test_page_of_refusals_says_when_there_is_none(page: Page) -> None:
    page.goto("/accounts/login/")
    through(page, "a stranger")
    then_it_says(page, "You need an invitation")
    page.reload()
    then_it_says(page, "You need an invitation")
    page.get_by_role("link", name="Back to sign-in").click()
    page.get_by_role("button", name="Continue with Microsoft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Provider")

    page.goto("/accounts/sso/refused/")

    then_it_says(page, "There is nothing to read here now")
    page.get_by_role("link", name="Back to sign-in").click()
    expect(page).to_have_title("Sign in – Sextortion Aware")

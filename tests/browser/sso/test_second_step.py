"""OIDC_SECOND_FACTOR=false: nobody promised a second factor of the provider's, so ours is asked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.signing_in import next_code, set_up_app
from tests.browser.sso.steps import sign_out, then_it_says, through

pytestmark = pytest.mark.browser
WHO = "iona.kerr@team.example"


@pytest.fixture(scope="module")
def asks_second_factor() -> str:
    return "false"


def test_second_step_of_ours_is_set_up_once_and_given_each_time(
    page: Page, invite: Callable[[str], str]
) -> None:
    page.goto(invite("Iona Kerr"))
    through(page, "iona")
    then_it_says(page, "Set up your second step")
    page.goto("/team/sessions/")
    then_it_says(page, "Set up your second step")
    page.get_by_role("link", name="Use an app").click()
    set_up_app(page, WHO)
    page.wait_for_url("**/team/**")

    sign_out(page)
    page.goto("/team/sessions/")
    through(page, "iona")
    then_it_says(page, "Give your second step")
    page.goto("/team/sessions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Give your second step")
    page.get_by_label("Code", exact=True).fill(next_code(page, WHO))
    page.get_by_role("button", name="Continue").click()

    page.wait_for_url("**/team/sessions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")

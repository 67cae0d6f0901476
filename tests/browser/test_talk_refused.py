"""A school mistypes its address, and the mail server of its council says so: from an empty
database, on both databases, with letters that go by SMTP.
"""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import then_it_is_accessible, then_it_says_what_is_wrong
from tests.browser.asking import (
    CONFIRM,
    OFFICE,
    answer_all,
    confirm_by_the_button,
    send_the_request,
)
from tests.browser.beginning import begun
from tests.campaigns.mail.post import Post, start_post

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

MISTYPED = "offfice@rowan-bank.example"


@pytest.fixture
def post() -> Iterator[tuple[Post, dict[str, str]]]:
    """A server that knows every mailbox but one, and what a site is told of it."""

    async def knows(
        server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == MISTYPED:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    told = SimpleNamespace()
    post, controller = start_post(told)
    post.handle_RCPT = knows
    yield post, {"EMAIL_HOST": told.EMAIL_HOST, "EMAIL_PORT": str(told.EMAIL_PORT)}
    controller.stop()


def test_refused_address_is_said_and_put_right(
    browser: Browser,
    tmp_path: Path,
    database: dict[str, str],
    post: tuple[Post, dict[str, str]],
):
    server, of_mail = post
    with begun(browser, tmp_path, database, **of_mail) as (site, team):
        school = site.page()
        answer_all(school, email=MISTYPED, look=then_it_is_accessible)
        send_the_request(school)
        wait_for_the_refusal(school)
        then_it_says_what_is_wrong(school, "That address refused our e-mail. Check it")
        school.get_by_label("Your work e-mail address").fill(OFFICE)
        school.get_by_role("button", name="Send the e-mail again").click()
        expect(school.get_by_role("main")).to_contain_text(f"We have written to {OFFICE}")
        expect(school.get_by_role("alert")).to_have_count(0)
        then_it_is_accessible(school)

        letter = wait_for_letter(school, server, CONFIRM)
        reference = confirm_by_the_button(school, letter)
        then_it_is_accessible(school)
        wait_for_letter(school, server, "We have your request for a talk")
        then_nobody_need_call(team, reference)
    assert [recipients for recipients, _ in server.kept if MISTYPED in recipients] == []


def wait_for_the_refusal(school: Page) -> None:
    """The letter is sent beside the page, which says what became of it when it is looked at."""
    for _ in range(300):
        if school.title().startswith("Error: "):
            return
        school.wait_for_timeout(100)
        school.reload()
    raise AssertionError("the page does not say that the address refused the letter")


def wait_for_letter(page: Page, server: Post, subject: str) -> EmailMessage:
    for _ in range(300):
        for recipients, message in server.kept:
            if recipients == [OFFICE] and message["Subject"] == subject:
                return message
        page.wait_for_timeout(100)
    raise AssertionError(f"{subject} did not arrive")


def then_nobody_need_call(team: Page, reference: str) -> None:
    team.goto("/team/")
    expect(team.get_by_role("heading", level=1)).to_have_text("Today")
    expect(team.get_by_role("main")).not_to_contain_text("Please call these schools")
    team.goto("/team/talks/")
    expect(team.get_by_role("main")).to_contain_text(reference)
    then_it_is_accessible(team)

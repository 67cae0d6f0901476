"""A school's way through the form in Chromium, page by page, and the letters that it gets."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.steps import choose

OFFICE = "office@rowan-bank.example"
TOO_QUICK = 3000  # milliseconds: who sends sooner after starting is asked to look again


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state()


def start(page: Page, site: str = "") -> None:
    """`site` for a page whose context has no base address."""
    page.goto(f"{site}/talks/ask/")
    page.get_by_role("button", name="Start").click()


def name_the_school(page: Page) -> None:
    """The demonstration has an open request of this school already; that is said once."""
    page.get_by_role("combobox").or_(page.get_by_role("textbox")).first.fill("Rowan Bank")
    page.locator("[role=listbox] [role=option]").first.click()
    go_on(page)
    if page.get_by_text("Somebody asked us for a talk here").count():
        then_it_is_accessible(page)
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is the talk for?")


def say_who_it_is_for(page: Page) -> None:
    page.get_by_label("Which stages?").fill("P7")  # pupils are chosen already
    page.get_by_label("How many people do you expect?").fill("27")
    go_on(page)


def say_when(page: Page, words: str) -> None:
    """Some of those days may be holidays; that is said once."""
    page.get_by_label("First choice").fill(words)
    go_on(page)
    if page.get_by_role("heading", level=1, name="When would suit you?").count():
        go_on(page)


def answer_all(page: Page) -> None:
    page.goto("/talks/")
    page.get_by_role("main").get_by_role("link", name="Ask for a talk").click()
    page.get_by_role("button", name="Start").click()
    name_the_school(page)
    say_who_it_is_for(page)
    choose(page, "Something else")
    go_on(page)
    choose(page, "Sextortion")
    choose(page, "Class lesson")
    go_on(page)
    say_when(page, "any Tuesday, morning")
    go_on(page)  # the room
    go_on(page)  # and what people need may be left empty
    choose(page, "Yes, a member of our staff will stay for the whole talk")
    go_on(page)
    page.get_by_label("Your name").fill("Morag Bell")
    page.get_by_label("Your role").fill("Depute head")
    page.get_by_label("Your work e-mail address").fill(OFFICE)
    go_on(page)


def ask_for_a_talk(page: Page, var_dir: Path, *, presses: int = 1) -> str:
    """Through the form and by the letter's button into the queue; the reference that the page
    shows.
    """
    letters = len(mails_to(var_dir, OFFICE))
    answer_all(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    then_it_is_accessible(page)
    page.wait_for_timeout(TOO_QUICK)
    page.get_by_role("button", name="Send the request").click(click_count=presses)
    expect(page.get_by_role("heading", level=1)).to_have_text("Now look in your e-mail")
    then_it_is_accessible(page)
    page.goto(link_in(wait_for_mail(page, var_dir, letters + 1)))
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your address?")
    then_it_is_accessible(page)
    page.get_by_role("button", name="Yes, send my request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your request")
    return re.search(r"\b[B-DF-HJ-NP-TV-XZ2-9]{7}\b", page.get_by_role("main").inner_text()).group()


def mails_to(var_dir: Path, address: str) -> list[EmailMessage]:
    """What the worker wrote to files, oldest first."""
    files = sorted((var_dir / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
    mails = [
        message_from_bytes(part, policy=policy.default)
        for path in files
        for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
        if part.strip()
    ]
    return [mail for mail in mails if mail["To"] == address]


def wait_for_mail(page: Page, var_dir: Path, number: int) -> EmailMessage:
    for _ in range(100):
        if len(mails := mails_to(var_dir, OFFICE)) >= number:
            return mails[number - 1]
        page.wait_for_timeout(100)
    raise AssertionError(f"mail {number} was not written")


def wait_for_mail_about(page: Page, var_dir: Path, subject: str) -> EmailMessage:
    """The letter with the offer is stopped when the office says yes before it was sent."""
    for _ in range(300):
        for mail in mails_to(var_dir, OFFICE):
            if subject in mail["Subject"]:
                return mail
        page.wait_for_timeout(100)
    raise AssertionError(f"no mail about {subject} was written")


def plain(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def link_in(mail: EmailMessage) -> str:
    """To the school's own page."""
    return re.search(r"http\S+/t/\S+", plain(mail)).group()

"""A school's way through the form in Chromium, page by page, and the letters that it gets."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import vobject
from playwright.sync_api import Page, expect
from vobject.base import Component

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.steps import choose

OFFICE = "office@rowan-bank.example"
CONFIRM = "Please confirm your request for a talk"
TOO_QUICK = 3000  # milliseconds: who sends sooner after starting is asked to look again


Look = Callable[[Page], None]


def pass_by(page: Page) -> None:
    """Looks at nothing."""


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state()


def start(page: Page, site: str = "") -> None:
    """`site` for a page whose context has no base address."""
    page.goto(f"{site}/talks/ask/")
    page.get_by_role("button", name="Start").click()


def name_the_school(page: Page, typed: str = "Rowan Bank") -> None:
    """The demonstration has an open request of this school already; that is said once."""
    page.get_by_role("combobox").or_(page.get_by_role("textbox")).first.fill(typed)
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


def say_when(page: Page, words: str, second: str = "", look: Look = pass_by) -> None:
    """Some of those days may be holidays; that is said once."""
    page.get_by_label("First choice").fill(words)
    page.get_by_label("Second choice").fill(second)
    go_on(page)
    if page.get_by_role("heading", level=1, name="When would suit you?").count():
        look(page)
        go_on(page)


def answer_all(
    page: Page,
    *,
    school: str = "Rowan Bank",
    when: tuple[str, str] = ("any Tuesday, morning", ""),
    name: str = "Morag Bell",
    email: str = OFFICE,
    look: Look = pass_by,
) -> None:
    """`look` is done at every page before it is answered."""

    def on() -> None:
        go_on(page)
        look(page)

    page.goto("/talks/")
    look(page)
    page.get_by_role("main").get_by_role("link", name="Ask for a talk").click()
    look(page)
    page.get_by_role("button", name="Start").click()
    look(page)
    name_the_school(page, school)
    look(page)
    say_who_it_is_for(page)
    look(page)
    choose(page, "Something else")
    on()
    choose(page, "Sextortion")
    choose(page, "Class lesson")
    on()
    say_when(page, *when, look)
    look(page)
    on()  # the room
    on()  # and what people need may be left empty
    choose(page, "Yes, a member of our staff will stay for the whole talk")
    on()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your role").fill("Depute head")
    page.get_by_label("Your work e-mail address").fill(email)
    go_on(page)


def send_the_request(page: Page, *, presses: int = 1) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    then_it_is_accessible(page)
    page.wait_for_timeout(TOO_QUICK)
    page.get_by_role("button", name="Send the request").click(click_count=presses)
    expect(page.get_by_role("heading", level=1)).to_have_text("Now look in your e-mail")
    then_it_is_accessible(page)


def confirm_by_the_button(page: Page, letter: EmailMessage) -> str:
    """The reference that the page shows."""
    page.goto(link_in(letter))
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your address?")
    then_it_is_accessible(page)
    page.get_by_role("button", name="Yes, send my request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your request")
    return re.search(r"\b[B-DF-HJ-NP-TV-XZ2-9]{7}\b", page.get_by_role("main").inner_text()).group()


def ask_for_a_talk(page: Page, var_dir: Path, *, presses: int = 1) -> str:
    """Through the form and by the letter's button into the queue; the reference that the page
    shows.
    """
    before = len(letters_to_confirm(var_dir))
    answer_all(page)
    send_the_request(page, presses=presses)
    for _ in range(300):
        if len(letters := letters_to_confirm(var_dir)) > before:
            return confirm_by_the_button(page, letters[-1])
        page.wait_for_timeout(100)
    raise AssertionError("no letter asks whether the address is theirs")


def letters_to_confirm(var_dir: Path) -> list[EmailMessage]:
    return [mail for mail in mails_to(var_dir, OFFICE) if CONFIRM in mail["Subject"]]


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


def wait_for_mail_about(
    page: Page, var_dir: Path, subject: str, *, to: str = OFFICE
) -> EmailMessage:
    """The letter with the offer is stopped when the office says yes before it was sent."""
    for _ in range(300):
        for mail in mails_to(var_dir, to):
            if subject in mail["Subject"]:
                return mail
        page.wait_for_timeout(100)
    raise AssertionError(f"no mail about {subject} was written")


def plain(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def link_in(mail: EmailMessage) -> str:
    """To the school's own page."""
    return re.search(r"http\S+/t/\S+", plain(mail)).group()


def entry_in(mail: EmailMessage) -> Component:
    """What the letter's calendar file holds."""
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return vobject.readOne(part.get_content()).vevent

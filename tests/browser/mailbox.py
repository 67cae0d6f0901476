"""What came by e-mail: a site of tests writes it to files."""

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page

BETWEEN_TWO = b"-" * 79  # as Django's backend writes it


def link_in_the_mail(page: Page, var_dir: Path, email: str) -> str:
    """Of an invitation."""

    def link_of(mail: EmailMessage) -> str:
        words = text_of(mail).split() if mail["To"] == email else []
        return next((word for word in words if "/accounts/invitation/" in word), "")

    return waited_for(page, var_dir, link_of)


def letter(page: Page, var_dir: Path, email: str, subject: str) -> str:
    """Its words."""

    def text_if_it(mail: EmailMessage) -> str:
        return text_of(mail) if (mail["To"], mail["Subject"]) == (email, subject) else ""

    return waited_for(page, var_dir, text_if_it)


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def waited_for(page: Page, var_dir: Path, wanted: Callable[[EmailMessage], str]) -> str:
    """Written by the worker that runs beside the site."""
    for _ in range(200):
        if found := next(filter(None, map(wanted, mails_in(var_dir))), ""):
            return found
        page.wait_for_timeout(100)
    raise AssertionError("no such e-mail came within 20 seconds")


def mails_in(var_dir: Path) -> Iterator[EmailMessage]:
    for file in (var_dir / "mail").glob("*"):
        for mail in file.read_bytes().split(BETWEEN_TWO):
            if mail.strip():
                yield message_from_bytes(mail.strip(), policy=policy.default)

"""When the part behind the front is full: plain words, and what was typed stays in the browser."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from sextortion_aware.deadlines import READING
from tests.browser.accessibility import then_it_is_accessible
from tests.browser.serving import running

pytestmark = pytest.mark.browser
NO_ROOM = "We could not take your form yet"
MINUTES = 2  # to wait for what comes at once on a machine that is not busy itself


@pytest.fixture(scope="module")
def site(var_dir: Path) -> Iterator[str]:
    """One process: of two, chance decides which takes up a form, and on a busy machine all those
    that ask whether there is room may come to the one that is full.
    """
    with running(var_dir, processes=1) as url:
        yield url


@contextmanager
def no_room_for_forms(site: str) -> Iterator[None]:
    """Strangers hold every place in which a form is received."""
    address = (urlsplit(site).hostname, urlsplit(site).port)
    head = b"POST /talks/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\na="
    with ExitStack() as lines:
        for _ in until("there is no room"):
            for _ in range(READING):
                line = lines.enter_context(socket.create_connection(address, timeout=30))
                line.sendall(head)
            # Once could be for the place of the one who asked just before.
            if finds_no_room(site) and finds_no_room(site):
                break
        yield
    for _ in until("there is room again"):
        if not finds_no_room(site):
            break


def until(what: str) -> Iterator[None]:
    end = time.monotonic() + MINUTES * 60
    while time.monotonic() < end:
        yield
        time.sleep(0.1)
    pytest.fail(f"It never came that {what}.")


def finds_no_room(site: str) -> bool:
    """By the words: a page that a busy machine draws too late has the same status."""
    try:
        with urlopen(f"{site}/talks/", data=b"a=b", timeout=60):
            return False
    except HTTPError as answer:
        return NO_ROOM in answer.read().decode()


def test_form_that_finds_no_room_is_sent_again_by_reloading(page: Page, site: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("typed@team.example")
    page.get_by_label("Password", exact=True).fill("not a password of anybody")

    with no_room_for_forms(site):
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(NO_ROOM)
        expect(page.locator("main")).to_contain_text("What you typed is still in your browser.")
        then_it_is_accessible(page)
    page.noise.clear()  # the browser's own line about the status 503
    page.reload()

    expect(page).to_have_title("Error: Sign in – Sextortion Aware")
    expect(page.get_by_label("E-mail address")).to_have_value("typed@team.example")


def test_advice_and_the_pages_of_forms_are_there_meanwhile(page: Page, site: str) -> None:
    with no_room_for_forms(site):
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto("/accounts/login/")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()

"""The page of who can help, at a moment, and its cards."""

from playwright.sync_api import Locator, Page

PATH = "/who-can-help/"


def open_at(new_page, moment: str, **options) -> Page:
    """The clock stands still at `moment`, however slow the machine is: only `run_for` moves it."""
    page = new_page(timezone_id="America/New_York", **options)
    page.clock.install(time=0)  # before any moment: it is only stopped ahead of where it is
    page.clock.pause_at(moment)
    page.goto(PATH)
    return page


def card(page: Page, name: str) -> Locator:
    return page.locator(".contact").filter(
        has=page.get_by_role("heading", name=name, exact=True, include_hidden=True)
    )


def tag(page: Page, name: str) -> Locator:
    return card(page, name).locator(".now")

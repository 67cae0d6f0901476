"""An officer's thumb on a phone, and what it costs."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.browser.signing_in import sign_in

MOST_TAPS = 8


class Thumb:
    """Counts what a thumb does: each tap on the page, each number given, and the seconds from the
    first tap on.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.numbers, self.began = page, 0, 0, time.monotonic()

    def on(self, locator: Locator) -> None:
        locator.tap()
        self.taps += 1

    def press(self, number: str) -> None:
        """On the big keys of the page."""
        for digit in number:
            self.page.get_by_role("group", name="Number pad").get_by_role(
                "button", name=digit, exact=True
            ).tap()
        self.numbers += 1

    def type(self, locator: Locator, number: str) -> None:
        self.on(locator)
        self.page.keyboard.type(number)
        self.numbers += 1

    def then_it_was_quick(self, what: str) -> None:
        took = time.monotonic() - self.began
        # For whoever asks how long it took: pytest -s
        print(f"{what}: {self.taps} taps, {self.numbers} number, {took:.1f} seconds")  # noqa: T201
        assert (self.taps <= MOST_TAPS, self.numbers) == (True, 1)


def on_a_phone(new_page: Callable[..., Page], who: str = "officer") -> Page:
    page = new_page(has_touch=True)
    sign_in(page, f"{who}@team.example")
    return page

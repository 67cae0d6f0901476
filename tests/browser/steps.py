"""What a hand does on a page, whichever page it is."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Locator, Page, expect

OPEN_AROUND = """(part) => {
  for (let fold = part; (fold = fold.parentElement?.closest("details")); ) fold.open = true;
}"""


def choose(page: Page, words: str) -> None:
    """Taps a radio or a checkbox as a thumb does: on its words, in a fold that it opens first."""
    label = page.locator("label").filter(has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$"))
    label.evaluate(OPEN_AROUND)
    label.click()


def to_log(page: Page) -> None:
    """The log, with all that it folds away open."""
    page.goto("/team/log/")
    open_folds(page)


def open_folds(page: Page) -> None:
    page.locator("form details").evaluate_all("all => all.forEach((one) => { one.open = true })")


def from_menu(page: Page, words: str) -> None:
    """On a phone, and at a desk what few people use, it stands under More."""
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name=words, exact=True)
    if not link.count():
        page.get_by_role("navigation", name="Main").get_by_text("More", exact=True).click()
    link.first.click()


def fill_in_date(form: Page | Locator, day: date) -> None:
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        form.get_by_label(label, exact=True).fill(str(value))


def confirm_if_asked(page: Page, press: Callable[[Locator], None] = Locator.click) -> None:
    """After a session was sent: somebody may have logged there today already, and at the weekend
    schools are closed.
    """
    expect(page).not_to_have_title(re.compile("^(Log a session|Who came)"))
    page.wait_for_load_state()
    button = page.locator("[data-error-summary] button[form=session-form]:not([name])")
    if button.count():
        press(button)


def logged(page: Page) -> int:
    """The attendances that the public reach page shows."""
    page.goto("/reach/")
    text = page.get_by_role("main").inner_text()
    return int(re.search(r"([\d,]+) of 20,000 attendances", text).group(1).replace(",", ""))

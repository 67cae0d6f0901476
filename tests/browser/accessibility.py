"""What every page must bear: axe, a narrow screen, the dark, and being told what is wrong."""

import re

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

axe = Axe()
# What a colour can break. Nothing but colours differs in the dark: tests/test_design.py.
OF_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


def then_axe_finds_nothing(page: Page, **options: dict[str, object]) -> None:
    """The page keeps axe until it goes to another one."""
    if not page.evaluate("Boolean(globalThis.axe)"):
        page.evaluate(axe.axe_script)
    found = AxeResults(
        page.evaluate(
            "options => axe.run(options).then(({ violations }) => ({ violations }))",
            options or {"resultTypes": ["violations"]},
        )
    )
    assert found.violations_count == 0, (
        f"{page.url} at {page.viewport_size['width']}:\n{found.generate_report()}"
    )


def then_it_is_accessible(page: Page) -> None:
    """axe finds nothing, on a phone and on a desk; nothing is wider than the screen."""
    before = page.viewport_size
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        then_axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], (
            f"{page.url} scrolls sideways at {viewport['width']}"
        )
    page.set_viewport_size(before)


def then_its_colours_can_be_read_in_the_dark(page: Page) -> None:
    """On a phone and on a desk, of a page that was accessible in the light.

    Without motion: halfway between light and dark nothing can be read.
    """
    before = page.viewport_size
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        then_axe_finds_nothing(page, **OF_COLOURS)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size(before)


DESCRIPTION_OF_FOCUS = """[document.activeElement, document.activeElement.closest("fieldset")]
    .flatMap((element) => (element?.getAttribute("aria-describedby") ?? "").split(" "))
    .map((id) => document.getElementById(id)?.innerText ?? "").join(" ")"""


def then_it_says_what_is_wrong(page: Page, words: str = "") -> None:
    """Above, where the focus is, and beside the field, to which the one leads from the other."""
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(words)
    expect(summary).to_be_focused()
    then_it_is_accessible(page)
    first = summary.get_by_role("link").first
    message = first.inner_text()
    first.click()
    assert page.evaluate("document.activeElement.matches('input, textarea, select')")
    assert message in page.evaluate(DESCRIPTION_OF_FOCUS)

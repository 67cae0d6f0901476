"""What has the focus can be read, in the light and in the dark, wherever it stands."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STYLE = (Path(settings.BASE_DIR) / "static/css/site.css").read_text(encoding="utf-8")
INK, FOCUS = "rgb(22, 32, 46)", "rgb(255, 216, 61)"
PARTS = {
    "link": '<a href="/">It</a>',
    "link of the top": '<div class="top"><a href="/">It</a></div>',
    "rest of the menu": '<div class="top"><details><summary>It</summary></details></div>',
    "sign-out": '<div class="top"><button class="plain">It</button></div>',
    "way out": '<div class="exit"><a class="exit-link" href="/">It</a></div>',
    "link of the hero": '<div class="hero"><a href="/">It</a></div>',
    "button of the hero": '<div class="hero"><a class="button second" href="/">It</a></div>',
    "button": '<button class="button">It</button>',
    "button that removes": '<button class="button danger">It</button>',
    "details": "<details><summary>It</summary></details>",
    "details of what is usual": '<details class="usual"><summary>It</summary></details>',
    "error of the summary": '<div class="summary"><ul><li><a href="/">It</a></li></ul></div>',
}


@pytest.fixture(scope="module", params=["light", "dark"])
def drawn(browser: Browser, request: pytest.FixtureRequest) -> Page:
    page = browser.new_page(color_scheme=request.param, reduced_motion="reduce")
    yield page
    page.close()


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_what_has_the_focus_is_dark_on_yellow(drawn: Page, part: str):
    drawn.set_content(f"<!doctype html><style>{STYLE}</style>{part}")

    drawn.keyboard.press("Tab")

    colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert drawn.eval_on_selector(":focus-visible", colours) == [INK, FOCUS]

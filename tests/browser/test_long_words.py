"""A name without a gap, as long as its column allows, pushes no page sideways on a phone."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

STYLE = (Path(settings.BASE_DIR) / "static/css/site.css").read_text(encoding="utf-8")
LONG = "W" * 120


@pytest.mark.parametrize(
    "part",
    [
        f'<ul class="tasks"><li><div><a href="/">{LONG}</a></div></li></ul>',
        f'<ul class="tasks"><li><a href="/">{LONG}</a><strong class="tag">2</strong></li></ul>',
        f'<div class="choices"><label><input type="radio">{LONG}</label></div>',
        f'<p><strong class="tag">{LONG}</strong></p>',
        f"<p><select><option>{LONG}</option></select></p>",
        '<div class="scroller"><table><tr>'
        f'<th><a href="/">{LONG}</a></th><td>1<span class="unseen"> at {LONG}</span></td>'
        "</tr></table></div>",
    ],
    ids=["list", "list with a state", "choice", "tag", "select", "table"],
)
def test_long_word_stays_within_a_telephone(browser: Browser, part):
    page = browser.new_page(viewport=PHONE)
    page.set_content(f"<!doctype html><style>{STYLE}</style><main>{part}</main>")

    width = page.evaluate("document.documentElement.scrollWidth")

    assert width <= PHONE["width"]
    page.close()


def test_long_word_in_a_row_of_a_spreadsheet_breaks_and_its_line_number_does_not(browser: Browser):
    page = browser.new_page(viewport=PHONE)
    rows = f"<tr><th>1234</th><td>{LONG}</td></tr>"
    page.set_content(
        f"<!doctype html><style>{STYLE}</style>"
        f'<main><div class="scroller"><table id="lines">{rows}</table></div></main>'
    )

    over = "one => one.scrollWidth - one.clientWidth"
    wide = page.eval_on_selector(".scroller", over)

    assert wide <= 0
    assert page.eval_on_selector("th", "one => one.offsetWidth") > 30
    page.close()

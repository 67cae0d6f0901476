"""A button that finds no room beside its line stands apart from it."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

STYLE = (Path(settings.BASE_DIR) / "static/css/site.css").read_text(encoding="utf-8")
LINE = "The school wishes another time. It hears from us by Wednesday 2 December."
SPACE = """item => item.lastElementChild.getBoundingClientRect().top
  - item.firstElementChild.getBoundingClientRect().bottom"""


def test_button_below_a_line_of_a_list_does_not_stick_to_it(browser: Browser):
    page = browser.new_page(viewport=PHONE)
    button = '<form><button class="button second">Seen</button></form>'
    page.set_content(
        f"<!doctype html><style>{STYLE}</style>"
        f'<ul class="tasks"><li><div>{LINE}</div>{button}</li></ul>'
    )

    assert page.eval_on_selector("li", SPACE) == 8
    page.close()

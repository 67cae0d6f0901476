"""The sweep for accessibility finds what it is there for: each fault is made on a page that has
none.
"""

import pytest

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]

PATH = "/who-can-help/"
STYLED = """rules => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""


def test_colour_that_cannot_be_read_in_the_dark_is_found_there_alone(page):
    page.goto(PATH)
    page.evaluate(STYLED, "@media (prefers-color-scheme: dark) { :root { --text: #333344 } }")

    then_it_is_accessible(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        then_its_colours_can_be_read_in_the_dark(page)


@pytest.mark.parametrize("width", ["max-width: 40em", "min-width: 60em"], ids=["phone", "desk"])
def test_colour_that_cannot_be_read_on_one_screen_is_found(page, width):
    page.goto(PATH)
    page.evaluate(STYLED, f"@media ({width}) {{ main p {{ color: #bbbbbb }} }}")

    with pytest.raises(AssertionError, match="color-contrast"):
        then_it_is_accessible(page)


@pytest.mark.parametrize("width", ["max-width: 40em", "min-width: 60em"], ids=["phone", "desk"])
def test_page_that_is_wider_than_one_screen_is_found(page, width):
    page.goto(PATH)
    page.evaluate(STYLED, f"@media ({width}) {{ main p {{ min-inline-size: 110vw }} }}")

    with pytest.raises(AssertionError, match="scrolls sideways"):
        then_it_is_accessible(page)


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (
            "main.querySelectorAll('label').forEach(one => one.replaceWith(...one.children))",
            "label",
        ),
        ("main.prepend(Object.assign(new Image(), { src: '/static/img/icon.svg' }))", "image-alt"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("main.querySelector('h2').replaceWith(deep)", "heading-order"),
    ],
)
def test_what_a_screen_reader_stumbles_over_is_found(page, fault, rule):
    page.goto(PATH)
    deep = "Object.assign(document.createElement('h4'), { innerText: 'Deep' })"
    page.evaluate(
        f"() => {{ const main = document.querySelector('main'), deep = {deep}; {fault} }}"
    )

    with pytest.raises(AssertionError, match=rule):
        then_it_is_accessible(page)

"""Every letter in a real browser: on the narrowest phone and as wide as it gets, in the light and
the dark. It needs no site: a program for mail has none either.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import OF_COLOURS, then_axe_finds_nothing
from tests.browser.written_letters import LONG
from tests.campaigns.mail.every_letter import EVERY_LETTER

pytestmark = pytest.mark.browser

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 600, "height": 800}
# A page has landmarks to leap between; a letter is read from its head to its foot.
OF_PAGES = {rule: {"enabled": False} for rule in ("region", "landmark-one-main")}
WHOLE = {"resultTypes": ["violations"], "rules": OF_PAGES}
GROUND_OF_CARD = "getComputedStyle(document.querySelector('.card')).backgroundColor"


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The HTML of each, and one with a long word wherever a person may put it."""
    folder = tmp_path_factory.mktemp("letters")
    database = folder / "letters.sqlite3"
    database.touch()  # our SQLite makes none
    env = os.environ | {"DATABASE_URL": f"sqlite:///{database}"}
    made = [sys.executable, "-m", "tests.browser.written_letters", folder]
    subprocess.run(made, check=True, env=env, cwd=settings.BASE_DIR)
    names = [*EVERY_LETTER, "long"]
    return {
        name: (folder / f"{number}.html").read_text(encoding="utf-8")
        for number, name in enumerate(names)
    }


@pytest.fixture
def paper(letters: dict[str, str], browser: Browser) -> Iterator[Page]:
    """As mail programs show it: nothing is fetched."""
    asked: list[str] = []
    context = browser.new_context(viewport=NARROW)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert asked == []


def then_nothing_is_wider(page: Page) -> None:
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"sideways at {width}"


@pytest.mark.parametrize("name", EVERY_LETTER)
def test_letter_is_read_on_every_screen_in_light_and_dark(
    paper: Page, letters: dict[str, str], name: str
) -> None:
    paper.set_content(letters[name])

    for scheme in ("light", "dark"):
        paper.emulate_media(color_scheme=scheme)
        for viewport in (NARROW, WIDE):
            paper.set_viewport_size(viewport)
            then_nothing_is_wider(paper)
            then_axe_finds_nothing(paper, **(WHOLE if scheme == "light" else OF_COLOURS))
    assert paper.evaluate(GROUND_OF_CARD) == "rgb(26, 36, 49)"
    button = paper.locator("a.button")
    assert button.count() == 0 or button.bounding_box()["height"] >= 44


def test_long_names_break_on_a_narrow_phone(paper: Page, letters: dict[str, str]) -> None:
    paper.set_content(letters["long"])

    assert paper.inner_text("body").count(LONG) == 3
    then_nothing_is_wider(paper)


def test_fault_in_the_dark_is_seen(paper: Page, letters: dict[str, str]) -> None:
    """The check above finds what it is there for."""
    paper.set_content(letters["receipt"].replace("#f1f4f8 !important", "#2a3441 !important"))
    paper.emulate_media(color_scheme="dark")

    with pytest.raises(AssertionError, match="color-contrast"):
        then_axe_finds_nothing(paper, **OF_COLOURS)

"""Somebody frightened, at night, on a phone."""

import re
import sqlite3
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from advice.library import library
from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]

PATHS = [page.path for page in library().pages]


def is_on_first_screen(page: Page, text: str) -> bool:
    box = page.get_by_text(text).first.bounding_box()
    return box["y"] + box["height"] <= PHONE["height"]


def test_people_to_call_text_and_chat_with_stand_on_the_first_screen_of_every_page(new_page):
    page = new_page(viewport=PHONE)
    below = {}
    for path in [page.path for page in library().pages if page.people]:
        page.goto(path)
        box = page.locator(".reach").bounding_box()
        if box["y"] + box["height"] > PHONE["height"]:
            below[path] = box

    assert below == {}


def test_reader_knows_what_to_do_in_seconds_and_leaves_no_trace(page):
    page.goto("/")
    assert is_on_first_screen(page, "Hide this page")
    for words in (
        "It is not your fault",
        "Do not pay.",
        "Stop talking to them.",
        "Keep the proof.",
        "There is help",
    ):
        assert is_on_first_screen(page, words), words
    then_it_is_accessible(page)

    page.get_by_role("link", name="All the steps, with more detail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to do now")
    assert page.get_by_role("link", name="101").first.get_attribute("href") == "tel:101"
    page.goto("/who-can-help/")
    assert page.locator('a[href="tel:08001111"]').count() >= 1

    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.parametrize("java_script", [True, False], ids=["with-script", "without"])
def test_card_says_it_for_those_who_cannot(new_page, java_script):
    page = new_page(java_script=java_script)
    page.goto("/tell-someone/")
    page.get_by_role("link", name="Show a screen instead").click()
    message = page.locator(".say > :is(h1, p:not(:has(a)))")

    assert message.all_inner_texts() == [
        "I need help.",
        "Someone online is threatening me.",
        "Please don't be angry.",
        "I can't say it out loud.",
    ]
    assert page.title() == "Please read this"
    top, bottom = message.first.bounding_box(), message.last.bounding_box()
    assert bottom["y"] + bottom["height"] <= PHONE["height"]
    assert bottom["y"] + bottom["height"] - top["y"] >= PHONE["height"] * 0.6
    assert (
        message.evaluate_all(
            "lines => Math.min(...lines.map(line => parseFloat(getComputedStyle(line).fontSize)))"
        )
        >= 32
    )
    assert is_on_first_screen(page, "Hide this page")

    page.get_by_role("link", name="what you can do now").click()
    for words in ("Stay with me.", "Do not pay."):
        expect(page.get_by_text(words)).to_be_in_viewport()
    assert page.get_by_role("link", name="999").first.get_attribute("href") == "tel:999"
    expect(page.get_by_role("link", name="for a parent")).to_have_attribute(
        "href", "/what-to-do/parent/"
    )


def test_card_prints_on_one_page(page):
    page.goto("/tell-someone/card/")

    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


@pytest.mark.parametrize("path", PATHS)
def test_advice_page_is_accessible_in_light_and_dark_and_reflows_at_four_hundred_per_cent(
    kept_page, path
):
    page = kept_page
    page.set_viewport_size(PHONE)
    page.goto(path)

    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/what-to-do/", "/figures/", "/reach/"])
def test_page_says_the_same_without_java_script(new_page, path):
    with_script, without = new_page(), new_page(java_script=False)

    with_script.goto(path)
    without.goto(path)

    assert without.get_by_role("main").inner_text() == with_script.get_by_role("main").inner_text()
    expect(
        without.get_by_role("link", name=re.compile("Hide this page")).first
    ).to_be_visible() if path != "/reach/" else None


def test_advice_answers_while_the_database_cannot_be_opened(own_site):
    url, var_dir = own_site
    for path in var_dir.glob("site.sqlite3*"):
        path.rename(var_dir / f"away-{path.name}")
    in_its_place = var_dir / "site.sqlite3"
    in_its_place.mkdir()  # a file that is only missing is made anew by whoever asks first
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        sqlite3.connect(in_its_place)

    answers = {path: urlopen(url + path).status for path in PATHS}

    assert set(answers.values()) == {200}


@pytest.mark.parametrize(
    "path", ["/reach/", "/talks/", "/accounts/login/", "/accounts/password/reset/", "/nowhere/"]
)
def test_other_public_page_is_accessible_in_light_and_dark(kept_page, path):
    page = kept_page
    page.set_viewport_size(PHONE)
    page.goto(path)

    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)
    page.noise[:] = [
        line for line in page.noise if "404" not in line
    ]  # the browser itself notes that there is no such page

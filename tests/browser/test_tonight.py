"""Somebody who cannot go on sees whom to call before they scroll."""

import pytest

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.reads_only]


def test_every_way_to_a_person_stands_on_the_first_screen_of_a_phone(page):
    page.goto("/tonight/")
    ways = [
        page.locator("main a[href='tel:999']"),
        page.locator("main a[href='tel:08001111']"),
        page.locator("main a[href='tel:116123']"),
        page.locator("main a[href='tel:111']"),
        page.get_by_role("link", name="chat with Childline"),
        page.get_by_text("text SHOUT to 85258"),
        page.get_by_text("Hide this page"),
    ]

    boxes = [way.first.bounding_box() for way in ways]

    assert [box["y"] + box["height"] <= PHONE["height"] for box in boxes] == [True] * len(ways)
    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)

"""The sign-in ends while a form is filled in: after signing in again it stands there as it was
typed, and one press saves it. The next person with this browser sees nothing of it.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import (
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import DESK, PHONE
from tests.browser.given import COORDINATOR, OFFICER, a_day_goes_by, plan, somebody
from tests.browser.serving import folders
from tests.browser.signing_in import PASSWORD, next_code, sign_in, url_of
from tests.browser.steps import choose, confirm_if_asked

pytestmark = pytest.mark.browser
WAITED = "This is what you typed before you signed in again"
WHY = "The register came a week later"
WAYS = [
    pytest.param({"viewport": PHONE}, id="phone"),
    pytest.param({"viewport": DESK}, id="desk"),
    pytest.param({"viewport": PHONE, "java_script": False}, id="no-script"),
]


@pytest.fixture(scope="module", autouse=True)
def planned(browser, site, var_dir) -> None:
    """Sessions of today, planned the day before."""
    with somebody(browser, site, OFFICER) as page:
        for at in ("9.00", "12.00", "15.00"):
            plan(page, place="Larrow Foods", at=at)
    a_day_goes_by(var_dir)


def end_sign_in(page: Page) -> None:
    """On the server, as half an hour of nothing does."""
    [key] = [it["value"] for it in page.context.cookies() if it["name"] == "session"]
    base = Path(folders[url_of(page)]) / "site.sqlite3"
    with closing(sqlite3.connect(base, timeout=60)) as rows, rows:
        rows.execute("DELETE FROM django_session WHERE session_key = ?", [key])


def sign_in_again(page: Page, email: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Give your second step")
    page.get_by_label("Code", exact=True).fill(next_code(page, email))
    page.get_by_role("button", name="Continue").click()


def press_too_late(page: Page, button: str, email: str) -> None:
    """What stands there afterwards is what was typed."""
    end_sign_in(page)
    page.get_by_role("button", name=button).click()
    sign_in_again(page, email)
    expect(page.get_by_text(WAITED)).to_be_visible()
    then_it_is_accessible(page)


def look(page, name, way):
    size = way["viewport"]["width"]
    page.screenshot(
        path=f"/tmp/look-signin/{name}-{size}-{way.get('java_script')}.png", full_page=True
    )


def fill_in_log(page: Page, number: str) -> None:
    page.goto("/team/log/")
    if page.get_by_text("Somewhere else", exact=True).count():
        choose(page, "Somewhere else")
    page.locator("[name=place]").fill("Heronmoor Primary School")
    choose(page, "Class lesson")
    page.get_by_label("Cyberbullying", exact=True).check(force=True)
    page.get_by_label("Children (up to P7)", exact=True).fill(number)
    choose(page, "I counted")


@pytest.mark.parametrize("way", WAYS)
def test_log(new_page, way):
    page = new_page(**way)
    sign_in(page, OFFICER)
    fill_in_log(page, "17")

    press_too_late(page, "Save this session", OFFICER)

    expect(page.get_by_label("Children (up to P7)", exact=True)).to_have_value("17")
    expect(page.locator("[name=place]")).to_have_value(re.compile("Heronmoor"))
    page.screenshot(
        path=f"/tmp/look-signin/log-{way['viewport']['width']}-{way.get('java_script')}.png",
        full_page=True,
    )
    then_its_colours_can_be_read_in_the_dark(page)
    page.get_by_role("button", name="Save this session").click()
    confirm_if_asked(page)
    expect(page.get_by_role("status")).to_contain_text("Session logged")


@pytest.mark.parametrize("way", WAYS)
def test_count(new_page, way):
    page = new_page(**way)
    sign_in(page, OFFICER)
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("^Enter the count: ")
    ).first.click()
    page.get_by_label("Adults", exact=True).fill("26")
    choose(page, "I counted")

    press_too_late(page, "Save the count", OFFICER)

    expect(first).to_have_value("26")
    page.screenshot(
        path=f"/tmp/look-signin/count-{way['viewport']['width']}-{way.get('java_script')}.png",
        full_page=True,
    )
    page.get_by_role("button", name="Save the count").click()
    expect(page.get_by_role("main")).to_contain_text("26")
    expect(page.get_by_role("status")).to_contain_text("Count saved")


@pytest.mark.parametrize("way", WAYS)
def test_correction(new_page, way):
    page = new_page(**way)
    sign_in(page, COORDINATOR)
    page.goto("/team/sessions/?state=delivered&audience=children")
    page.locator("#sessions a").last.click()
    page.get_by_role("link", name="Correct it").click()
    box = page.get_by_label("Children (up to P7)", exact=True)
    fewer = str(int(box.input_value()) - 1)
    box.fill(fewer)
    page.get_by_label("Why is it corrected?").fill(WHY)
    button = page.get_by_role("main").get_by_role("button", name=re.compile("orrect")).inner_text()

    press_too_late(page, button, COORDINATOR)

    expect(page.get_by_label("Why is it corrected?")).to_have_value(
        "The register came a week later"
    )
    expect(page.get_by_label("Children (up to P7)", exact=True)).to_have_value(fewer)
    page.screenshot(
        path=f"/tmp/look-signin/correct-{way['viewport']['width']}-{way.get('java_script')}.png",
        full_page=True,
    )
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("main")).to_contain_text(WHY)


@pytest.mark.parametrize("way", WAYS)
def test_place(new_page, way):
    page = new_page(**way)
    sign_in(page, OFFICER)
    name = f"Whaup Hall {way['viewport']['width']} {way.get('java_script', '')}".strip()
    page.goto("/team/places/add/")
    page.get_by_label("Name", exact=True).fill(name)
    choose(page, "Community venue")
    page.get_by_label("Town or village").fill("Kirkmossat")
    choose(page, "South Lanarkshire")

    press_too_late(page, "Add this place", OFFICER)

    expect(page.get_by_label("Name", exact=True)).to_have_value(name)
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_role("status")).to_contain_text(f"{name} is on the list")


def test_next_person_with_this_browser_sees_nothing(new_page):
    page = new_page()
    sign_in(page, OFFICER)
    fill_in_log(page, "93")
    end_sign_in(page)
    page.get_by_role("button", name="Save this session").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "93" not in page.get_by_role("main").inner_text()

    sign_in_again(page, COORDINATOR)

    page.wait_for_url("**/team/")
    expect(page.get_by_text(WAITED)).to_have_count(0)
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        boxes = page.get_by_role("textbox").all()
        assert "93" not in [box.input_value() for box in boxes]
    page.goto("/team/log/")
    assert "93" not in [box.input_value() for box in page.get_by_role("textbox").all()]

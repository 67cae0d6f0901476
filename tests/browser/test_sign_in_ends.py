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
from tests.browser.given import (
    COORDINATOR,
    OFFICER,
    a_day_goes_by,
    enter_request,
    old_session,
    plan,
    somebody,
)
from tests.browser.serving import folders
from tests.browser.signing_in import PASSWORD, next_code, sign_in, url_of
from tests.browser.steps import choose, confirm_if_asked

pytestmark = pytest.mark.browser
WAITED = "This is what you typed before."
WHY = "The register came a week later"
WAYS = {
    "phone": {"viewport": PHONE},
    "desk": {"viewport": DESK},
    "no-script": {"viewport": PHONE, "java_script": False},
}


@pytest.fixture(scope="module", autouse=True)
def planned(browser, site, var_dir) -> None:
    """Sessions of today, planned the day before."""
    with somebody(browser, site, OFFICER) as page:
        for at in ("9.00", "12.00", "15.00"):
            plan(page, place="Larrow Foods", at=at)
    a_day_goes_by(var_dir)


@pytest.fixture(params=WAYS)
def page(request, new_page) -> Page:
    way = WAYS[request.param]
    page = new_page(**way)
    page.way, page.has_script = request.param, way.get("java_script", True)
    return page


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
    """And sign in again: then the form stands there."""
    end_sign_in(page)
    page.get_by_role("main").get_by_role("button", name=button).click()
    sign_in_again(page, email)
    expect(page.get_by_text(WAITED)).to_be_visible()
    if page.has_script:
        then_it_is_accessible(page)
        then_its_colours_can_be_read_in_the_dark(page)


def fill_in_log(page: Page, number: str) -> None:
    page.goto("/team/log/")
    if page.get_by_text("Somewhere else", exact=True).count():
        choose(page, "Somewhere else")
    page.locator("[name=place]").fill("Heronmoor Primary School")
    choose(page, "Class lesson")
    page.get_by_label("Cyberbullying", exact=True).check(force=True)  # it may be from habit
    page.get_by_label("Children (up to P7)", exact=True).fill(number)
    choose(page, "I counted")


def test_log_stands_as_it_was_typed_and_is_saved_by_one_press(page):
    sign_in(page, OFFICER)
    fill_in_log(page, "17")

    press_too_late(page, "Save this session", OFFICER)

    expect(page.get_by_label("Children (up to P7)", exact=True)).to_have_value("17")
    expect(page.locator("[name=place]")).to_have_value(re.compile("Heronmoor"))
    page.get_by_role("button", name="Save this session").click()
    confirm_if_asked(page)
    expect(page.get_by_role("status")).to_contain_text("Session logged")


def test_count_stands_as_it_was_typed_and_is_saved_by_one_press(page):
    sign_in(page, OFFICER)
    link = page.get_by_role("main").get_by_role("link", name=re.compile("^Enter the count: "))
    link.first.click()
    first = page.locator("input[name^=count_]:visible").first
    first.fill("26")
    choose(page, "I counted")

    press_too_late(page, "Save the count", OFFICER)

    expect(first).to_have_value("26")
    page.get_by_role("button", name="Save the count").click()
    confirm_if_asked(page)
    expect(page.get_by_text("Count saved")).to_be_visible()


def test_correction_stands_as_it_was_typed_and_is_saved_by_one_press(page):
    sign_in(page, OFFICER)
    old_session(page)
    page.get_by_role("link", name="Correct it").click()
    page.locator("[name=notes]").fill(WHY)
    page.get_by_label("Why is it corrected?").fill(WHY)

    press_too_late(page, "Propose the correction", OFFICER)

    expect(page.locator("[name=notes]")).to_have_value(WHY)
    expect(page.get_by_label("Why is it corrected?")).to_have_value(WHY)
    page.get_by_role("button", name="Propose the correction").click()
    expect(page.get_by_role("main")).to_contain_text(WHY)


def test_place_stands_as_it_was_typed_and_is_saved_by_one_press(page):
    sign_in(page, OFFICER)
    name = f"Whaup Hall by {page.way}"
    page.goto("/team/places/add/")
    page.get_by_label("Name", exact=True).fill(name)
    choose(page, "Community venue")
    page.get_by_label("Town or village").fill("Kirkmossat")
    choose(page, "South Lanarkshire")

    press_too_late(page, "Add this place", OFFICER)

    expect(page.get_by_label("Name", exact=True)).to_have_value(name)
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_role("status")).to_contain_text(f"{name} is on the list")


def test_answer_to_a_request_stands_as_it_was_typed_and_is_saved_by_one_press(page, new_page):
    team = new_page()
    sign_in(team, COORDINATOR)
    request = enter_request(team, place="Rowan Bank Primary School")
    sign_in(page, COORDINATOR)
    page.goto(request)
    page.get_by_role("link", name="Put it on the waiting list").click()
    page.get_by_label("Why they wait").fill(WHY)

    press_too_late(page, "Put it on the waiting list", COORDINATOR)

    expect(page.get_by_label("Why they wait")).to_have_value(WHY)
    page.get_by_role("button", name="Put it on the waiting list").click()
    expect(page.get_by_role("status")).to_contain_text("on the waiting list")


def test_next_person_with_this_browser_sees_nothing(new_page):
    page = new_page()
    sign_in(page, OFFICER)
    fill_in_log(page, "93")
    end_sign_in(page)
    page.get_by_role("button", name="Save this session").click()

    sign_in_again(page, COORDINATOR)

    page.wait_for_url("**/team/")
    expect(page.get_by_text(WAITED)).to_have_count(0)
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert "93" not in typed_on(page)
    page.goto("/team/log/")
    assert "93" not in typed_on(page)


def typed_on(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator("input:not([type=hidden])").all()]

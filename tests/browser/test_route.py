"""Somebody who needs help walks the route to a plan of their own, and keeps it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

FROM_SECOND_TO_LAST = ["Who needs help?", "What has happened?", "Which app are they using?"]


def walk(page: Page, *answers: str) -> None:
    for answer in answers:
        page.get_by_role("main").get_by_role("link", name=answer, exact=True).click()


@pytest.mark.parametrize("java_script", [True, False])
def test_three_taps_from_the_start_page_lead_to_a_plan(new_page, java_script):
    page = new_page(java_script=java_script)
    page.goto("/")

    walk(
        page,
        "I am under 18",
        "A threat to share a picture or video: Money was paid, and it has been shared",
        "Instagram",
    )

    expect(page.get_by_role("heading", level=1)).to_have_text("Your plan")
    expect(page.get_by_role("main")).to_contain_text("Did you pay? Pay nothing more.")
    expect(page.get_by_role("main")).to_contain_text(
        "Anyone under 18 can give the link to Report Remove."
    )
    expect(page.get_by_role("main").get_by_role("link", name="0800 1111").first).to_be_visible()
    assert re.fullmatch(r".*/help/a/d/2/", page.url)
    assert page.context.cookies() == []


def test_every_step_of_the_route_is_accessible(new_page):
    page = new_page()
    for path in ["/help/", "/help/c/", "/help/c/h/", "/help/c/h/6/", "/help/b/m/"]:
        page.goto(path)
        then_it_is_accessible(page)


def test_an_answer_can_be_changed_and_the_one_before_it_is_kept(page):
    page.goto("/help/b/b/4/")

    page.get_by_role("link", name="Change What").click()
    walk(page, "A fake picture or video: It has been shared", "TikTok")

    expect(page.get_by_role("main")).to_contain_text("I am 18 or over")
    expect(page.get_by_role("main")).to_contain_text("Ask for the fake to be blocked.")


def test_back_goes_through_the_answers_one_by_one(page):
    page.goto("/help/")
    walk(
        page, "I am 18 or over", "A threat to share a picture or video: Money was paid", "Snapchat"
    )

    for heading in reversed(FROM_SECOND_TO_LAST):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.parametrize("java_script", [True, False])
def test_plan_is_kept_as_a_file_that_reads_well_without_the_site(
    new_page, tmp_path: Path, java_script
):
    page = new_page(java_script=java_script)
    page.goto("/help/b/d/1/")

    with page.expect_download() as download:
        page.get_by_role("link", name="Keep it as a file").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)

    assert kept.name == "notes.html"
    text = kept.read_text(encoding="utf-8")
    assert "Ring the bank now." in text
    assert "<style>" in text
    assert not re.search(r"help/b|sextortion|blackmail", kept.name)


def test_print_button_is_there_with_a_script_and_prints(new_page):
    page = new_page()
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto("/help/b/d/1/")

    page.get_by_role("button", name="Print").click()

    assert page.evaluate("window.printed") is True


def test_print_button_is_not_there_without_a_script(new_page):
    page = new_page(java_script=False)
    page.goto("/help/b/d/1/")

    expect(page.get_by_role("button", name="Print")).to_have_count(0)


def test_printed_plan_holds_the_steps_and_not_the_furniture(page):
    page.goto("/help/b/d/1/")
    page.emulate_media(media="print")

    expect(page.get_by_text("Ring the bank now.")).to_be_visible()
    expect(page.get_by_role("link", name="Keep it as a file")).to_be_hidden()
    expect(page.get_by_role("link", name="Hide this page").first).to_be_hidden()


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_route_is_walked_with_the_keyboard_alone(new_page, viewport):
    page = new_page(viewport=viewport)
    page.goto("/help/")

    link = page.get_by_role("link", name="I want to help a friend or partner")
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("What has happened?")

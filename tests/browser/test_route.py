"""Somebody who needs help walks the route to a plan of their own, and keeps it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from advice.plans import TIMES, Answers
from tests.advice.plan_pages import EVERY, PLANS_OF_THE_SITE
from tests.browser.accessibility import then_it_is_accessible
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

QUESTIONS = ["Who needs help?", "What do they want?", "What has happened?"]
SCREEN = PHONE["height"]
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def walk(page: Page, *answers: str) -> None:
    for answer in answers:
        page.get_by_role("main").get_by_role("link", name=answer, exact=True).click()


@pytest.mark.parametrize("java_script", [True, False])
def test_three_taps_from_the_start_page_lead_to_a_plan(new_page, java_script):
    page = new_page(java_script=java_script)
    page.goto("/")

    walk(page, "I am under 18", "Money or gift cards", "It has been shared: Money was paid")

    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your plan")
    expect(main).to_contain_text("Pay nothing more, and stop talking to them.")
    expect(main).to_contain_text("Note the link, then ask for it to be taken down.")
    expect(main.get_by_role("link", name="Call Childline")).to_be_visible()
    assert page.url.endswith("/help/a/p/f/")
    assert page.context.cookies() == []


@pytest.mark.parametrize("java_script", [True, False])
def test_several_apps_and_ways_to_pay_are_opened_with_a_touch_each(new_page, java_script):
    page = new_page(java_script=java_script)
    page.goto("/help/b/p/d/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    for name in ("Instagram", "WhatsApp", "Gift card"):
        page.locator("summary", has_text=name).click()

    main = page.get_by_role("main")
    for words in ("Report it in Instagram", "Report and block the sender in WhatsApp", "gift card"):
        expect(main.get_by_text(words).first).to_be_visible()
    expect(main.get_by_text("Report it in Snapchat")).to_be_hidden()
    assert asked == []


def test_what_is_ticked_off_stays_on_the_page_only(new_page):
    page = new_page()
    page.goto("/help/b/p/c/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_label("Do not pay, and stop talking to them.").check()
    page.get_by_label("Get the picture blocked.").check()

    assert asked == []
    assert page.evaluate("Object.keys(localStorage).length + sessionStorage.length") == 0
    assert page.url.endswith("/help/b/p/c/")
    page.goto("/help/b/p/c/")
    expect(page.get_by_label("Get the picture blocked.")).not_to_be_checked()


def test_now_and_today_are_at_most_four_screens_and_people_are_on_the_first(new_page, plan_paths):
    page = new_page(viewport=PHONE)
    tall = {}
    for path in plan_paths:
        page.goto(path)
        week = page.get_by_role("heading", name="This week").bounding_box()["y"]
        people = page.locator(".reach").bounding_box()
        if week > 4 * SCREEN or people["y"] + people["height"] > SCREEN:
            tall[path] = (week / SCREEN, people)

    assert tall == {}


def test_every_plan_prints_on_one_page(new_page, plan_paths):
    page = new_page()
    long = {}
    for path in plan_paths:
        page.goto(path)
        pages = len(PAGES.findall(page.pdf(format="A4")))
        if pages != 1:
            long[path] = pages

    assert long == {}


@pytest.fixture
def plan_paths() -> list[str]:
    """Of each person and each thing that has happened, the plan with the most steps."""
    ends = [answers for answers in EVERY if answers.is_plan]
    by_length = {}
    for answers in sorted(ends, key=steps_in):
        by_length[answers.who.letter, answers.what.letter] = answers.path
    return list(by_length.values())


def steps_in(answers: Answers) -> int:
    return sum(len(PLANS_OF_THE_SITE.steps(answers, when)) for when in TIMES)


def test_every_step_of_the_route_is_accessible(new_page):
    page = new_page()
    for path in ["/help/", "/help/c/", "/help/c/q/", "/help/c/q/h/", "/help/b/t/m/"]:
        page.goto(path)
        then_it_is_accessible(page)


def test_plan_with_all_opened_and_ticked_is_accessible(new_page):
    page = new_page()
    page.goto("/help/b/p/f/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    for summary in page.locator("main summary").all():
        summary.click()

    then_it_is_accessible(page)


def test_an_answer_can_be_changed_and_the_one_before_it_is_kept(page):
    page.goto("/help/b/p/d/")

    page.get_by_role("link", name="Change What").click()
    walk(page, "Something else: The picture or video is a fake")

    expect(page.get_by_role("main")).to_contain_text("I am 18 or over")
    expect(page.get_by_role("main")).to_contain_text("Get the fake blocked.")


def test_back_goes_through_the_answers_one_by_one(page):
    page.goto("/help/")
    walk(
        page,
        "I am 18 or over",
        "More pictures or videos",
        "They threaten to share it: Nothing was paid",
    )

    for heading in reversed(QUESTIONS):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.parametrize("java_script", [True, False])
def test_plan_is_kept_as_a_file_that_reads_well_without_the_site(
    new_page, tmp_path: Path, java_script
):
    page = new_page(java_script=java_script)
    page.goto("/help/b/p/f/")

    with page.expect_download() as download:
        page.get_by_role("link", name="Keep it as a file").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)

    assert kept.name == "notes.html"
    text = kept.read_text(encoding="utf-8")
    assert "ring your bank." in text
    assert "<style>" in text
    assert not re.search(r"help/b|sextortion|blackmail", kept.name)


def test_print_button_is_there_with_a_script_and_prints(new_page):
    page = new_page()
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto("/help/b/p/f/")

    page.get_by_role("button", name="Print").click()

    assert page.evaluate("window.printed") is True


def test_print_button_is_not_there_without_a_script(new_page):
    page = new_page(java_script=False)
    page.goto("/help/b/p/f/")

    expect(page.get_by_role("button", name="Print")).to_have_count(0)


def test_printed_plan_holds_the_steps_and_people_and_not_the_furniture(page):
    page.goto("/help/b/p/f/")
    page.emulate_media(media="print")

    expect(page.get_by_text("and ring your bank.")).to_be_visible()
    expect(page.get_by_role("link", name="Call Samaritans")).to_be_visible()
    for name in ("Keep it as a file", "Change Who"):
        expect(page.get_by_role("link", name=name)).to_be_hidden()
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

    expect(page.get_by_role("heading", level=1)).to_have_text("What do they want?")

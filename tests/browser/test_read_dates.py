"""What we read in the words of a wanted date stands below its box while they are typed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import go_on, name_the_school, say_who_it_is_for, start
from tests.browser.steps import choose

pytestmark = pytest.mark.browser
MORNING = "We read this as: Any Tuesday from"


def come_to_the_dates(page: Page) -> None:
    start(page)
    name_the_school(page)
    say_who_it_is_for(page)
    choose(page, "Something else")
    go_on(page)
    choose(page, "Sextortion")
    choose(page, "Class lesson")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("When would suit you?")


def below(page: Page, label: str):
    return page.get_by_label(label).locator("xpath=following-sibling::output")


def test_words_are_read_while_they_are_typed_and_stay_in_no_address(new_page):
    page = new_page()
    come_to_the_dates(page)
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))

    page.get_by_label("First choice").press_sequentially("any Tuesday 9-10am")

    expect(below(page, "First choice")).to_contain_text(MORNING)
    expect(below(page, "First choice")).to_contain_text("between 9.00 and 10.00")
    expect(below(page, "Second choice")).to_be_empty()
    assert {method for method, _ in asked} == {"POST"}
    assert len(asked) < len("any Tuesday 9-10am")  # not on each key
    # The other script of the page keeps what is half typed.
    addresses = (f"{page.url}read/", f"{page.url}typing/")
    assert all(url.partition("?")[0] in addresses for _, url in asked)
    assert "Tuesday" not in "".join(url for _, url in asked)
    then_it_is_accessible(page)


def test_other_words_are_not_said_to_be_the_first(new_page):
    page = new_page()
    come_to_the_dates(page)
    page.get_by_label("First choice").fill("any Tuesday")
    expect(below(page, "First choice")).to_contain_text(MORNING)

    page.get_by_label("First choice").fill("S1 induction day")
    expect(below(page, "First choice")).to_have_text(
        "We could not read this as a date. An officer will read your words."
    )
    page.get_by_label("First choice").fill("")
    expect(below(page, "First choice")).to_be_empty()


def test_without_a_signal_the_page_works_on(new_page):
    page = new_page()
    come_to_the_dates(page)
    page.route("**/read/", lambda route: route.abort())

    page.get_by_label("First choice").fill("any Tuesday until Easter")
    go_on(page)
    if page.get_by_role("heading", level=1, name="When would suit you?").count():
        go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("The room, and how we find you")


@pytest.mark.parametrize("text", ["16px", "32px"], ids=["usual text", "text twice as large"])
@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_read_stands_clear_of_the_ring_around_its_box(new_page, width, text):
    page = new_page(viewport={"width": width, "height": 900})
    come_to_the_dates(page)
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    box = page.get_by_label("First choice")
    box.fill("any Tuesday")
    expect(below(page, "First choice")).to_contain_text(MORNING)
    ring = box.evaluate("box => parseFloat(getComputedStyle(box).boxShadow.match(/(\\d+)px$/)[1])")

    ends = box.evaluate("box => box.getBoundingClientRect().bottom")
    begins = below(page, "First choice").evaluate("line => line.getBoundingClientRect().top")

    assert ring == 6
    assert begins - ends >= ring + 2

"""A school office asks for a talk on a telephone's screen without a pointer, led by what a screen reader is told; and what each page says when it is wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.asking import OFFICE, go_on, mails_to, name_the_school, plain, wait_for_mail
from tests.browser.conftest import PHONE, choose, then_it_is_accessible

pytestmark = pytest.mark.browser

DESCRIPTION = """[document.activeElement, document.activeElement.closest("fieldset")]
    .flatMap((element) => (element?.getAttribute("aria-describedby") ?? "").split(" "))
    .map((id) => document.getElementById(id)?.innerText ?? "").join(" ")"""
MOST_KEYS = 25  # beyond the answers that are typed


class Keyboard:
    """Counts the keys that are no part of an answer, and tells what has the focus as the accessibility tree has it."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0
        self.tree = page.context.new_cdp_session(page)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def answer(self, words: str) -> None:
        self.page.keyboard.type(words)

    def nodes(self) -> list[dict]:
        return [node for node in self.tree.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]

    def focus(self) -> tuple[str, str]:
        """Role and name."""
        [found] = [node for node in self.nodes() if node["role"]["value"] != "RootWebArea" and is_focused(node)]
        return found["role"]["value"], found["name"]["value"].strip()

    def heading(self) -> str:
        [found] = [node for node in self.nodes() if node["role"]["value"] == "heading" and level(node) == 1]
        return found["name"]["value"]

    def then_page(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        assert self.heading() == heading
        then_it_is_accessible(self.page)

    def then_focus(self, role: str, name: str) -> None:
        assert self.focus() == (role, name)


def is_focused(node: dict) -> bool:
    return any(one["name"] == "focused" and one["value"]["value"] for one in node.get("properties", ()))


def level(node: dict) -> int | None:
    return next((one["value"]["value"] for one in node.get("properties", ()) if one["name"] == "level"), None)


def test_request_takes_few_keys_beyond_its_answers(new_page, var_dir):
    page = new_page(viewport=PHONE)
    letters = len(mails_to(var_dir, OFFICE))
    page.goto("/talks/ask/")
    keys = Keyboard(page)

    keys.press("Tab", "Tab", "Enter")
    keys.then_focus("button", "Start")
    keys.press("Enter")

    keys.then_page("Where should the talk be?")
    keys.then_focus("combobox", "School, college or other place")
    keys.answer("Heron")
    expect(page.locator("[role=option]").first).to_be_visible()
    keys.press("ArrowDown", "Enter", "Enter")

    keys.then_page("Who is the talk for?")
    keys.then_focus("radio", "Pupils")
    keys.press("Tab")
    keys.then_focus("textbox", "Which stages?")
    keys.answer("P7")
    keys.press("Tab")
    keys.then_focus("textbox", "How many people do you expect?")
    keys.answer("27")
    keys.press("Enter")

    keys.then_page("Which talk would you like?")
    assert keys.focus()[0] == "radio"
    keys.press("Space", "Enter")

    keys.then_page("When would suit you?")
    keys.then_focus("textbox", "First choice")
    keys.answer("any Tuesday morning until summer")
    with page.expect_navigation():
        keys.press("Enter")
    if page.get_by_text("press Continue to keep them").count():
        then_it_is_accessible(page)
        page.keyboard.press("Enter")  # a notice of a holiday, which is a question more on some days of the year

    keys.then_page("The room, and how we find you")
    keys.press("Enter")
    keys.then_page("What do people need?")
    keys.press("Enter")
    keys.then_page("Your staff stay in the room")
    keys.then_focus("checkbox", "Yes, a member of our staff will stay for the whole talk")
    keys.press("Space", "Enter")

    keys.then_page("Who should we talk to?")
    keys.then_focus("textbox", "Your name")
    keys.answer("Morag Bell")
    keys.press("Tab")
    keys.answer("Depute head")
    keys.press("Tab")
    keys.then_focus("textbox", "Your work e-mail address")
    keys.answer(OFFICE)
    keys.press("Enter")

    keys.then_page("Check your answers")
    keys.press("Tab", "Tab", "Enter")
    keys.then_focus("button", "Send the request")
    page.wait_for_timeout(3000)  # who sends within three seconds of starting is asked to look again
    keys.press("Enter")

    keys.then_page("Now look in your e-mail")
    page.goto(re.search(r"http\S+/t/\S+", plain(wait_for_mail(page, var_dir, letters + 1))).group())
    keys.then_page("Is this your address?")
    keys.then_focus("button", "Yes, send my request")
    keys.press("Enter")
    keys.then_page("We have your request")
    assert keys.pressed <= MOST_KEYS


def test_each_page_says_what_is_wrong_and_leads_to_it(new_page):
    page = new_page(viewport=PHONE)
    page.goto("/talks/ask/")
    page.get_by_role("button", name="Start").click()

    then_it_says_what_is_wrong(page, "Enter the name of the school or place")
    name_the_school(page)
    then_it_says_what_is_wrong(page, "Enter how many people you expect")
    page.get_by_label("Which stages?").fill("P7")
    page.get_by_label("How many people do you expect?").fill("27")
    go_on(page)
    then_it_says_what_is_wrong(page, "Choose a talk")
    choose(page, "Something else")
    go_on(page)
    then_it_says_what_is_wrong(page, "Choose a topic")
    choose(page, "Sextortion")
    choose(page, "Assembly")
    go_on(page)
    then_it_says_what_is_wrong(page, "Enter why an assembly is better")
    page.get_by_role("textbox").first.fill("We have one hall and no classrooms")
    go_on(page)
    then_it_says_what_is_wrong(page, "Enter a date, a week, or a rule")
    page.get_by_label("First choice").fill("any Tuesday morning until summer")
    go_on(page)
    if page.get_by_role("heading", level=1, name="When would suit you?").count():
        go_on(page)
    go_on(page)
    go_on(page)
    then_it_says_what_is_wrong(page, "Tick to say that a member of your staff will stay")
    choose(page, "Yes, a member of our staff will stay for the whole talk")
    go_on(page)
    page.get_by_label("Your work e-mail address").fill("office at school")
    then_it_says_what_is_wrong(page, "Enter your name")
    expect(page.get_by_label("Your work e-mail address")).to_have_value("office at school")


def test_place_that_is_not_listed_is_described(new_page):
    page = new_page(viewport=PHONE)
    page.goto("/talks/ask/")
    page.get_by_role("button", name="Start").click()
    choose(page, "I cannot find it on the list")
    go_on(page)
    then_it_says_what_is_wrong(page, "Enter ")
    page.get_by_label("Name of the school, group or workplace").fill("Glen Rowan Youth Club")
    page.get_by_label("Town or village").fill("Auchenmarrow")
    page.get_by_role("group", name="Council area").get_by_role("radio").first.check(force=True)
    choose(page, "No")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Who is the talk for?")
    expect(page.get_by_label("Young people (12 and over)")).to_be_visible()


def then_it_says_what_is_wrong(page: Page, words: str) -> None:
    """Sent as it is, the page comes back, says what is wrong above and beside the field, and leads from the one to the other."""
    go_on(page)
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(words)
    expect(summary).to_be_focused()
    then_it_is_accessible(page)
    first = summary.get_by_role("link").first.inner_text()
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.matches('input, textarea, select')")
    assert first in page.evaluate(DESCRIPTION)

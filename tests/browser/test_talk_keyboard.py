"""A school office asks for a talk on a telephone's screen without a pointer, led by what a screen
reader is told.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import OFFICE, TOO_QUICK, link_in, mails_to, wait_for_mail
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

MOST_KEYS = 25  # beyond the answers that are typed


class Keyboard:
    """Counts the keys that are no part of an answer, and tells what has the focus as the
    accessibility tree has it.
    """

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
        return [
            node
            for node in self.tree.send("Accessibility.getFullAXTree")["nodes"]
            if not node["ignored"]
        ]

    def focus(self) -> tuple[str, str]:
        """Role and name."""
        [found] = [
            node
            for node in self.nodes()
            if node["role"]["value"] != "RootWebArea" and is_focused(node)
        ]
        return found["role"]["value"], found["name"]["value"].strip()

    def heading(self) -> str:
        [found] = [
            node for node in self.nodes() if node["role"]["value"] == "heading" and level(node) == 1
        ]
        return found["name"]["value"]

    def then_page(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        assert self.heading() == heading
        then_it_is_accessible(self.page)

    def then_focus(self, role: str, name: str) -> None:
        assert self.focus() == (role, name)


def is_focused(node: dict) -> bool:
    return any(
        one["name"] == "focused" and one["value"]["value"] for one in node.get("properties", ())
    )


def level(node: dict) -> int | None:
    return next(
        (one["value"]["value"] for one in node.get("properties", ()) if one["name"] == "level"),
        None,
    )


def test_request_takes_few_keys_beyond_its_answers(new_page, var_dir):
    page = new_page(viewport=PHONE)
    letters = len(mails_to(var_dir, OFFICE))
    page.goto("/talks/ask/")
    keys = Keyboard(page)

    keys.press("Tab", "Tab", "Enter")
    keys.then_focus("button", "Start")
    keys.press("Enter")
    say_where_and_for_whom(keys)
    say_which_and_when(keys)
    say_what_the_visit_needs(keys)
    say_whom_to_talk_to(keys)

    keys.then_page("Check your answers")
    keys.press("Tab", "Tab", "Enter")
    keys.then_focus("button", "Send the request")
    page.wait_for_timeout(TOO_QUICK)
    keys.press("Enter")
    keys.then_page("Now look in your e-mail")
    page.goto(link_in(wait_for_mail(page, var_dir, letters + 1)))
    keys.then_page("Is this your address?")
    keys.then_focus("button", "Yes, send my request")
    keys.press("Enter")
    keys.then_page("We have your request")
    assert keys.pressed <= MOST_KEYS


def say_where_and_for_whom(keys: Keyboard) -> None:
    keys.then_page("Where should the talk be?")
    keys.then_focus("combobox", "School, college or other place")
    keys.answer("Heron")
    expect(keys.page.locator("[role=option]").first).to_be_visible()
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


def say_which_and_when(keys: Keyboard) -> None:
    keys.then_page("Which talk would you like?")
    assert keys.focus()[0] == "radio"
    keys.press("Space", "Enter")

    keys.then_page("When would suit you?")
    keys.then_focus("textbox", "First choice")
    keys.answer("any Tuesday morning until summer")
    with keys.page.expect_navigation():
        keys.press("Enter")
    if keys.page.get_by_text("press Continue to keep them").count():
        then_it_is_accessible(keys.page)
        keys.page.keyboard.press(
            "Enter"
        )  # a notice of a holiday, which is a question more on some days of the year


def say_what_the_visit_needs(keys: Keyboard) -> None:
    keys.then_page("The room, and how we find you")
    keys.press("Enter")
    keys.then_page("What do people need?")
    keys.press("Enter")
    keys.then_page("Your staff stay in the room")
    keys.then_focus("checkbox", "Yes, a member of our staff will stay for the whole talk")
    keys.press("Space", "Enter")


def say_whom_to_talk_to(keys: Keyboard) -> None:
    keys.then_page("Who should we talk to?")
    keys.then_focus("textbox", "Your name")
    keys.answer("Morag Bell")
    keys.press("Tab")
    keys.answer("Depute head")
    keys.press("Tab")
    keys.then_focus("textbox", "Your work e-mail address")
    keys.answer(OFFICE)
    keys.press("Enter")

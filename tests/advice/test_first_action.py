"""Nobody reads long before there is something to do: a number, a step, or a way on."""

from html.parser import HTMLParser

import pytest

from advice.library import library
from tests.advice.every_page import html_of
from tests.advice.words import words

MOST_BEFORE = 150
PATHS = [page.path for page in library().pages]
WAYS = ("tel:", "sms:", "mailto:", "https:")


class BeforeAction(HTMLParser):
    """The words of the main part up to its first action: a link to a service, a numbered step or
    one of the big links of a list of choices.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.lists: list[str] = []
        self.found = ""
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("ol", "ul"):
            self.lists.append("tasks" if "tasks" in values.get("class", "").split() else tag)
        inside = self.lists[-1] if self.lists else ""
        is_action = (
            (tag == "li" and inside == "ol")
            or (tag == "a" and inside == "tasks")
            or (tag == "a" and values.get("href", "").startswith(WAYS))
        )
        if is_action and not self.found:
            self.found = f"{tag} in {inside or 'text'}"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        if not self.found:
            self.text.append(data)


def count_before_action(html: str) -> int | None:
    """None when there is no action at all."""
    read = BeforeAction(html)
    return len(words(" ".join(read.text))) if read.found else None


@pytest.mark.parametrize("path", PATHS)
def test_something_to_do_stands_within_the_first_words(path):
    count = count_before_action(html_of(path))

    assert count is not None
    assert count <= MOST_BEFORE


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ('<p>One two.</p><p>Call <a href="tel:999">999</a>.</p>', 3),
        ("<p>One two.</p><ol><li>Go.</li></ol>", 2),
        ('<p>One.</p><ul class="tasks"><li><a href="/a/">Go</a></li></ul>', 1),
        ('<p>One.</p><ul><li><a href="/a/">Read on</a></li></ul>', None),
        ('<p>One <a href="/a/">two</a> three.</p>', None),
        ('<p>One <a href="/a/">two</a>.</p><p><a href="https://a.uk">Chat</a></p>', 2),
    ],
)
def test_words_are_counted_up_to_the_first_action(html, count):
    assert count_before_action(f"<body><p>Nav</p><main>{html}</main></body>") == count

"""The doors: a page for each situation, the way to it, and what it never asks of a child."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from advice.library import library
from tests.advice.every_page import every_page, html_of
from tests.advice.words import read, sentences

DOORS = (
    "more-pictures",
    "sent-more",
    "someone-i-know",
    "age-claim",
    "where-i-live",
    "unknown-call",
    "group",
    "joint-account",
    "my-job",
    "visa",
    "your-choice",
    "someone-else",
    "block-or-stall",
    "my-account",
    "trouble",
    "school-tomorrow",
    "how-long",
)
MOST_TOUCHES = 4
OF_READERS, OF_OTHERS = 29, 20
ROW = re.compile(r"^\| (.+\S) \| `(/\S*)` \| (\d) \| (.+\S) \|$", re.MULTILINE)
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
CODE = re.compile(r"\bR\d+[a-z]?\b")
PEOPLE = {"999", "116123", "08001111"}
# A sentence that tells somebody to take, keep or pass on a picture, not one that forbids it or says
# who else does it.
ASKS = re.compile(
    r"^(?!.*\b(?:not|never|nothing|no one)\b)(?:[^.]*[:,] )?"
    r"(?:take|save|copy|screenshot|send|forward|show|download|film|print|photograph)\b"
    r".*\b(?:pictures?|photos?|videos?|clips?|screenshots?|it)\b",
    re.IGNORECASE,
)


def questions() -> list[tuple[str, str, int, str]]:
    text = (Path(settings.BASE_DIR) / "docs/questions.md").read_text()
    return [(words, address, int(most), fact) for words, address, most, fact in ROW.findall(text)]


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def touches(pages: dict[str, str]) -> dict[str, int]:
    """How many links from the start page each address is, by the words of the pages alone."""
    found, ring = {"/": 0}, ["/"]
    while ring:
        further = []
        for path in ring:
            for link in LINK.findall(main_of(pages[path])):
                if link in pages and link not in found:
                    found[link] = found[path] + 1
                    further.append(link)
        ring = further
    return found


@cache
def built() -> dict[str, str]:
    return {page.path: page.html.decode() for page in every_page()}


@cache
def walked() -> dict[str, int]:
    return touches(built())


def door(name: str) -> str:
    return html_of(f"/what-to-do/{name}/")


def test_each_question_has_its_row():
    text = (Path(settings.BASE_DIR) / "docs/questions.md").read_text()

    rows = [len(ROW.findall(part)) for part in text.split("\n## ")[1:]]

    assert rows == [OF_READERS, OF_OTHERS]
    assert text.count("\n| ") == OF_READERS + OF_OTHERS + 2 * len(rows)


@pytest.mark.parametrize(("question", "address"), [row[:2] for row in questions()])
def test_the_answer_stands_where_the_table_says(question, address):
    path, _, anchor = address.partition("#")
    html = built().get(path, "")

    assert html != "", question
    assert not anchor or f'id="{anchor}"' in html, question


@pytest.mark.parametrize(("question", "address", "most"), [row[:3] for row in questions()])
def test_the_answer_is_no_further_than_the_table_says(question, address, most):
    needed = walked().get(address.partition("#")[0], MOST_TOUCHES + 1)

    assert needed <= most <= MOST_TOUCHES, question


def test_each_source_of_the_table_is_in_the_register():
    named = {code for *_, fact in questions() for code in CODE.findall(fact)}

    assert named - set(library().sources) == set()
    assert len(named) > 40


@pytest.mark.parametrize("name", DOORS)
def test_each_door_is_opened_from_the_start_page_or_from_the_page_of_what_to_do(name):
    link = f'href="/what-to-do/{name}/"'

    opened_from = [path for path in ("/", "/what-to-do/") if link in main_of(html_of(path))]

    assert opened_from != []


@pytest.mark.parametrize("name", DOORS)
def test_a_door_shows_a_person_to_reach_before_its_first_heading(name):
    first = main_of(door(name)).partition("<h2")[0]

    assert set(read(first).phones) >= PEOPLE


@pytest.mark.parametrize("name", DOORS)
def test_a_door_ends_with_the_crisis_lines(name):
    page = library().page(f"what-to-do/{name}")

    assert page
    assert page.crisis
    assert 'class="crisis"' in door(name)


@pytest.mark.parametrize("name", DOORS)
def test_no_door_asks_for_a_copy_of_a_picture(name):
    blocks = [block for block in read(main_of(door(name))).blocks if "checked" not in block.where]

    said = [sentence for block in blocks for sentence in sentences(block.text)]

    assert [sentence for sentence in said if ASKS.search(sentence)] == []


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Take screenshots of their profile.", True),
        ("Keep the proof: take a screenshot.", True),
        ("Copy the picture to a safe place.", True),
        ("Send it to an adult.", True),
        ("Never screenshot, copy or send a nude picture.", False),
        ("Do not save it or pass it on.", False),
        ("You send the picture, and trained people look at it.", False),
        ("Send nothing more.", False),
    ],
)
def test_a_sentence_that_asks_for_a_copy_is_known(sentence, asks):
    assert bool(ASKS.search(sentence)) == asks


def test_a_walk_counts_the_links_of_the_words_and_not_those_around_them():
    pages = {
        "/": '<main><a class="b" href="/a/">A</a></main><a href="/c/">C</a>',
        "/a/": '<main><a href="/b/#part">B</a> <a href="/gone/">Gone</a></main>',
        "/b/": "<main></main>",
        "/c/": "<main></main>",
    }

    assert touches(pages) == {"/": 0, "/a/": 1, "/b/": 2}

"""The index that a reader's own device searches: every page, fetched whole.

Here is only what it holds; static/js/find.js searches in it, so what somebody looks for goes
nowhere. docs/decisions/0031-search-on-the-device.md
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_script_prefix
from markdown_it.token import Token

from advice.library import Library
from advice.markup import parse
from advice.pages import Page
from advice.words import URGENT

PAGE, INDEX_PATH = "find", "/find/words.json"
FIRST_WORDS = 40
MORE, ABOUT = "More advice", "About this site"


@dataclass(frozen=True)
class Part:
    heading: str
    pages: tuple[Page, ...]


def index_headers() -> dict[str, str]:
    """Unlike a page it may be kept: it is the same for everybody, and nothing is typed in it.

    A browser asks each time whether it changed.
    """
    return {"Content-Type": "application/json", "Cache-Control": "no-cache"}


def parts(library: Library) -> list[Part]:
    """Every page but the one that lists them: those of a part with several pages stand together."""
    pages = [page for page in library.pages if page.slug != PAGE]
    heads = {page.part: page.title for page in pages if page.slug == page.part}
    several = [part for part in heads if sum(page.part == part for page in pages) > 1]
    headings = {part: heads[part] for part in several}
    found: dict[str, list[Page]] = {heading: [] for heading in (*headings.values(), MORE, ABOUT)}
    for page in pages:
        found[headings.get(page.part, MORE if page.nav else ABOUT)].append(page)
    return [Part(heading, tuple(held)) for heading, held in found.items() if held]


def index(library: Library) -> bytes:
    first = library.page(URGENT)
    found = {
        "pages": {path_of(page): entry(page, library) for page in library.pages},
        "urgent": library.words.get(URGENT, ()),
        "first": path_of(first) if first else "",
    }
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False).encode()


def entry(page: Page, library: Library) -> dict[str, Any]:
    """Title and summary are not in it: the script reads them on the page, and shows only those."""
    tokens = parse(page.body)
    return {
        "said": library.words.get(page.slug, ()),
        "more": " ".join([*headings(tokens), *" ".join(texts(tokens)).split()[:FIRST_WORDS]]),
    }


def path_of(page: Page) -> str:
    return get_script_prefix() + page.path[1:]


def headings(tokens: list[Token]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            yield text_of(tokens[place + 1])


def texts(tokens: list[Token]) -> Iterator[str]:
    return (text_of(token) for token in tokens if token.type == "inline")


def text_of(token: Token) -> str:
    return "".join(child.content or " " for child in token.children or ())

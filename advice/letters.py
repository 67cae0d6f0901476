"""Letters that a school may send home: the words in the box of their page, as a plain text file.

It opens in any program that writes letters. The page says the same, to mark and copy.
"""

from collections.abc import Iterator

from django.urls import get_script_prefix
from markdown_it.token import Token

from advice.contacts import Contact
from advice.library import Library
from advice.markup import parse
from advice.pages import Page

TEMPLATE = "advice/letter.html"
"""A page that is drawn with it holds a letter."""


def letters(library: Library) -> list[Page]:
    return [page for page in library.pages if page.template == TEMPLATE]


def letter_path(page: Page) -> str:
    return f"{page.path[:-1]}.txt"


def letter_address(page: Page) -> str:
    """Empty for a page without a letter."""
    return get_script_prefix() + letter_path(page)[1:] if page.template == TEMPLATE else ""


def letter_headers() -> dict[str, str]:
    return {"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": "attachment"}


def letter_text(page: Page, library: Library) -> bytes:
    """A blank line after a paragraph and after a list; an item in a line of its own."""
    text, mark, number = "", "", 0
    for token in in_the_box(parse(page.body)):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            number = int(token.type == "ordered_list_open")
        elif token.type == "list_item_open":
            mark = f"{number}. " if number else "- "
            number += bool(number)
        elif token.type == "inline":
            text += f"{mark}{plain(token, library)}\n" + "\n" * (not mark)
        elif token.type == "list_item_close":
            mark = ""
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            text += "\n"
    return f"{text.strip()}\n".encode()


def in_the_box(tokens: list[Token]) -> Iterator[Token]:
    is_inside = False
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            is_inside = token.type == "blockquote_open"
        elif is_inside:
            yield token


def plain(token: Token, library: Library) -> str:
    return "".join(
        words_of(library.contacts[child.meta["key"]], child.meta["part"])
        if child.type == "contact"
        else child.content or " " * (child.type == "softbreak")
        for child in token.children or ()
    )


def words_of(contact: Contact, part: str) -> str:
    """As on the page, but an address is written out, because nobody can touch it on paper."""
    if part == "phone":
        return contact.phone_display
    if contact.phone and not part:
        return f"{contact.name} on {contact.phone_display}"
    return f"{contact.name} ({contact.url})"

"""From a page's words to HTML.

Rendered without the visitor's request, so nothing about the visitor can reach a page.

Rendered without the day, too: no number, link or opening hour can leave a page by a date.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from advice.contacts import AGES, Contact, lines_instead
from advice.finder import is_in_finder
from advice.letters import letter_address
from advice.library import Library
from advice.markup import CONTACT_LINK, every, markup, parse
from advice.pages import Page
from advice.reach import ways_in
from advice.search import parts
from advice.sources import Source

TONIGHT = "tonight"
"""The page for somebody who does not want to live: one touch from every page."""
PARTS = ("", "name", "phone", "text", "url", "chat", "email", "hours", "ways", "card")
Tokens = Sequence[Token]


def render_page(page: Page, library: Library) -> str:
    html = render_to_string(page.template, page_context(page, library), request_for(page.path))
    # A browser reads an indent as one space; on a page of cards they are a fiftieth of its weight.
    return "\n".join(line for line in map(str.strip, html.split("\n")) if line)


def request_for(path: str) -> HttpRequest:
    """For the context processors: it knows its address and nothing of a visitor."""
    request = HttpRequest()
    request.method, request.path = "GET", get_script_prefix() + path[1:]
    return request


def page_context(page: Page, library: Library) -> dict[str, Any]:
    in_nav = [other for other in library.pages if other.nav]
    top = [other for other in in_nav if other.slug == other.part]
    part = [other for other in in_nav if other.part == page.part]
    reading = part if len(part) > 1 else top
    place = reading.index(page) if page in reading else None
    return {
        "page": page,
        "body": render_body(page.body, library),
        "pages": top,
        "part": part if len(part) > 1 else [],
        "previous": reading[place - 1] if place else None,
        "next": reading[place + 1] if place is not None and place + 1 < len(reading) else None,
        "parts": lambda: parts(library),
        "crisis": crisis_lines(library) if page.crisis else [],
        "people": ways_in(page.people, library.contacts) if page.people else [],
        "tonight": address_of(TONIGHT, library),
        "sources": sources_of(page.sources, library),
        "letter": letter_address(page),
    }


def address_of(slug: str, library: Library) -> str:
    page = library.page(slug)
    return get_script_prefix() + page.path[1:] if page else ""


def sources_of(codes: Sequence[str], library: Library) -> list[Source]:
    return [library.sources[code] for code in codes if code in library.sources]


def crisis_lines(library: Library) -> list[Contact]:
    lines = [contact for contact in library.contacts.values() if contact.crisis]
    return sorted(lines, key=lambda contact: contact.crisis)


def render_body(text: str, library: Library) -> SafeString:
    tokens = parse(text)
    place_links(tokens, library)
    html = BodyRenderer(library).render(tokens, markup().options, {})
    # Safe: the parser leaves raw HTML off and escapes text; all that we add goes through templates
    # or format_html.
    return mark_safe(html)  # noqa: S308


def place_links(tokens: list[Token], library: Library) -> None:
    """Gives each its real address: under the site's path prefix, or from the contact it names."""
    for token in every(tokens):
        if token.type == "link_open":
            place_link(token, library)


def place_link(token: Token, library: Library) -> None:
    href = str(token.attrGet("href"))
    if href.startswith("/"):
        token.attrSet("href", get_script_prefix() + href[1:])
    if href.startswith(CONTACT_LINK):
        token.attrSet("href", library.contacts[href.removeprefix(CONTACT_LINK)].url)
        token.attrSet("rel", "noreferrer")


class BodyRenderer(RendererHTML):
    """Methods are named after the tokens they write; everything else is written by markdown-it."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library

    def contact(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        contact = self._library.contacts[token.meta["key"]]
        part = token.meta["part"]
        context = {"contact": contact, "part": part}
        return render_to_string("components/contact.html", context).strip()

    def contact_card(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        contacts = self._library.contacts
        contact = contacts[tokens[idx].meta["key"]]
        instead = lines_instead(contact, contacts.values())
        return render_to_string(
            "components/contact_card.html", {"contact": contact, "instead": instead}
        )

    def figures(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        series = self._library.figures[tokens[idx].meta["key"]]
        return render_to_string(
            "advice/figures.html",
            {"series": series, "sources": sources_of(series.sources, self._library)},
        )

    def table_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        named_by = tokens[idx].meta["named_by"]
        return format_html(
            '<div class="scroller" role="region" aria-labelledby="{}" tabindex="0">\n<table>\n',
            named_by,
        )

    def table_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        return "</table>\n</div>\n"

    def container_warning_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        return '<div class="warning">\n<strong class="unseen">Warning</strong>\n'

    def container_inset_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        return '<div class="inset">\n'

    def container_details_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        summary = tokens[idx].info.strip().removeprefix("details").strip()
        return format_html("<details>\n<summary>{}</summary>\n", summary)

    def container_details_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        return "</details>\n"

    def container_finder_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        return f'<div class="finder">\n{render_to_string("components/finder.html", {"ages": AGES})}'

    def container_help_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        if is_in_finder(tokens, idx):
            return "<details>\n<summary>\n"
        return '<div class="help">\n'

    def heading_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The heading of a part of the finder is what opens it."""
        html = self.renderToken(tokens, idx, options, env)
        help_open = idx - 3
        if tokens[help_open].type == "container_help_open" and is_in_finder(tokens, idx):
            return f'{html}</summary>\n<div class="help">\n'
        return html

    def container_help_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        return "</div>\n</details>\n" if is_in_finder(tokens, idx) else "</div>\n"

    def container_steps_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        return ""

    container_steps_close = container_choices_open = container_choices_close = container_steps_open

"""Our Markdown is CommonMark and tables without raw HTML, with contacts, blocks and heading ids.

Tokens only, no HTML here.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.container import container_plugin

from sextortion_aware.patterns import compiled

BLOCKS = ("warning", "inset", "details", "steps", "choices", "finder", "help")
# Block, the list it must hold, and the class that list gets: big numbers, or rows of big links.
LISTS = {
    "container_steps_open": ("ordered_list_open", "steps"),
    "container_choices_open": ("bullet_list_open", "tasks"),
}
CONTACT = compiled(r"\[\[([a-z][a-z0-9_]*)(?:\.([a-z]+))?\]\]")
FIGURES = compiled(r"\[\[figures:([a-z][a-z0-9_]*)\]\]")
NOT_IN_ID = compiled(r"[^a-z0-9]+")
CONTACT_LINK = "contact:"
TITLE_ID = "page-title"
# What we do not offer: pictures, typed-in addresses, code blocks, underlined headings, rules across
# the page.
LEFT_OUT = ["image", "autolink", "code", "lheading", "hr", "html_block", "html_inline", "reference"]


class Markup(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  (the library's own name)
        """Only our own pages, places on them, and contacts.

        Anything else stays text, which the checks then refuse.
        """
        is_ours = url.startswith("/") and not url.startswith("//")
        return is_ours or url.startswith(("#", CONTACT_LINK))


@cache
def markup() -> Markup:
    parser = Markup("commonmark", {"html": False})
    parser.enable("table").disable(LEFT_OUT)
    parser.inline.ruler.before("link", "contact", contact_rule)
    for block in BLOCKS:
        parser.use(container_plugin, name=block)
    parser.use(anchors_plugin, min_level=2, max_level=4, slug_func=heading_id)
    parser.core.ruler.push("lifted", lift)
    parser.core.ruler.push("lists", mark_lists)
    parser.core.ruler.push("tables", name_tables)
    return parser


def parse(text: str) -> list[Token]:
    return markup().parse(text)


def every(tokens: list[Token]) -> Iterator[Token]:
    """Block tokens and the inline ones inside them, in reading order."""
    for token in tokens:
        yield token
        yield from token.children or ()


def heading_id(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return NOT_IN_ID.sub("-", plain.replace("'", "")).strip("-") or "part"


def anchors(tokens: list[Token]) -> set[str]:
    return {TITLE_ID} | {
        str(token.attrGet("id")) for token in tokens if token.type == "heading_open"
    }


def contact_rule(state: StateInline, silent: bool) -> bool:
    found = CONTACT.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("contact", "", 0)
        token.meta = {"key": found[1], "part": found[2] or ""}
        token.markup = found[0]
    state.pos = found.end()
    return True


def lift(state: StateCore) -> None:
    """A paragraph of nothing but cards, or of one series of figures, becomes them.

    They cannot stand inside a paragraph.
    """
    tokens: list[Token] = []
    for token in state.tokens:
        lifted = only_cards(token) or only_figures(token)
        if lifted and tokens[-1].type == "paragraph_open":
            tokens[-1:] = lifted
        elif not (
            token.type == "paragraph_close"
            and tokens
            and tokens[-1].type in ("contact_card", "figures")
        ):
            tokens.append(token)
    state.tokens = tokens


def only_cards(token: Token) -> list[Token]:
    children = [child for child in token.children or () if child.type != "softbreak"]
    if not children or any(
        child.type != "contact" or child.meta["part"] != "card" for child in children
    ):
        return []
    return [
        Token("contact_card", "", 0, meta=child.meta, map=token.map, block=True)
        for child in children
    ]


def only_figures(token: Token) -> list[Token]:
    found = FIGURES.fullmatch(token.content) if token.type == "inline" else None
    if not found:
        return []
    return [Token("figures", "", 0, meta={"key": found[1]}, map=token.map, block=True)]


def mark_lists(state: StateCore) -> None:
    for before, token in pairwise(state.tokens):
        wanted, css_class = LISTS.get(before.type, ("", ""))
        if wanted == token.type:
            token.attrSet("class", css_class)


def name_tables(state: StateCore) -> None:
    """Each table is named by the heading above it; its head cells say that they head columns."""
    heading = TITLE_ID
    for token in state.tokens:
        if token.type == "heading_open":
            heading = str(token.attrGet("id"))
        elif token.type == "table_open":
            token.meta["named_by"] = heading
        elif token.type == "th_open":
            token.attrSet("scope", "col")

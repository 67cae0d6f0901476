"""The finder: the parts of a page that a reader opens, and narrows down by age.

Reads tokens, writes nothing.

In Markdown it is `:::: finder` around one `::: help` for each need; its heading is what a reader
opens it by. `::: help` outside the finder stands open and is never narrowed down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from advice.contacts import AGES, OLDEST, Contact
from advice.markup import every

FINDER = ("container_finder_open", "container_finder_close")


@dataclass(frozen=True)
class Help:
    words: str
    """Its heading."""
    contacts: tuple[str, ...]
    """Those with a card."""
    named: tuple[str, ...]
    """Those with a card or in a sentence."""
    in_finder: bool


def is_in_finder(tokens: Sequence[Token], place: int) -> bool:
    return sum(token.nesting for token in tokens[:place] if token.type in FINDER) > 0


def all_help(tokens: Sequence[Token]) -> Iterator[Help]:
    for place, token in enumerate(tokens):
        if token.type == "container_help_open":
            yield read_help(tokens[place:], in_finder=is_in_finder(tokens, place))


def read_help(tokens: Sequence[Token], *, in_finder: bool) -> Help:
    end = next(place for place, token in enumerate(tokens) if token.type == "container_help_close")
    headed = tokens[1].type == "heading_open"
    found = [
        token for token in every(list(tokens[:end])) if token.type in ("contact", "contact_card")
    ]
    return Help(
        words=tokens[2].content if headed else "",
        contacts=tuple(str(token.meta["key"]) for token in found if token.type == "contact_card"),
        named=tuple(str(token.meta["key"]) for token in found),
        in_finder=in_finder,
    )


def wrong_finder(tokens: Sequence[Token], contacts: dict[str, Contact]) -> Iterator[str]:
    for help_ in all_help(tokens):
        if not help_.words:
            yield "::: help must begin with a heading."
        if help_.in_finder:
            yield from wrong_answers(help_, contacts)


def wrong_answers(help_: Help, contacts: dict[str, Contact]) -> Iterator[str]:
    cards = [contacts[key] for key in help_.contacts if key in contacts]
    for age in AGES:
        if not any(card.opening.always and age.key not in card.hidden_from for card in cards):
            yield (
                f'::: help "{help_.words}" would leave "{age.words}" with nothing at night: '
                "add a service that is open always and for that age."
            )
    for line in contacts.values():
        if line.crisis and line.age_to < OLDEST and line.key not in help_.named:
            yield (
                f'::: help "{help_.words}" must name [[{line.key}]]: '
                "whoever it is there for finds it in every answer."
            )

"""The finder: a part of a page whose services can be narrowed down by age and by need.

Reads tokens, writes nothing.

In Markdown it is `:::: finder` around one `::: help <need>` for each need. `::: help` without a
need, outside the finder, is never narrowed down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown_it.token import Token

from advice.contacts import AGES, Contact

NEEDS = ("talk", "police", "picture", "child", "money", "after")
"""What static/css/site.css has a rule for."""


@dataclass(frozen=True)
class Help:
    need: str
    words: str
    """Its heading, which is also the choice that leads to it."""
    contacts: tuple[str, ...]
    in_finder: bool


def need_of(token: Token) -> str:
    return str(token.info).strip().removeprefix("help").strip()


def all_help(tokens: Sequence[Token]) -> Iterator[Help]:
    in_finder = False
    for place, token in enumerate(tokens):
        if token.type in ("container_finder_open", "container_finder_close"):
            in_finder = token.nesting == 1
        elif token.type == "container_help_open":
            yield read_help(tokens[place:], in_finder=in_finder)


def read_help(tokens: Sequence[Token], *, in_finder: bool) -> Help:
    end = next(place for place, token in enumerate(tokens) if token.type == "container_help_close")
    headed = tokens[1].type == "heading_open"
    cards = tuple(str(token.meta["key"]) for token in tokens[:end] if token.type == "contact_card")
    return Help(need_of(tokens[0]), tokens[2].content if headed else "", cards, in_finder)


def wrong_finder(tokens: Sequence[Token], contacts: dict[str, Contact]) -> Iterator[str]:
    found = list(all_help(tokens))
    for help_ in found:
        yield from wrong_help(help_, contacts)
    for need, same in groupby(sorted(help_.need for help_ in found if help_.need)):
        if len(list(same)) > 1:
            yield f"::: help {need} stands there twice: a choice leads to one part."


def wrong_help(help_: Help, contacts: dict[str, Contact]) -> Iterator[str]:
    if help_.need not in (NEEDS if help_.in_finder else ("",)):
        yield (
            f'::: help says "{help_.need}": inside :::: finder name one of {", ".join(NEEDS)}; '
            "outside name nothing."
        )
    if not help_.words:
        yield f"{f'::: help {help_.need}'.strip()} must begin with a heading."
    cards = [contacts[key] for key in help_.contacts if key in contacts]
    for age in AGES if help_.in_finder else ():
        if not any(card.opening.always and card.only_for in ("", age) for card in cards):
            yield (
                f'::: help {help_.need} would leave "{age}" with nothing at night: '
                "add a service that is open always and for that age."
            )
    for card in cards:
        if help_.in_finder and card.crisis:
            yield (
                f"[[{card.key}.card]] is a crisis line: "
                "put it before the finder, where nothing is hidden."
            )

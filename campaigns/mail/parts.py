"""The parts of a letter's HTML, read from its words: one set of words for both.

In templates/emails/*.txt a link is a paragraph of its own, and says what it does as Markdown does:
`[Open your request]({{ link }})`. The plain text keeps the address alone. The first link of a
letter is its button.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from campaigns.mail.team_contact import TeamContact
from sextortion_aware.reading.telephones import to_call

UNMARKED = "Open the page"
LONGEST_NAME = 30
ITEM = "- "


@dataclass(frozen=True, kw_only=True)
class Part:
    """A link when it has an address, a table when it has facts, else lines and a list of items."""

    words: str = ""
    href: str = ""
    is_button: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()


def paragraphs_of(said: str) -> list[str]:
    return [bare for paragraph in said.split("\n\n") if (bare := paragraph.strip("\n"))]


def without_marks(paragraphs: Iterable[str], *, ours: Collection[str]) -> str:
    """The plain text. What is no link of ours stays as it is, whoever wrote it."""
    plain = [link.href if (link := _link(one, ours)) else one for one in paragraphs]
    return "\n\n".join(plain).strip() + "\n"


def parts_of(paragraphs: Iterable[str], *, ours: Collection[str]) -> list[Part]:
    parts, has_button = [], False
    for paragraph in paragraphs:
        link = _link(paragraph, ours)
        if link is None:
            parts.append(_words(paragraph))
            continue
        parts.append(Part(words=link.words, href=link.href, is_button=not has_button))
        has_button = True
    return parts


def _link(paragraph: str, ours: Collection[str]) -> Part | None:
    for href in filter(None, ours):
        if paragraph == href:
            return Part(words=UNMARKED, href=href)
        if paragraph.startswith("[") and paragraph.endswith(end := f"]({href})"):
            return Part(words=paragraph[1 : -len(end)], href=href)
    return None


def _words(paragraph: str) -> Part:
    lines = paragraph.splitlines()
    facts = [fact for line in lines if (fact := _fact(line))]
    if len(lines) == len(facts) > 1:
        return Part(facts=tuple(facts))
    items = tuple(line.removeprefix(ITEM) for line in lines if line.startswith(ITEM))
    lead = "\n".join(line for line in lines if not line.startswith(ITEM))
    return Part(words=lead, items=items)


def _fact(line: str) -> tuple[str, str] | None:
    name, _, value = line.partition(": ")
    is_name = name[:1].isupper() and len(name) <= LONGEST_NAME
    return (name, value) if is_name and value else None


def pieces_of(paragraph: str, contact: TeamContact) -> list[Part]:
    """At the foot, where nobody outside wrote a word, the team's number and address are links."""
    for shown, href in (
        (contact.telephone, f"tel:{to_call(contact.telephone)}"),
        (contact.email, f"mailto:{contact.email}"),
    ):
        before, found, after = paragraph.partition(shown) if shown else (paragraph, "", "")
        if found:
            return [Part(words=before), Part(words=shown, href=href), Part(words=after)]
    return [Part(words=paragraph)]

"""What must be right before a page may be shown.

Run by `manage.py check`, by the build and by the tests.

Wrong is an error and stops the build. A review or a check that is late stops nothing, on any day:
it is only said, loudly.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Info
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils import timezone
from markdown_it.token import Token

from advice.contacts import FILE as CONTACTS_FILE
from advice.contacts import TEAM, Contact
from advice.fields import Problem
from advice.figures import FILE as FIGURES_FILE
from advice.finder import wrong_finder
from advice.library import Library, library
from advice.markup import CONTACT_LINK, LISTS, TITLE_ID, anchors, every, parse
from advice.pages import Page
from advice.plans import FILE as PLANS_FILE
from advice.rendering import PARTS
from sextortion_aware.due import Due, Kind
from sextortion_aware.numbers import EMERGENCY, POLICE
from sextortion_aware.patterns import LETTER_OR_DIGIT, compiled, escape

BEFORE, WORD = rf"(?:^|[^{LETTER_OR_DIGIT}.,£-])", LETTER_OR_DIGIT
PHONE_LIKE = compiled(rf"{BEFORE}(\+?0[\d ]{{8,13}}\d)(?:$|[^{WORD}])")
LONG_NUMBER = compiled(r"\d{4,}")
ADDRESS_LIKE = compiled(r"https?://\S+|www\.\S+|\S+@\S+\.\w+", ignore_case=True)
LEFT_OVER = compiled(r"\]\(|\[\[|\]\]|\{\{|\}\}|:::|</?[a-z]+[ >/]|\*\*|^#+ ", ignore_case=True)


def check_content(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    found = library()
    messages: list[CheckMessage] = []
    messages += [Error(str(problem), id="advice.E001") for problem in problems(found)]
    if late := late_words(found, timezone.localdate()):
        # Not a warning: `make check` fails on those, and the day alone must never make it fail.
        messages.append(Info(late, id="advice.I001"))
    return messages


def problems(found: Library) -> list[Problem]:
    wrong = list(found.problems) + wrong_sources(found)
    ids = {page.path: anchors(parse(page.body)) for page in found.pages}
    ids |= {answers.path: {TITLE_ID} for answers in found.plans.every()}
    for page in found.pages:
        wrong += [Problem(page.file, reason) for reason in page_problems(page, found, ids)]
    return wrong


def due_dates(found: Library) -> list[Due]:
    """The day of each contact and page. The team's own address has none."""
    contacts = [due_of(contact) for contact in found.contacts.values() if contact.key != TEAM]
    named = [(page.review_due, f"The page “{page.title}”", page.file) for page in found.pages]
    named.append((found.plans.review_due, "The words of the plans", PLANS_FILE))
    return contacts + [Due(Kind.PAGE, on, name, file) for on, name, file in named]


def due_of(contact: Contact) -> Due:
    is_crisis_line = contact.crisis or contact.phone in (EMERGENCY, POLICE)
    kind = Kind.CRISIS_LINE if is_crisis_line else Kind.CONTACT
    return Due(kind, contact.check_due, contact.name, f"{CONTACTS_FILE} [{contact.key}]")


def late_words(found: Library, today: date) -> str:
    """For whoever runs a command; empty when nothing is late."""
    late = [due for due in sorted(due_dates(found)) if due.is_late(today)]
    if not late:
        return ""
    heading = f"LATE: {len(late)} to check now. All stay on the pages."
    lines = [f"    {due.where}: {due.words(today)}." for due in late]
    return "\n".join([f"{heading} docs/words.md says what to do.", *lines])


def wrong_sources(found: Library) -> list[Problem]:
    named = [(page.file, page.sources) for page in found.pages]
    named += [(PLANS_FILE, found.plans.sources)] + [
        (FIGURES_FILE, series.sources) for series in found.figures.values()
    ]
    named += [("contacts.toml", contact.sources) for contact in found.contacts.values()]
    missing = {(file, code) for file, codes in named for code in codes if code not in found.sources}
    return [
        Problem(file, f'source "{code}" is not in sources.toml.') for file, code in sorted(missing)
    ]


def page_problems(page: Page, found: Library, ids: dict[str, set[str]]) -> Iterator[str]:
    tokens = parse(page.body)
    yield from wrong_template(page)
    yield from wrong_headings(tokens)
    yield from wrong_blocks(tokens)
    yield from wrong_tables(tokens)
    yield from wrong_finder(tokens, found.contacts)
    for token in every(tokens):
        if token.type in ("contact", "contact_card"):
            yield from wrong_contact(token, found)
        elif token.type == "figures":
            yield from wrong_figures(token, page, found)
        elif token.type == "link_open":
            yield from wrong_link(str(token.attrGet("href")), page, found, ids)
    for words in (page.title, page.summary, page.tab, *plain_words(tokens)):
        yield from wrong_words(words, numbers_of(found))


def plain_words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            # The parser cuts text at each bracket: only put together again it shows what was left
            # over.
            yield "".join(
                child.content if child.type in ("text", "code_inline") else "\n"
                for child in token.children or ()
            )
        elif token.type in ("container_details_open", "fence"):
            yield token.info + token.content


def numbers_of(found: Library) -> set[str]:
    """Every number that has its place in contacts.toml, short ones such as 999 and 116 123 too."""
    shown = {contact.phone_display for contact in found.contacts.values() if contact.phone_display}
    return shown | {
        number
        for contact in found.contacts.values()
        for number in LONG_NUMBER.findall(contact.text)
    }


def wrong_words(words: str, numbers: set[str]) -> Iterator[str]:
    for number in sorted(numbers):
        if compiled(rf"{BEFORE}{escape(number)}(?:$|[^{WORD}%.,-]|[.,](?:$|\D))").search(words):
            yield (
                f'the number "{number}" is typed in the text: '
                "name the contact, like [[childline.phone]]."
            )
    if found := PHONE_LIKE.search(words):
        yield (
            f'"{found[1]}" looks like a telephone number: '
            "put it into contacts.toml and name the contact."
        )
    if found := ADDRESS_LIKE.search(words):
        yield (
            f'the address "{found[0]}" is typed in the text: '
            "put it into contacts.toml and name the contact, like [[childline.url]]."
        )
    elif found := LEFT_OVER.search(words):
        yield (
            f'"{found[0]}" would be shown as it stands: '
            "it is not a link, a contact, a block or bold text that we know."
        )


def wrong_contact(token: Token, found: Library) -> Iterator[str]:
    key, part = token.meta["key"], token.meta["part"]
    contact = found.contacts.get(key)
    if contact is None:
        yield f'there is no contact "{key}" in contacts.toml.'
    elif part not in PARTS:
        yield f"[[{key}.{part}]] is not a part of a contact: use one of {', '.join(PARTS[1:])}."
    elif part in ("phone", "text", "url", "chat", "email", "hours") and not getattr(contact, part):
        yield f'[[{key}.{part}]] would be empty: contacts.toml has no "{part}" for it.'
    elif part == "card" and token.type == "contact":
        yield f"[[{key}.card]] must stand alone in its paragraph."


def wrong_figures(token: Token, page: Page, found: Library) -> Iterator[str]:
    key = token.meta["key"]
    if key not in found.figures:
        yield f'there is no series "{key}" in {FIGURES_FILE}, or it is wrong.'
    elif missing := [code for code in found.figures[key].sources if code not in page.sources]:
        yield f'[[figures:{key}]] comes from {", ".join(missing)}: name it in "sources".'


def wrong_link(href: str, page: Page, found: Library, ids: dict[str, set[str]]) -> Iterator[str]:
    if href.startswith(CONTACT_LINK):
        contact = found.contacts.get(href.removeprefix(CONTACT_LINK))
        if not contact or not contact.url:
            yield f'the link "{href}" names no contact with a web address.'
        return
    path, _, anchor = href.partition("#")
    target = path or page.path
    if target not in ids and (anchor or not is_page_elsewhere(target)):
        yield f'the link "{href}" leads nowhere: there is no page at {target}'
    elif anchor and anchor not in ids[target]:
        yield f'the link "{href}" leads nowhere: the page has no heading "{anchor}".'


def is_page_elsewhere(path: str) -> bool:
    """Pages of the other half.

    Ours answer without their last slash too, but a link is written in full.
    """
    try:
        return (
            path.endswith("/") and "advice" not in resolve(get_script_prefix() + path[1:]).app_names
        )
    except Resolver404:
        return False


def wrong_template(page: Page) -> Iterator[str]:
    try:
        get_template(page.template)
    except TemplateDoesNotExist:
        yield f'there is no template "{page.template}".'


def wrong_headings(tokens: Iterable[Token]) -> Iterator[str]:
    above = 1
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            if level == 1 or level > above + 1:
                yield (
                    f"a heading of level {level} follows one of level {above}: "
                    "the title is level 1, so begin with ## and skip none."
                )
            above = level


def wrong_blocks(tokens: list[Token]) -> Iterator[str]:
    for token, following in pairwise(tokens):
        wanted, _ = LISTS.get(token.type, ("", ""))
        if wanted and following.type != wanted:
            held = "a numbered list" if wanted == "ordered_list_open" else "a list"
            yield f"::: {token.info.strip()} must hold {held} and nothing before it."
        if token.type == "container_details_open" and token.info.strip() == "details":
            yield "::: details needs the words to open it, like ::: details More about this"


def wrong_tables(tokens: Iterable[Token]) -> Iterator[str]:
    names = [token.meta["named_by"] for token in tokens if token.type == "table_open"]
    if len(set(names)) != len(names):
        yield (
            "two tables stand under one heading: "
            "give each its own, because the heading is its name."
        )

"""The page for the worst night keeps the rules of docs/safe-messaging.md, as far as a machine can
tell. Each rule is also shown to bite.
"""

import re
from html.parser import HTMLParser

import pytest

from advice.library import library
from sextortion_aware.numbers import EMERGENCY
from tests.advice.every_page import every_page, html_of
from tests.advice.words import HEADINGS, Block, read, sentences

PATH = "/tonight/"
CONTACTS = library().contacts
NUMBERS = {contact.phone_display for contact in CONTACTS.values() if contact.phone_display}
TEXT_NUMBERS = {"85258"}
HOURS = {contact.hours for contact in CONTACTS.values() if contact.hours}
AGES_AND_NAMES = {"16", "18", "19", "35", "24", "247"}
MENTION = re.compile(
    r"suicid|(end|take|taking|ending) (your|their|his|her) (own )?life|self-harm"
    r"|(hurt|harm|kill)(ing)? (your|them|him|her)sel(f|ves)|want to die",
    re.IGNORECASE,
)
METHOD = re.compile(
    r"\b(ropes?|pills?|tablets?|tablet|medicines?|paracetamol|overdos\w*|kni(fe|ves)|blades?"
    r"|razors?|bridges?|railways?|trains?|tracks?|cliffs?|roofs?|jump\w*|hang\w*|poison\w*"
    r"|drown\w*|guns?|cut(s|ting)?|bleach|belts?|notes?|last (words|messages?))\b",
    re.IGNORECASE,
)
WRONG_WORDS = re.compile(
    r"\bcommit\w*|\b(failed|successful|unsuccessful)\b|\b(died|deaths?|dead|killed)\b",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\b(because|caus\w+|led to|leads? to|due to|drov\w+|drives?|made (him|her|them|people))\b",
    re.IGNORECASE,
)


class Links(HTMLParser):
    """Of the main part, in reading order, with how many headings stand above each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self.headings = 0
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.headings += tag == "h2"
        if tag == "a":
            self.found.append((dict(attrs).get("href") or "", self.headings))


def said(html: str = "") -> list[Block]:
    blocks = [block for block in read(html or html_of(PATH)).blocks if "main" in block.where]
    return [block for block in blocks if "checked" not in block.where]


def links() -> list[tuple[str, int]]:
    return Links(html_of(PATH)).found


def parts(blocks: list[Block]) -> list[str]:
    """The words under each heading, with the heading."""
    found: list[list[str]] = [[]]
    for block in blocks:
        if block.tag in HEADINGS:
            found.append([])
        found[-1].append(block.text)
    return ["\n".join(part) for part in found]


def mentions_without_a_number(texts: list[str]) -> list[str]:
    return [
        text
        for text in texts
        if MENTION.search(text) and not any(number in text for number in NUMBERS | TEXT_NUMBERS)
    ]


def figures_in(text: str) -> list[str]:
    for number in sorted(NUMBERS | HOURS, key=len, reverse=True):
        text = text.replace(number, "")
    return [n for n in re.findall(r"\d+", text) if n not in TEXT_NUMBERS | AGES_AND_NAMES]


def single_causes(text: str) -> list[str]:
    return [part for part in sentences(text) if MENTION.search(part) and CAUSE.search(part)]


def is_ours_or_a_contact(href: str) -> bool:
    ways = {way for contact in CONTACTS.values() for way in (contact.url, contact.chat)}
    ways |= {contact.text_link for contact in CONTACTS.values()}
    ways |= {f"tel:{contact.phone}" for contact in CONTACTS.values()}
    ways |= {f"mailto:{contact.email}" for contact in CONTACTS.values()}
    return href in ways or (href.startswith(("/", "#")) and not href.startswith("//"))


def test_a_number_stands_in_every_part_that_speaks_of_hurting_yourself():
    texts = parts(said())

    assert len([text for text in texts if MENTION.search(text)]) >= 5
    assert mentions_without_a_number(texts) == []


def test_a_number_stands_beside_it_on_every_other_page_too():
    without = {
        page.path: mentions_without_a_number(parts(said(page.html.decode())))
        for page in every_page()
    }

    assert {path: found for path, found in without.items() if found} == {}


def test_no_method_object_or_place_is_named():
    assert [block.text for block in said() if METHOD.search(block.text)] == []


def test_no_word_that_blames_and_none_of_deaths():
    assert [block.text for block in said() if WRONG_WORDS.search(block.text)] == []


def test_no_figure_stands_there_but_numbers_to_call_hours_and_ages():
    texts = [block.text for block in said() if "contact" not in block.where]  # it has its date

    assert [figures_in(text) for text in texts if figures_in(text)] == []


def test_nothing_is_given_as_the_one_cause():
    assert [single_causes(block.text) for block in said() if single_causes(block.text)] == []


def test_nothing_leads_away_but_to_a_service():
    assert [href for href, _ in links() if not is_ours_or_a_contact(href)] == []


def test_the_first_link_is_999_and_childline_stands_above_the_first_heading():
    first = [href for href, headings in links() if headings == 0]

    assert first[0] == f"tel:{EMERGENCY}"
    assert first[1:5] == [
        f"tel:{CONTACTS['childline'].phone}",
        CONTACTS["childline"].chat,
        f"tel:{CONTACTS['samaritans'].phone}",
        f"tel:{CONTACTS['nhs24'].phone}",
    ]


def test_somebody_can_call_text_or_chat():
    hrefs = [href for href, _ in links()]

    assert {href.partition(":")[0] for href in hrefs if ":" in href} >= {"tel", "sms", "https"}
    assert CONTACTS["shout"].text_link in hrefs
    assert CONTACTS["childline"].chat in hrefs


def test_the_crisis_lines_are_those_that_answer_now():
    """The page says that the four on its first screen are free, day and night."""
    first = [CONTACTS[key] for key in ("childline", "samaritans", "nhs24", "shout")]

    assert all(contact.opening.always for contact in first)
    assert all((contact.cost or "").startswith("free") for contact in first)


@pytest.mark.parametrize(
    "bad",
    ["Do you think of suicide?", "You might hurt yourself.", "They think of ending their life."],
)
def test_a_mention_without_a_number_is_found(bad):
    assert mentions_without_a_number([bad, f"{bad} Call 999."]) == [bad]


@pytest.mark.parametrize("bad", ["Lock the pills away.", "Stay off the bridge.", "He left a note."])
def test_a_method_a_place_or_a_last_message_is_found(bad):
    assert METHOD.search(bad)


@pytest.mark.parametrize("bad", ["She committed it.", "A failed attempt.", "Two people died."])
def test_a_word_that_blames_or_counts_deaths_is_found(bad):
    assert WRONG_WORDS.search(bad)


def test_figures_causes_and_ways_out_are_found():
    assert figures_in("Call 116 123. One in 7, aged 18, did.") == ["7"]
    assert single_causes("Blackmail led to his suicide. It led to more.") == [
        "Blackmail led to his suicide."
    ]
    assert not is_ours_or_a_contact("https://example.com/story")
    assert not is_ours_or_a_contact("//example.com/")

"""How the words of a page are read and measured: blocks of text out of its HTML, then sentences,
then an index.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

PROSE = {"p", "li", "td", "dd", "summary"}
HEADINGS = {"h1", "h2", "h3", "h4"}
BLOCKS = (
    PROSE
    | HEADINGS
    | {
        "th",
        "dt",
        "caption",
        "div",
        "section",
        "ul",
        "ol",
        "table",
        "tr",
        "nav",
        "main",
        "dl",
        "footer",
        "aside",
        "header",
        "details",
        "br",
        "label",
        "legend",
    }
)
VOID = {"meta", "link", "br", "img", "input", "hr", "wbr", "source", "col"}
# Facts about a service and the list of publications are data, not sentences; what contacts.toml
# says has a test of its own.
DATA = {"contact", "crisis", "checked", "source"}
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+")
ADDRESS = re.compile(r"\S+@\S+|\b[\w-]+(?:\.[\w-]+)+\b")
NUMBER = re.compile(r"\d[\d ,.:]*\d|\d")


@dataclass(frozen=True)
class Block:
    tag: str
    text: str
    where: frozenset[str]
    """Classes and tags it stands inside, itself included."""


class Reader(HTMLParser):
    """Cuts a page into blocks. Text inside a link or bold stays with its block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.phones: list[str] = []
        self.open: list[tuple[str, frozenset[str]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if values.get("href", "").startswith("tel:"):
            self.phones.append(values["href"].removeprefix("tel:"))
        if tag in BLOCKS:
            self.close_block()
        if tag not in VOID:
            self.open.append((tag, frozenset(values.get("class", "").split())))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.close_block()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(tag in ("script", "style") for tag, _ in self.open):
            self.text.append(data)

    def close_block(self) -> None:
        text = " ".join("".join(self.text).split())
        self.text.clear()
        if text:
            tag = next((tag for tag, _ in reversed(self.open) if tag in BLOCKS), "")
            where = frozenset().union(*(classes | {name} for name, classes in self.open))
            self.blocks.append(Block(tag, text, where))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.close_block()
    return reader


def prose(blocks: list[Block]) -> list[Block]:
    """What a person reads as sentences in the main part.

    Short labels are left out, as they would flatter the score.
    """
    main = [
        block
        for block in blocks
        if "main" in block.where and block.tag in PROSE and not block.where & DATA
    ]
    return [block for block in main if block.text[-1] in ".!?\"'" or len(words(block.text)) >= 4]


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if words(part)]


def words(text: str) -> list[str]:
    """A telephone number or an address is one word, because that is how it is read."""
    whole = NUMBER.sub("0", ADDRESS.sub("address", text))
    return [word for word in whole.split() if re.search(r"\w", word)]


def readability(blocks: list[Block]) -> float:
    """Automated Readability Index.

    Numbers and addresses have no letters to stumble over, so only their sentence counts them.
    """
    parts = [sentence for block in blocks for sentence in sentences(block.text)]
    spoken = [word for part in parts for word in words(ADDRESS.sub("", NUMBER.sub("", part)))]
    letters = sum(len(re.sub(r"[^\w]", "", word)) for word in spoken)
    return 4.71 * letters / len(spoken) + 0.5 * len(spoken) / len(parts) - 21.43


def average_sentence(blocks: list[Block]) -> float:
    lengths = [len(words(sentence)) for block in blocks for sentence in sentences(block.text)]
    return sum(lengths) / len(lengths)


def too_long(blocks: list[Block], most: int) -> list[str]:
    return [
        sentence
        for block in blocks
        for sentence in sentences(block.text)
        if len(words(sentence)) > most
    ]

"""Pages of advice as their words are read."""

import re

from tests.advice.words import Block

MOST_WORDS, MOST_ON_AVERAGE, HARDEST = 25, 15, 6


def paragraph(*texts: str) -> list[Block]:
    return [Block("p", text, frozenset({"main", "p"})) for text in texts]


def fraud_routes(blocks: list[Block]) -> list[str]:
    named = [block.text for block in blocks if re.search(r"\b(Action|Report) Fraud\b", block.text)]
    return [
        text
        for text in named
        if not re.search(r"England, Wales and Northern Ireland\. In Scotland, call 101", text)
    ]

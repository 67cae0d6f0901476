"""What people type when they look for a page: words.toml.

Nobody is ever shown these words. So the words that we never use may stand here, because somebody
in distress may use them.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from advice.fields import Fields, Problem, load_tables
from sextortion_aware.patterns import compiled

FILE = "words.toml"
URGENT = "tonight"
"""The page for somebody who does not want to live. Its words bring it and the crisis lines first,
whatever else was typed."""
# As static/js/find.js reads what somebody types: without capitals, accents and apostrophes.
WORDS = compiled(r"[a-z0-9]+( [a-z0-9]+)*")
Words = Mapping[str, tuple[str, ...]]


def load_words(folder: Path, slugs: Collection[str]) -> tuple[Words, list[Problem]]:
    words, problems = load_tables(folder, FILE, read_words)
    problems += [
        Problem(FILE, f'there is no page "{slug}".') for slug in words if slug not in slugs
    ]
    return words, problems


def read_words(slug: str, fields: Fields) -> tuple[str, ...]:
    words = fields.words("words")
    for each in words:
        if not WORDS.fullmatch(each):
            raise fields.error(
                f'"{each}": write small letters and digits only, with a space between two words.'
            )
    return words

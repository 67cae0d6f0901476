"""Dates as people write them. Other files of phrases are read with the names of the files in
WISH_PHRASES, parted by colons.
"""

import os
from pathlib import Path

import pytest

from tests.campaigns.talks.asking.phrases import PHRASES, Score, phrases_of, told

MORE = PHRASES.with_name("wish_phrases_more.toml")
SECOND = PHRASES.with_name("wish_phrases_second.toml")
THIRD = PHRASES.with_name("wish_phrases_third.toml")
FOURTH = PHRASES.with_name("wish_phrases_fourth.toml")
FIFTH = PHRASES.with_name("wish_phrases_fifth.toml")
SIXTH = PHRASES.with_name("wish_phrases_sixth.toml")
SEVENTH = PHRASES.with_name("wish_phrases_seventh.toml")
EIGHTH = PHRASES.with_name("wish_phrases_eighth.toml")
NINTH = PHRASES.with_name("wish_phrases_ninth.toml")
OTHERS = [Path(name) for name in os.environ.get("WISH_PHRASES", "").split(":") if name]
WIDER = PHRASES.with_name("wish_phrases_wider.toml")
BY_OTHERS = [SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH]
FILES = [PHRASES, MORE, *BY_OTHERS, WIDER, *OTHERS]
LEAST = 0.9
REACHED = {
    THIRD: 0.88,
    FIFTH: 0.78,
    SIXTH: 0.74,
    SEVENTH: 0.7,
    EIGHTH: 0.67,
    NINTH: 0.73,
}  # of the rest, something is handed back


@pytest.mark.parametrize(
    "phrase", [each for path in FILES for each in phrases_of(path)], ids=lambda each: each.said
)
def test_no_phrase_is_read_wrongly(phrase):
    assert phrase.score() != Score.WRONG, phrase.read()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_most_are_read_rightly(path):
    scores = [phrase.score() for phrase in phrases_of(path)]

    assert scores.count(Score.RIGHT) >= REACHED.get(path, LEAST) * len(scores), told(path)

"""Every pattern that meets words from outside, compiled by RE2: it searches in linear time,
whatever the pattern and whatever the words.

Python's own `re` tries again and again, and holds every other thread meanwhile; `make check`
refuses it. RE2 knows ASCII only by \\d, \\w, \\s and \\b, and has no lookaround.
docs/decisions/0017-linear-patterns.md
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Protocol, cast

import re2  # noqa: TID251  (the one place)

LONGEST_TEXT = 10_000
# All matches take up to a search for each character; the longest cell has 2,000.
LONGEST_FOR_ALL = 2_500
LETTER_OR_DIGIT = r"\pL\pN_"  # for use in [ ]: in every language, unlike \w
escape: Callable[[str], str] = re2.escape


class TooLong(ValueError):
    """Who hands words on to a pattern says first how many are taken: this is a fault of ours."""


class Match(Protocol):
    """As typeshed has it.

    A group that took no part is None, and who reads it knows which ones always do.
    """

    def __getitem__(self, group: int | str, /) -> str | Any: ...
    def groups(self) -> tuple[str | Any, ...]: ...
    def groupdict(self) -> dict[str, str | Any]: ...
    def start(self, group: int = 0, /) -> int: ...
    def end(self, group: int = 0, /) -> int: ...


class Pattern:
    """What Python's own patterns do, as far as we need it."""

    def __init__(self, text: str, *, ignore_case: bool = False) -> None:
        options = re2.Options()
        options.log_errors, options.case_sensitive = False, not ignore_case
        self.pattern = text
        self._re2 = re2.compile(text, options)

    def fullmatch(self, text: str) -> Match | None:
        return cast("Match | None", self._re2.fullmatch(_bounded(text)))

    def match(self, text: str, start: int = 0) -> Match | None:
        return cast("Match | None", self._re2.match(_bounded(text), start))

    def search(self, text: str, start: int = 0) -> Match | None:
        return cast("Match | None", self._re2.search(_bounded(text), start))

    def finditer(self, text: str) -> Iterator[Match]:
        return cast("Iterator[Match]", self._re2.finditer(_bounded(text, LONGEST_FOR_ALL)))

    def findall(self, text: str) -> list[str]:
        return cast("list[str]", self._re2.findall(_bounded(text, LONGEST_FOR_ALL)))

    def split(self, text: str) -> list[str]:
        return cast("list[str]", self._re2.split(_bounded(text, LONGEST_FOR_ALL)))

    def sub(self, instead: str | Callable[[Match], str], text: str) -> str:
        """A text is put in as it stands, and \\1 in it is no group.

        The library garbles "…" beside one.
        """
        made = instead if callable(instead) else lambda _: instead
        return cast("str", self._re2.sub(made, _bounded(text, LONGEST_FOR_ALL)))


@lru_cache(maxsize=512)
def compiled(text: str, *, ignore_case: bool = False) -> Pattern:
    return Pattern(text, ignore_case=ignore_case)


def _bounded(text: str, longest: int = LONGEST_TEXT) -> str:
    if len(text) > longest:
        raise TooLong(f"{len(text):,} characters came to a pattern, which takes {longest:,}")
    return text

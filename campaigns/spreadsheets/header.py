"""Which lines of a file name its columns: what stands above them is a title, and two lines of names
are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.spreadsheets.columns import named_columns
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.patterns import compiled

LOOKED_AT = 15  # lines
NAMES_KNOWN = 2  # of columns that make a line a header whatever stands above it
MOST_HEADER_LINES = 3
STAGE = compiled(r"(?:p|s|primary|secondary) ?[1-7]", ignore_case=True)
NO_HEADER = "The file has no line with the names of its columns. Put one above the rows"


@dataclass(frozen=True)
class Header:
    line: int  # 0: there is none
    lines: int
    last: int  # the rows begin under it
    names: tuple[str, ...]


def header_of(
    filled: Sequence[tuple[int, tuple[str, ...]]], *, line: int | None, lines: int | None
) -> Header:
    """As somebody says, and as it looks where nobody does."""
    if line == 0 and filled:
        return Header(0, 0, 0, ())
    at = likely(filled) if line is None else place_of(filled, line)
    if at is None:
        raise Unreadable(NO_HEADER)
    names = filled[at][1]
    asked = lines or 1 + (at + 1 < len(filled) - 1 and goes_on(names, filled[at + 1][1]))
    taken = filled[at : at + asked]
    for _, more in taken[1:]:
        names = joined(names, more)
    return Header(taken[0][0], len(taken), taken[-1][0], names)


def likely(filled: Sequence[tuple[int, tuple[str, ...]]]) -> int | None:
    """The first line with two names that we know, or else with two filled cells."""
    first = filled[:LOOKED_AT]
    known = (at for at, (_, cells) in enumerate(first) if len(named_columns(cells)) >= NAMES_KNOWN)
    two = (at for at, (_, cells) in enumerate(filled) if sum(map(bool, cells)) > 1)
    return next(known, next(two, None))


def place_of(filled: Sequence[tuple[int, tuple[str, ...]]], line: int) -> int | None:
    return next((at for at, (number, _) in enumerate(filled) if number == line), None)


def goes_on(names: Sequence[str], below: Sequence[str]) -> bool:
    """The line below names columns that have no name so far, and holds nothing of a row."""
    held = [at for at, text in enumerate(below) if text]
    new = [at for at in held if at >= len(names) or not names[at]]
    known = named_columns(names)
    of_a_row = {known.get("date"), known.get("place")} & set(held)
    return bool(new) and not of_a_row and not any(is_value(below[at]) for at in held)


def is_value(text: str) -> bool:
    return any(map(str.isdigit, text)) and not STAGE.fullmatch(text)


def joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """A name over several columns, as merged header cells write it, belongs to each of them."""
    width = max(len(above), len(below))
    names, over = [], ""
    for at in range(width):
        own = above[at] if at < len(above) else ""
        over = own or over
        under = below[at] if at < len(below) else ""
        names.append(f"{over}: {under}" if over and under and over != under else own or under)
    return tuple(names)

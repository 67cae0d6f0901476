"""Merged cells keep their value in the first of them. A date, a school or a word is meant for each
of their rows; a number is not, or it would count several times: a person looks at it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from openpyxl.utils import range_boundaries

from campaigns.spreadsheets.cells import SERIAL, SERIALS
from campaigns.spreadsheets.how_many import to_number
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.reading.problems import CannotRead

MOST_CELLS = 200_000
MOST_LETTERS = 15_000_000
TOO_MANY = "The file has more merged cells than a log of talks. Unmerge them and fill in each row"


def spread(
    rows: Sequence[tuple[int, tuple[str, ...]]], merged: Any, *, under: int
) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], dict[int, dict[str, Any]]]:
    """The rows with their words filled in, and of each what was done to it."""
    numbers = [line for line, _ in rows]
    cells = {line: list(held) for line, held in rows}
    seen: dict[int, dict[str, Any]] = {}
    done = letters = 0
    for one in getattr(merged, "mergeCell", ()):
        column, first, _, last = range_boundaries(one.ref)
        if first <= under or first == last or column > 60:
            continue
        place = column - 1
        value = cells[first][place] if place < len(cells.get(first, ())) else ""
        if not value:
            continue
        inside = numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
        done, letters = done + len(inside), letters + len(inside) * len(value)
        if done > MOST_CELLS or letters > MOST_LETTERS:
            raise Unreadable(TOO_MANY)
        kind = "number" if is_number(value) else "spread"
        for line in inside:
            seen.setdefault(line, {}).setdefault(kind, {})[str(place)] = one.ref
            if kind == "spread":
                held = cells[line]
                held += [""] * (place + 1 - len(held))
                held[place] = value
    return tuple((line, tuple(cells[line])) for line in numbers), seen


def is_number(text: str) -> bool:
    """A day may be written as its number."""
    match = SERIAL.fullmatch(text)
    if match and int(match["days"]) in SERIALS:
        return False
    try:
        return text.startswith("=") or to_number(text).count is not None
    except CannotRead:
        return False

"""What the columns of a file come to, and the lines in which it says so itself."""

from collections.abc import Sequence
from typing import TypeAlias

from sextortion_aware.patterns import compiled

LONGEST_COUNT = 5  # digits: a telephone number is nothing to add up
TOTAL = compiled(
    r"(?:(?:grand|sub|overall|running|year|school|term|session|month)[ -]?(?:ly)? ?)?"
    r"(?:totals?|sum)(?: .{0,40})?:?",
    ignore_case=True,
)
SUB = compiled(r"\bsub[ -]?totals?\b", ignore_case=True)

Sums: TypeAlias = tuple[int, int, int]  # what the numbers come to, in how many rows; formulas


def sums_of(rows: Sequence[Sequence[str]], *, columns: int) -> tuple[Sums, ...]:
    """Of each column, without the lines that are sums themselves."""
    found = [[0, 0, 0] for _ in range(columns)]
    for cells in rows:
        if is_total_line(cells):
            continue
        for at, text in enumerate(cells):
            if text.isascii() and text.isdigit() and len(text) <= LONGEST_COUNT:
                found[at][0] += int(text)
                found[at][1] += 1
            elif text.startswith("="):
                found[at][2] += 1
    return tuple((total, number, formulas) for total, number, formulas in found)


def is_total_line(cells: Sequence[str]) -> bool:
    """It says so in its first words, or holds nothing but numbers."""
    held = [text for text in cells if text]
    words = next((text for text in held if not is_number(text)), "")
    return bool(TOTAL.fullmatch(words)) if words else len(held) > 0


def is_number(text: str) -> bool:
    return text.startswith("=") or (text[:1].isdigit() and text.replace(",", "").isdigit())


def is_part(cells: Sequence[str]) -> bool:
    """The total of a part of the file."""
    return any(SUB.search(text) for text in cells)

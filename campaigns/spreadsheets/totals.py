"""What the columns of a file come to, and the lines in which it says so itself."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from campaigns.spreadsheets.cells import SEASON
from campaigns.spreadsheets.how_many import count_of
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import MONTH

LARGEST_COUNT = 99_999  # a telephone number is nothing to add up
LONGEST_COUNT = 40  # characters, with its words
FEWEST_ABOVE = 2  # lines that a line without words may be the sum of
YEAR = r"(?:19|20)\d{2}(?:[-/]\d{2,4})?"
OF_A_PART = (
    rf"(?:sub|running|cumulative|month(?:ly)?|week(?:ly)?|quarter(?:ly)?|q[1-4]|{MONTH}"
    rf"|{SEASON}|page|class|carried|brought)"
)
TOTAL = compiled(
    rf"(?:(?:grand|overall|final|year(?:ly)?|school|session|annual|the|for|of|{YEAR}|{OF_A_PART})"
    r"[ -]?){0,4}(?:totals?|sum)(?:[ :].{0,40})?"
    r"|(?:(?:[a-z]+|[0-9-]+) )?(?:year|month|term|session)[ -]to[ -]date(?:[ :].{0,40})?|ytd:?"
    r"|(?:carried|brought) forward:?",
    ignore_case=True,
)
PART = compiled(rf"\b(?:{OF_A_PART}|sub-?totals?)\b|\bto[ -]date\b|\bytd\b", ignore_case=True)
FORMULA_SUM = compiled(r"=(?:sum|subtotal)\(.*", ignore_case=True)
BARE = compiled(r"(?:(?:grand|overall|running|sub)[ -]?)?totals?:?", ignore_case=True)
WHOLE, SOME = "whole", "part"
OF_THE_FILE = "This is the file’s own total and no session"
OF_SOME = "This is the total of a part and no session"
IS_SUM = "sum"  # among what was seen of a line beside its cells

Sums: TypeAlias = tuple[int, int, int]  # what the numbers come to, in how many rows; formulas
NumberedLine: TypeAlias = tuple[int, tuple[str, ...]]


def sums_of(
    rows: Sequence[NumberedLine], *, columns: int, seen: Mapping[int, Any]
) -> tuple[Sums, ...]:
    """Of each column, without the lines that are sums themselves."""
    found = [[0, 0, 0] for _ in range(columns)]
    for line, cells in rows:
        if not is_total_line(cells, seen.get(line, {})):
            add(cells, found)
    return tuple((total, number, formulas) for total, number, formulas in found)


def add(cells: Sequence[str], found: list[list[int]]) -> None:
    for at, text in enumerate(cells):
        if text.startswith("="):
            found[at][2] += 1
        elif (number := count_in(text)) is not None:
            found[at][0] += number
            found[at][1] += 1


def count_in(text: str) -> int | None:
    """As a column that is used is read: “approx 30” is 30, and a date is no number."""
    if not text or len(text) > LONGEST_COUNT or not any(map(str.isdigit, text)):
        return None
    return count_read(text)


@lru_cache(maxsize=4_096)
def count_read(text: str) -> int | None:
    number = count_of(text)
    return number if number is None or number <= LARGEST_COUNT else None


def wordless_sums(rows: Sequence[NumberedLine], *, columns: int) -> dict[int, str]:
    """Lines of numbers alone, each of them what stands above it comes to: in all, with no talk
    below it, or since the last such line.
    """
    found: dict[int, str] = {}
    if not any(has_numbers_only(cells) for _, cells in rows):
        return found
    whole, part = nothing(columns), nothing(columns)
    for line, cells in rows:
        if are_sums(cells, whole):
            found[line] = WHOLE
        elif are_sums(cells, part):
            found[line] = SOME
        elif not says_total(cells):
            found = dict.fromkeys(found, SOME)
            add(cells, whole)
            add(cells, part)
            continue
        part = nothing(columns)
    return found


def nothing(columns: int) -> list[list[int]]:
    return [[0, 0, 0] for _ in range(columns)]


def has_numbers_only(cells: Sequence[str]) -> bool:
    return all(is_number(text) for text in cells if text)


def are_sums(cells: Sequence[str], above: Sequence[Sequence[int]]) -> bool:
    return has_numbers_only(cells) and all(
        is_sum(text, above[at]) for at, text in enumerate(cells) if text
    )


def is_sum(text: str, above: Sequence[int]) -> bool:
    total, rows, formulas = above
    if text.startswith("="):
        return bool(FORMULA_SUM.fullmatch(text)) and rows + formulas >= FEWEST_ABOVE
    return rows >= FEWEST_ABOVE and count_in(text) == total


def is_total_line(cells: Sequence[str], seen: Mapping[str, Any]) -> bool:
    """It says so in its first words, or holds nothing but the sums of the lines above."""
    return bool(seen.get(IS_SUM)) or says_total(cells)


def says_total(cells: Sequence[str]) -> bool:
    if TOTAL.fullmatch(first_words(cells)):
        return True
    return any(map(BARE.fullmatch, cells)) and any(map(is_number, cells))


def first_words(cells: Sequence[str]) -> str:
    return next((text for text in cells if text and not is_number(text)), "")


def is_number(text: str) -> bool:
    return text.startswith("=") or (text[:1].isdigit() and text.replace(",", "").isdigit())


def total_words(cells: Sequence[str], seen: Mapping[str, Any]) -> str:
    return OF_SOME if is_part(cells, seen) else OF_THE_FILE


def is_part(cells: Sequence[str], seen: Mapping[str, Any]) -> bool:
    """The total of a part of the file."""
    said = [first_words(cells), *filter(BARE.fullmatch, cells)]
    return seen.get(IS_SUM) == SOME or any(map(PART.search, said))

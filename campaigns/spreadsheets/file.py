"""Reads a spreadsheet that somebody uploads into rows of words.

Nothing here trusts the file, and nothing writes to the database.

What a file cannot be read for is one sentence for a person. Workbooks are in workbook.py.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sextortion_aware.files.text import decoded, separator_of
from sextortion_aware.files.unreadable import Unreadable

WHAT = "a log of talks"
LARGEST_FILE = 10_000_000
MOST_ROWS = 20_000
MOST_LINES = 100_000  # a stray cell far below costs a look at each empty line above it
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
# Characters in all: one long text that is shown in a million cells is small in its file only.
MOST_TEXT = 15_000_000

TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Save only the sheet with the talks, "
    "or split it by year, and choose that"
)


@dataclass(frozen=True, kw_only=True)
class Spreadsheet:
    header: tuple[str, ...]
    header_line: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # each with its number in the spreadsheet
    remarks: tuple[str, ...]


def read_csv(content: bytes) -> Spreadsheet:
    text, remarks = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    try:
        return gather(enumerate(reader, start=1), remarks=remarks)
    except csv.Error as problem:
        raise Unreadable(
            f"The file is not CSV near line {reader.line_num}: {problem}. "
            "Save it anew as “CSV UTF-8”"
        ) from None


def gather(
    lines: Iterable[tuple[int, Iterable[str]]], *, remarks: tuple[str, ...] = ()
) -> Spreadsheet:
    """The first line with two filled cells names the columns; what stands above it is a title.

    `lines` may be far more than are kept.
    """
    filled = without_blank(lines)
    header_line, header = next(
        ((line, cells) for line, cells in filled if sum(map(bool, cells)) > 1), (0, ())
    )
    if not header:
        raise Unreadable(
            "The file has no line with the names of its columns. Put one above the rows"
        )
    rows = tuple(filled)
    if not rows:
        raise Unreadable(
            f"The file has the names of its columns in line {header_line} and no rows under them"
        )
    width = max(len(header), *(len(cells) for _, cells in rows))
    names = tuple(
        name[:80] or f"Column {column_letters(place)}"
        for place, name in enumerate(header + ("",) * (width - len(header)), start=1)
    )
    return Spreadsheet(header=names, header_line=header_line, rows=rows, remarks=remarks)


def without_blank(
    lines: Iterable[tuple[int, Iterable[str]]],
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines that hold something, tidied, as long as they are within what one file may hold."""
    kept = characters = 0
    for line, raw in lines:
        if line > MOST_LINES:
            raise Unreadable(
                f"The file goes on below line {MOST_LINES:,}, so it is not a log of talks"
            )
        cells = tidied(raw, line)
        if not cells:
            continue
        kept, characters = kept + 1, characters + sum(map(len, cells))
        if kept > MOST_ROWS + 1:
            raise Unreadable(
                f"The file has more than {MOST_ROWS:,} rows. "
                "Split it by year and bring the parts in one after the other"
            )
        if characters > MOST_TEXT:
            raise Unreadable(
                "The file holds more text than a log of talks. Take the long columns out"
            )
        yield line, cells


def tidied(raw: Iterable[str], line: int) -> tuple[str, ...]:
    """One space between two words, nothing that cannot be seen, no empty cells at the end."""
    cells: list[str] = []
    last = 0
    for place, text in enumerate(raw, start=1):
        cell = text if text.isalnum() else " ".join(text.split())
        if not cell.isprintable():
            cell = "".join(character for character in cell if character.isprintable())
        if len(cell) > LONGEST_CELL:
            raise Unreadable(
                f"Cell {column_letters(place)}{line} holds more than {LONGEST_CELL:,} characters. "
                "Shorten it"
            )
        cells.append(cell)
        if cell:
            last = place
    if last > MOST_COLUMNS:
        raise Unreadable(
            f"Line {line} has more than {MOST_COLUMNS} columns, so it is not a log of talks"
        )
    return tuple(cells[:last])


def column_letters(number: int) -> str:
    """1 is A, 27 is AA, as a spreadsheet names its columns."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

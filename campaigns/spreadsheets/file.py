"""Reads a spreadsheet that somebody uploads into rows of words.

Nothing here trusts the file, and nothing writes to the database.

What a file cannot be read for is one sentence for a person. Workbooks are in workbook.py.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from campaigns.spreadsheets.header import Header, header_of
from campaigns.spreadsheets.totals import IS_SUM, Sums, sums_of, wordless_sums
from sextortion_aware.files.text import decoded, separator_of
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.reading.problems import shown

WHAT = "a log of talks"
LARGEST_FILE = 10_000_000
MOST_ROWS = 20_000
MOST_LINES = 100_000  # a stray cell far below
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
# Characters in all: one long text that is shown in a million cells is small in its file only.
MOST_TEXT = 15_000_000
FIRST_LINES = 15  # shown, and of which one may hold the names of the columns
SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}

TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Save only the sheet with the talks, "
    "or split it by year, and choose that"
)

NumberedLine: TypeAlias = tuple[int, tuple[str, ...]]  # with its number in the spreadsheet


@dataclass(frozen=True, kw_only=True)
class How:
    """What a person says of how the file is to be read. What is not said is guessed."""

    sheet: str = ""
    separator: str = ""
    header_line: int | None = None  # 0: there is none
    header_lines: int | None = None


AS_GUESSED = How()


@dataclass(frozen=True, kw_only=True)
class Spreadsheet:
    header: tuple[str, ...]
    header_line: int
    header_lines: int = 1
    rows: tuple[NumberedLine, ...]
    remarks: tuple[str, ...]
    first_lines: tuple[NumberedLine, ...] = ()
    sums: tuple[Sums, ...] = ()
    sheets: tuple[tuple[str, bool], ...] = ()
    sheet: str = ""
    separator: str = ""
    seen: Mapping[int, dict[str, Any]] = field(default_factory=dict)  # beside the cells, by line


def read_csv(content: bytes, *, how: How = AS_GUESSED) -> Spreadsheet:
    text, remarks = decoded(content)
    separator = how.separator or separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        filled = list(without_blank(enumerate(reader, start=1)))
    except csv.Error as problem:
        raise Unreadable(
            f"The file is not CSV near line {reader.line_num}: {problem}. "
            "Save it anew as “CSV UTF-8”"
        ) from None
    if how.separator and max((len(cells) for _, cells in filled), default=0) == 1:
        raise Unreadable(
            f"With {SEPARATORS[separator]} the file has one column only. Choose another"
        )
    return replace(gather(filled, how=how, remarks=remarks), separator=separator)


def gather(
    filled: Sequence[NumberedLine], *, how: How = AS_GUESSED, remarks: tuple[str, ...] = ()
) -> Spreadsheet:
    header = header_of(filled, line=how.header_line, lines=how.header_lines)
    rows = tuple(line for line in filled if line[0] > header.last)
    if not rows:
        raise Unreadable(
            f"The file has the names of its columns in line {header.line} and no rows under them"
        )
    names = named(header, width=max(len(cells) for _, cells in rows))
    first = tuple((line, tuple(map(shown, cells))) for line, cells in filled[:FIRST_LINES])
    seen = {line: {IS_SUM: of} for line, of in wordless_sums(rows, columns=len(names)).items()}
    return Spreadsheet(
        header=names,
        header_line=header.line,
        header_lines=header.lines,
        rows=rows,
        remarks=remarks,
        first_lines=first,
        sums=sums_of(rows, columns=len(names), seen=seen),
        seen=seen,
    )


def named(header: Header, *, width: int) -> tuple[str, ...]:
    more = ("",) * (width - len(header.names))
    return tuple(
        name[:80] or f"Column {column_letters(place)}"
        for place, name in enumerate(header.names + more, start=1)
    )


def without_blank(lines: Iterable[tuple[int, Iterable[str]]]) -> Iterator[NumberedLine]:
    """The lines that hold something, tidied, as long as they are within what one file may hold.

    `lines` may be far more than are kept.
    """
    kept = characters = 0
    for line, raw in lines:
        cells = tidied(raw, line)
        if not cells:
            continue
        if line > MOST_LINES:
            raise Unreadable(
                f"The file goes on below line {MOST_LINES:,}, so it is not a log of talks"
            )
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
    """Without the empty cells at the end."""
    cells: list[str] = []
    last = 0
    for place, text in enumerate(raw, start=1):
        cell = tidy(text)
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


def tidy(text: str) -> str:
    """One space between two words, and nothing that cannot be seen."""
    cell = text if text.isalnum() else " ".join(text.split())
    return cell if cell.isprintable() else "".join(filter(str.isprintable, cell))


def column_letters(number: int) -> str:
    """1 is A, 27 is AA, as a spreadsheet names its columns."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""A list that somebody publishes, as sheets of rows of words: CSV in any letters, or a workbook.

Which row names the columns is not known here. A cell is kept a little longer than it may be, so
that whoever needs it can say that it is too long.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sextortion_aware.files.text import decoded, separator_of
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.files.workbook import LOCKED, OLE, ZIP, opened, words

LARGEST_FILE = 5_000_000
MOST_ROWS = 20_000
MOST_LINES = 100_000
MOST_COLUMNS = 100
MOST_TEXT = 15_000_000
LONGEST_CELL = 1_000

Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Bounds:
    """`what` completes "so it is not …"."""

    what: str
    largest: int = LARGEST_FILE
    most_rows: int = MOST_ROWS

    @property
    def too_large(self) -> str:
        return f"is larger than {self.largest // 1_000_000} MB, so it is not {self.what}."


@dataclass(frozen=True)
class Sheet:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ListFile:
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()


def content_of(path: Path, *, bounds: Bounds) -> bytes:
    if not path.is_file():
        raise Unreadable(f"There is no file at {path}.")
    if path.stat().st_size > bounds.largest:
        raise Unreadable(f"{path} {bounds.too_large}")
    try:
        return path.read_bytes()
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}.") from None


def read_list_file(content: bytes, *, bounds: Bounds) -> ListFile:
    if len(content) > bounds.largest:
        raise Unreadable(f"The file {bounds.too_large}")
    if content.startswith(OLE):
        raise Unreadable(LOCKED)
    if content.startswith(ZIP):
        with opened(content, what=bounds.what) as (workbook, _):
            return ListFile(tuple(sheets_of(workbook, bounds=bounds)))
    text, remarks = decoded(content)
    sheet = Sheet("", tuple(kept(lines_of(text), bounds=bounds)))
    if not sheet.lines:
        raise Unreadable("The file is empty.")
    return ListFile((sheet,), remarks)


def sheets_of(workbook: Any, *, bounds: Bounds) -> Iterator[Sheet]:
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # what a file says of its own size is often wrong
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            lines = enumerate(([words(value) for value in row] for row in rows), start=1)
            yield Sheet(sheet.title.strip(), tuple(kept(lines, bounds=bounds)))


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    starts_on = 1
    try:
        for cells in reader:
            yield starts_on, cells
            starts_on = reader.line_num + 1
    except csv.Error as problem:
        raise Unreadable(f"The file is not CSV near line {reader.line_num}: {problem}.") from None


def kept(lines: Iterable[tuple[int, list[str]]], *, bounds: Bounds) -> Iterator[Line]:
    """The lines that hold something, as long as they are within what one list may hold."""
    rows = characters = 0
    for line, raw in lines:
        if line > MOST_LINES:
            raise Unreadable(
                f"The file goes on below line {MOST_LINES:,}, so it is not {bounds.what}."
            )
        cells = tuple(" ".join(cell.split())[: LONGEST_CELL + 1] for cell in raw[:MOST_COLUMNS])
        if not any(cells):
            continue
        rows, characters = rows + 1, characters + sum(map(len, cells))
        if rows > bounds.most_rows + 1:
            raise Unreadable(
                f"The file has more than {bounds.most_rows:,} rows, so it is not {bounds.what}."
            )
        if characters > MOST_TEXT:
            raise Unreadable(f"The file holds far more text than {bounds.what}.")
        yield line, cells

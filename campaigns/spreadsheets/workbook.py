"""The one door to both kinds of file: which sheet of a workbook is read, as rows of words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from openpyxl.worksheet._reader import WorkSheetParser

from campaigns.spreadsheets.file import (
    AS_GUESSED,
    LARGEST_FILE,
    MOST_COLUMNS,
    TOO_LARGE,
    WHAT,
    How,
    Spreadsheet,
    column_letters,
    gather,
    read_csv,
    without_blank,
)
from campaigns.spreadsheets.merged import spread
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.files.workbook import LOCKED, OLE, ZIP, opened, words

MOST_NAMED = 5  # sheets in one sentence


def read_spreadsheet(content: bytes, *, how: How = AS_GUESSED) -> Spreadsheet:
    if len(content) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)
    if content.startswith(OLE):
        raise Unreadable(LOCKED)
    return (
        read_workbook(content, how=how) if content.startswith(ZIP) else read_csv(content, how=how)
    )


def read_workbook(content: bytes, *, how: How) -> Spreadsheet:
    with opened(content, what=WHAT) as (workbook, _):
        sheets = workbook.worksheets
        seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        title = how.sheet.strip().casefold()
        called = [sheet for sheet in sheets if sheet.title.strip().casefold() == title]
        named = called if how.sheet else seen
        if not named:
            raise Unreadable(
                f"The workbook has no sheet called “{how.sheet}”. It has: {names_of(sheets)}"
                if how.sheet
                else "The workbook has no sheet that can be seen"
            )
        return replace(
            first_read(named, how=how, remarks=remarks_of(sheets)),
            sheets=tuple((sheet.title, sheet not in seen) for sheet in sheets),
        )


def names_of(sheets: list[Any]) -> str:
    """The first of them; the page where one is chosen has them all."""
    named = ", ".join(
        f"“{sheet.title}”{'' if sheet.sheet_state == 'visible' else ' (hidden)'}"
        for sheet in sheets[:MOST_NAMED]
    )
    more = len(sheets) - MOST_NAMED
    return f"{named} and {more:,} more" if more > 0 else named


def remarks_of(sheets: list[Any]) -> tuple[str, ...]:
    only = f"Only the sheet “%s” was read. The workbook has: {names_of(sheets)}."
    return (only,) if len(sheets) > 1 else ()


def first_read(sheets: list[Any], *, how: How, remarks: tuple[str, ...]) -> Spreadsheet:
    """A sheet of words about the others may stand before them."""
    why: Unreadable | None = None
    for sheet in sheets:
        try:
            return read_sheet(sheet, how=how, remarks=remarks)
        except Unreadable as problem:
            why = why or problem
    raise why or Unreadable("")


def read_sheet(sheet: Any, *, how: How, remarks: tuple[str, ...]) -> Spreadsheet:
    """A row that needs a formula says so."""
    with sheet._get_source() as source:
        book = sheet.parent
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        filled = list(without_blank(lines_of(sheet, parser)))
    said = tuple(remark.replace("%s", sheet.title) for remark in remarks)
    read = gather(filled, how=how, remarks=said)
    under = read.header_line + read.header_lines - 1
    rows, seen = spread(read.rows, parser.merged_cells, under=under)
    for line, found in read.seen.items():
        seen.setdefault(line, {}).update(found)
    for line, _ in rows:
        if parser.row_dimensions.get(str(line), {}).get("hidden") in ("1", "true"):
            seen.setdefault(line, {})["hidden"] = True
    hidden = hidden_columns(parser, read)
    remarks = (*read.remarks, *hidden)
    return replace(read, sheet=sheet.title, rows=rows, seen=seen, remarks=remarks)


def hidden_columns(parser: Any, read: Spreadsheet) -> Iterator[str]:
    """A sentence for each that holds something."""
    hidden = {
        place
        for column in parser.column_dimensions.values()
        if column.get("hidden") in ("1", "true") or column.get("width") == "0"
        for place in range(int(column["min"]), min(int(column["max"]), len(read.header)) + 1)
    }
    for place in sorted(hidden):
        if any(cells[place - 1 : place] > ("",) for _, cells in read.rows):
            yield (
                f"Column {column_letters(place)} “{read.header[place - 1]}” is hidden in the "
                "file. It is read like the others: look whether it is meant to be used."
            )


def lines_of(sheet: Any, parser: Any) -> Iterator[tuple[int, list[str]]]:
    """Those that are written; what stands between them is empty, however far the next one is."""
    for line, row in parser.parse():
        if any(cell["value"] is not None for cell in row):
            values = sheet._get_row(row, 1, MOST_COLUMNS + 1, values_only=True)
            yield line, [words(value) for value in values]

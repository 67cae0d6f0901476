"""The one door to both kinds of file: which sheet of a workbook is read, as rows of words."""

import zipfile
from typing import Any

from campaigns.spreadsheets.file import (
    LARGEST_FILE,
    MOST_COLUMNS,
    TOO_LARGE,
    WHAT,
    Spreadsheet,
    gather,
    read_csv,
)
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.files.workbook import LOCKED, OLE, ZIP, opened, tags_of, words
from sextortion_aware.patterns import compiled

MERGED = compiled(
    r"(?:\w+:)?mergeCell\b[^>]*?\bref=[\"'](([A-Z]{1,3}[0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7}))[\"']"
)


def read_spreadsheet(content: bytes, *, sheet: str = "") -> Spreadsheet:
    """`sheet` is the name of one in a workbook. Without it: the first."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)
    if content.startswith(OLE):
        raise Unreadable(LOCKED)
    return read_workbook(content, wanted=sheet) if content.startswith(ZIP) else read_csv(content)


def read_workbook(content: bytes, *, wanted: str = "") -> Spreadsheet:
    with opened(content, what=WHAT) as (workbook, archive):
        return read_sheet(workbook, archive, wanted=wanted)


def read_sheet(workbook: Any, archive: zipfile.ZipFile, *, wanted: str) -> Spreadsheet:
    """A row that needs a formula says so."""
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    title = wanted.strip().casefold()
    called = [one for one in workbook.worksheets if one.title.strip().casefold() == title]
    named = called if wanted else shown
    names = ", ".join(f"“{sheet.title}”" for sheet in workbook.worksheets)
    if not named:
        raise Unreadable(
            f"The workbook has no sheet called “{wanted}”. It has: {names}"
            if wanted
            else "The workbook has no sheet that can be seen"
        )
    sheet = named[0]
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    lines = enumerate(([words(value) for value in row] for row in rows), start=1)
    only = f"Only the sheet “{sheet.title}” was read. The workbook has: {names}."
    read = gather(lines, remarks=(only,) if len(workbook.worksheets) > 1 else ())
    refuse_merged(archive, sheet._worksheet_path, under=read.header_line)
    return read


def refuse_merged(archive: zipfile.ZipFile, path: str, *, under: int) -> None:
    """Excel keeps the value of merged cells in the first of them only.

    Spread over the others a number would count twice, and left out it is lost.
    """
    found: list[str] = []
    for tag in tags_of(archive, path):
        match = MERGED.match(tag)
        if match and int(match[3]) > under:
            found.append(match[1])
    if found:
        more = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
        raise Unreadable(
            f"Cells are merged: {', '.join(found[:3])}{more}. "
            "It is not clear which row their value belongs to. Unmerge them and fill in each row"
        )

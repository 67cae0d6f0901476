"""A workbook (.xlsx) as rows of words, and the one door to both kinds of file.

The archive is looked at before openpyxl opens it: a file of 40 KB can unpack to gigabytes.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedNameList

from campaigns.spreadsheets.file import (
    LARGEST_FILE,
    MOST_COLUMNS,
    TOO_LARGE,
    Spreadsheet,
    UnreadableSpreadsheet,
    gather,
    read_csv,
)
from sextortion_aware.patterns import compiled

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK"
MOST_PARTS = 200
LARGEST_UNPACKED = 50_000_000
HIGHEST_RATIO = 100
CHUNK = 65_536
LONGEST_TAG = 200
LONGEST_FORMAT = 600  # Excel's own have 255 characters, and up to six for each in the file
LARGEST_STYLES = 5_000_000
WORKBOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
MERGED = compiled(
    r"(?:\w+:)?mergeCell\b[^>]*?\bref=[\"'](([A-Z]{1,3}[0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7}))[\"']"
)

LOCKED = (
    "The file is protected with a password, or is an old .xls workbook. "
    "Open it in Excel, take the password off, and save it as .xlsx or CSV"
)
BOMB = (
    "The workbook unpacks to far more than a log of talks holds, so it was not opened. "
    "Copy the rows into a new workbook and save that"
)
DAMAGED = (
    "The workbook is damaged, so it cannot be read. "
    "Open it in Excel, save it under a new name, and choose that"
)
FORMATS = (
    "The workbook has more, or longer, formats of cells than Excel makes. "
    "Save it as “CSV UTF-8” and choose that"
)
NOT_A_WORKBOOK = "The file is not an Excel workbook (.xlsx). Save it from Excel as .xlsx or CSV"
OLD_CALENDAR = (
    "The workbook counts its days from 1904, so its dates could be read wrongly. "
    "Save it as “CSV UTF-8” and choose that"
)


def read_spreadsheet(content: bytes, *, sheet: str = "") -> Spreadsheet:
    """`sheet` is the name of one in a workbook. Without it: the first."""
    if len(content) > LARGEST_FILE:
        raise UnreadableSpreadsheet(TOO_LARGE)
    if content.startswith(OLE):
        raise UnreadableSpreadsheet(LOCKED)
    return read_workbook(content, wanted=sheet) if content.startswith(ZIP) else read_csv(content)


def read_workbook(content: bytes, *, wanted: str = "") -> Spreadsheet:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            look_at(archive)
            return read_sheet(content, archive, wanted=wanted)
    except UnreadableSpreadsheet:
        raise
    except Exception:  # openpyxl and zipfile raise whatever a damaged part makes them stumble over
        raise UnreadableSpreadsheet(DAMAGED) from None


def look_at(archive: zipfile.ZipFile) -> None:
    """By what the archive says of itself, then by what really comes out of it."""
    parts = archive.infolist()
    declared = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    most = min(LARGEST_UNPACKED, HIGHEST_RATIO * max(packed, 1))
    if len(parts) > MOST_PARTS or declared > most:
        raise UnreadableSpreadsheet(BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSpreadsheet(LOCKED)
    if WORKBOOK not in archive.namelist():
        raise UnreadableSpreadsheet(NOT_A_WORKBOOK)
    unpacked = 0
    for part in parts:
        for chunk in chunks_of(archive, part.filename):
            unpacked += len(chunk)
            if unpacked > LARGEST_UNPACKED:
                raise UnreadableSpreadsheet(BOMB)
    refuse_endless_formats(archive)


def refuse_endless_formats(archive: zipfile.ZipFile) -> None:
    """The library's pattern for formats takes the square of their length, for each kind of cell."""
    if STYLES not in archive.namelist():
        return
    is_large = archive.getinfo(STYLES).file_size > LARGEST_STYLES
    if is_large or any(
        len(tag) > LONGEST_FORMAT and "numFmt" in tag[:LONGEST_TAG]
        for tag in tags_of(archive, STYLES, longest=LONGEST_FORMAT + 1)
    ):
        raise UnreadableSpreadsheet(FORMATS)


class ReaderWithoutNames(ExcelReader):  # type: ignore[misc]  # openpyxl ships no types
    """Nobody asks for named ranges, and the library's patterns for them take too long."""

    def read_properties(self) -> None:
        self.parser.defined_names = DefinedNameList()
        super().read_properties()


def chunks_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def read_sheet(content: bytes, archive: zipfile.ZipFile, *, wanted: str) -> Spreadsheet:
    """Formulas come as they are written, and a row that needs one says so.

    What they came to the last time may be old, or another program's guess.
    """
    reader = ReaderWithoutNames(
        io.BytesIO(content), read_only=True, data_only=False, keep_links=False
    )
    reader.read()
    workbook = reader.wb
    if workbook.epoch == CALENDAR_MAC_1904:
        raise UnreadableSpreadsheet(OLD_CALENDAR)
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    title = wanted.strip().casefold()
    called = [one for one in workbook.worksheets if one.title.strip().casefold() == title]
    named = called if wanted else shown
    names = ", ".join(f"“{sheet.title}”" for sheet in workbook.worksheets)
    if not named:
        raise UnreadableSpreadsheet(
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


def words(value: Any) -> str:
    """One value of a cell as a person would write it, dates with the year first."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 60} minutes"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, (str, int)):
        return str(value)
    over_several_cells = str(getattr(value, "text", "") or "")
    return "=" + over_several_cells.removeprefix("=")


def tags_of(archive: zipfile.ZipFile, path: str, *, longest: int = LONGEST_TAG) -> Iterator[str]:
    """What follows each <, as far as a tag that we look for can reach."""
    begun = b""
    for chunk in chunks_of(archive, path):
        *whole, begun = (begun + chunk).split(b"<")
        begun = begun[:longest]
        yield from (tag[:longest].decode("ascii", "replace") for tag in whole)
    yield begun.decode("ascii", "replace")


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
        raise UnreadableSpreadsheet(
            f"Cells are merged: {', '.join(found[:3])}{more}. "
            "It is not clear which row their value belongs to. Unmerge them and fill in each row"
        )

"""A workbook (.xlsx) that somebody uploads: whether it can be opened safely, and what is in a cell.

The archive is looked at before openpyxl opens it: a file of 40 KB can unpack to gigabytes.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedNameList

from sextortion_aware.files.unreadable import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK"
MOST_PARTS = 2_000  # each sheet with comments has four
LARGEST_UNPACKED = 50_000_000
HIGHEST_RATIO = 100
CHUNK = 65_536
LONGEST_TAG = 200
LONGEST_FORMAT = 600  # Excel's own have 255 characters, and up to six for each in the file
LARGEST_STYLES = 5_000_000
PURL, TRANSITIONAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
STRICT = (
    (PURL + b"spreadsheetml/main", TRANSITIONAL + b"spreadsheetml/2006/main"),
    (
        PURL + b"officeDocument/relationships",
        TRANSITIONAL + b"officeDocument/2006/relationships",
    ),
)
WORKBOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
LOCKED = (
    "The file is protected with a password, or is an old .xls workbook. "
    "Open it in Excel, take the password off, and save it as .xlsx or CSV"
)
BOMB = (
    "The workbook unpacks to far more than {what} holds, so it was not opened. "
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


@contextmanager
def opened(content: bytes, *, what: str) -> Iterator[tuple[Any, zipfile.ZipFile]]:
    """The workbook and its archive; `what` completes "far more than … holds".

    Formulas come as they are written. What they came to the last time may be old, or another
    program's guess.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            look_at(archive, what=what)
            reader = ReaderWithoutNames(
                usual(archive) or io.BytesIO(content),
                read_only=True,
                data_only=False,
                keep_links=False,
            )
            reader.read()
            if reader.wb.epoch == CALENDAR_MAC_1904:
                raise Unreadable(OLD_CALENDAR)
            yield reader.wb, archive
    except Unreadable:
        raise
    except Exception:  # openpyxl and zipfile raise whatever a damaged part makes them stumble over
        raise Unreadable(DAMAGED) from None


def look_at(archive: zipfile.ZipFile, *, what: str) -> None:
    """By what the archive says of itself, then by what really comes out of it."""
    parts = archive.infolist()
    declared = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    most = min(LARGEST_UNPACKED, HIGHEST_RATIO * max(packed, 1))
    if len(parts) > MOST_PARTS or declared > most:
        raise Unreadable(BOMB.format(what=what))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(LOCKED)
    if WORKBOOK not in archive.namelist():
        raise Unreadable(NOT_A_WORKBOOK)
    unpacked = 0
    for part in parts:
        for chunk in chunks_of(archive, part.filename):
            unpacked += len(chunk)
            if unpacked > LARGEST_UNPACKED:
                raise Unreadable(BOMB.format(what=what))
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
        raise Unreadable(FORMATS)


def usual(archive: zipfile.ZipFile) -> io.BytesIO | None:
    """“Strict Open XML” is the same under other names, which the library does not know."""
    if not any(name in archive.read(WORKBOOK) for name, _ in STRICT):
        return None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for part in archive.infolist():
            data = archive.read(part)
            if part.filename.endswith((".xml", ".rels")):
                for strict, other in STRICT:
                    data = data.replace(strict, other)
            written.writestr(part.filename, data)
    packed.seek(0)
    return packed


class ReaderWithoutNames(ExcelReader):  # type: ignore[misc]  # openpyxl ships no types
    """Nobody asks for named ranges, and the library's patterns for them take too long."""

    def read_properties(self) -> None:
        self.parser.defined_names = DefinedNameList()
        super().read_properties()


def chunks_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            yield chunk


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

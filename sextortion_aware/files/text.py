"""Text that somebody uploads, in whatever letters their spreadsheet wrote it."""

import codecs
import csv
import io
from collections import Counter
from itertools import islice

from sextortion_aware.files.unreadable import Unreadable

SEPARATORS = ",;\t"
LOOKED_AT, LINES_LOOKED_AT = 100_000, 50  # characters and lines
NOT_WRITTEN = frozenset(chr(code) for code in range(32)) - set("\t\r\n\x0b\x0c")

NOT_TEXT = (
    "The file is neither a workbook (.xlsx) nor a text that we can read. "
    "In Excel, save it as “CSV UTF-8” or as .xlsx"
)
AS_WINDOWS_TEXT = (
    "The file is not UTF-8: it was read as Windows text. Look whether names with accents are right."
)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8, or what Excel writes as “Unicode Text” or without being asked for it.

    Cyrillic, or UTF-16 that does not say so, would come out as nonsense, so control characters tell
    on them.
    """
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text, remarks = content.decode("utf-16" if is_wide else "utf-8-sig"), tuple[str, ...]()
    except UnicodeDecodeError:
        if is_wide:
            raise Unreadable(NOT_TEXT) from None
        try:
            text, remarks = content.decode("cp1252"), (AS_WINDOWS_TEXT,)
        except UnicodeDecodeError:
            raise Unreadable(NOT_TEXT) from None
    if not NOT_WRITTEN.isdisjoint(text):
        raise Unreadable(NOT_TEXT)
    return text, remarks


def separator_of(text: str) -> str:
    """The one by which the most of the first lines have the same number of columns, and of two such
    the one that makes more: a comma in a title or in a note separates nothing.
    """
    return max(SEPARATORS, key=lambda separator: columns_by(separator, text))


def columns_by(separator: str, text: str) -> tuple[int, int]:
    """How many lines agree, and on how many columns."""
    lines = csv.reader(io.StringIO(text[:LOOKED_AT], newline=""), delimiter=separator)
    widths = Counter(len(cells) for cells in islice(lines, LINES_LOOKED_AT) if any(cells))
    several = [(lines, width) for width, lines in widths.items() if width > 1]
    return max(several, default=(0, 0))

"""Lists that leave the system as CSV.

Every cell goes through `cell`: what a spreadsheet would take for a formula becomes text, a number
stays a number.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

from sextortion_aware.patterns import compiled

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows that it is UTF-8

# A spreadsheet may pass over these before it looks for a formula.
INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
SPACES = " \u00a0\u3000\v\f"
FORMULA = tuple("=+-@|%\t\r\n＝＋－＠｜％")
LONGEST_NUMBER = 100
NUMBER = compiled(r"[+-]?\d+(?:[.,]\d+)*%?")
PHONE = compiled(r"\+\d[\d ()]*")


def cell(value: object) -> str:
    """-5 and +44 1698 300000 stay what they are: neither can compute anything."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = value.lstrip(INVISIBLE)
    if len(text) <= LONGEST_NUMBER and (NUMBER.fullmatch(text) or PHONE.fullmatch(text)):
        return text
    return f"'{text}" if text.lstrip(INVISIBLE + SPACES).startswith(FORMULA) else text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Line by line, so that a long list never stands in memory as a whole."""
    write = csv.writer(_Passed()).writerow
    yield BYTE_ORDER_MARK + write([cell(name) for name in header])
    for row in rows:
        yield write([cell(value) for value in row])


class _Passed:
    """A file that hands on what is written to it."""

    def write(self, text: str) -> str:
        return text

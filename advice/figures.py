"""Official figures, read strictly from figures.toml.

No HTML here.

What stands side by side in one chart is compared by whoever looks at it. So a series is only drawn
when each of its rows counts the same thing, over a time of the same length; anything else is
refused, and can stand in a table that says in each row what was counted.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from advice.fields import Fields, Problem, load_tables

FILE = "figures.toml"
YEAR = 12


@dataclass(frozen=True)
class Row:
    first: date
    last: date
    value: int
    counts: str
    """What was counted, word for word the same in each row that counts the same."""
    sources: tuple[str, ...]

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * YEAR + self.last.month - self.first.month + 1

    @property
    def period(self) -> str:
        if self.first.month == 1 and self.months == YEAR:
            return f"{self.first.year}"
        if self.months == 1:
            return f"{self.first:%B %Y}"
        if self.first.year == self.last.year:
            return f"{self.first:%B} to {self.last:%B %Y}"
        return f"{self.first:%B %Y} to {self.last:%B %Y}"


@dataclass(frozen=True)
class Series:
    key: str
    title: str
    unit: str
    drawn: bool
    """Whether the rows may be compared, and are shown as bars."""
    rows: tuple[Row, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for row in self.rows for code in row.sources))

    @property
    def bars(self) -> list[tuple[str, int]]:
        return [(row.period, row.value) for row in self.rows]

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        return [(row.period, f"{row.counts}.", f"{row.value:,}") for row in self.rows]

    @property
    def columns(self) -> list[dict[str, object]]:
        return [{"text": "When"}, {"text": "What was counted"}, {"text": self.unit, "number": True}]

    @property
    def length(self) -> str:
        """Of a row of a series that is drawn, in which all are the same."""
        months = self.rows[0].months
        return {1: "one month", YEAR: "one year"}.get(months, f"{months} months")


def load_figures(folder: Path) -> tuple[dict[str, Series], list[Problem]]:
    return load_tables(folder, FILE, read_series)


def read_series(key: str, fields: Fields) -> Series:
    rows = tuple(read_row(row) for row in row_tables(fields))
    series = Series(
        key, fields.text("title"), fields.text("unit"), fields.flag("drawn", default=True), rows
    )
    if series.drawn:
        refuse_to_compare(series, fields)
    return series


def row_tables(fields: Fields) -> Iterator[Fields]:
    tables: list[Any] = fields.take("rows", list, "tables like [[lanarkshire.rows]]", None)
    if not tables or not all(isinstance(table, dict) for table in tables):
        raise fields.error('"rows" must be tables like [[lanarkshire.rows]].')
    for place, table in enumerate(tables, start=1):
        yield Fields(fields.file, table, f"{fields.where}row {place}: ")


def read_row(fields: Fields) -> Row:
    row = Row(
        fields.day("first"),
        fields.day("last"),
        fields.number("value"),
        fields.text("counts"),
        fields.words("sources"),
    )
    fields.finish()
    if (
        row.first.day != 1
        or row.last.day != monthrange(row.last.year, row.last.month)[1]
        or row.last < row.first
    ):
        raise fields.error(
            '"first" must be the first day of a month, and "last" the last day of that month '
            "or a later one."
        )
    if row.value < 0:
        raise fields.error('"value" must not be below nought.')
    if not row.sources:
        raise fields.error('"sources" is empty: say where the number comes from.')
    return row


def refuse_to_compare(series: Series, fields: Fields) -> None:
    if len(series.rows) < 2:
        raise fields.error(
            "one row is no comparison: say drawn = false, or write it in a sentence."
        )
    if len({row.counts for row in series.rows}) > 1:
        raise fields.error(
            'its rows do not all count the same ("counts"), so they are never drawn together: '
            "say drawn = false."
        )
    if len({row.months for row in series.rows}) > 1:
        raise fields.error(
            "its periods are not of one length, so they are never drawn together: "
            "say drawn = false."
        )
    if any(later.first <= earlier.last for earlier, later in pairwise(series.rows)):
        raise fields.error("its periods must follow one another in time, with none counted twice.")

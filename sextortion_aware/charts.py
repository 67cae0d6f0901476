"""Where the bars of a chart stand.

Places across are per cent, so that the words never shrink with the picture; places down are pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PLOT_HEIGHT = 200
ABOVE = 28  # room for the figure on the highest column
UNKNOWN = "Not known"
ROOM_WIDE = 13  # how many short words stand side by side on a wide screen, and on a telephone
ROOM_NARROW = 6

Rows = Iterable[tuple[str, int | None]]


@dataclass(frozen=True)
class Column:
    x: str
    y: int
    width: str
    height: int
    middle: str
    value_shown: str
    value_y: int
    highest: bool
    tick: str
    always: bool
    group: str


@dataclass(frozen=True)
class ColumnChart:
    columns: tuple[Column, ...]
    headings: tuple[dict[str, object], ...]
    rows: tuple[tuple[str, str], ...]
    base_y: int = ABOVE + PLOT_HEIGHT
    tick_y: int = ABOVE + PLOT_HEIGHT + 22
    group_y: int = ABOVE + PLOT_HEIGHT + 44
    height: int = ABOVE + PLOT_HEIGHT + 52


@dataclass(frozen=True)
class Bar:
    label: str
    value: int | None
    shown: str
    percent: str


def column_chart(rows: Rows, *, heading: str, unit: str, missing: str = UNKNOWN) -> ColumnChart:
    """Of "Nov 2026" the first word stands under each column, the rest where it changes."""
    listed = list(rows)
    most = max((value or 0 for _, value in listed), default=0) or 1
    return ColumnChart(
        columns=tuple(_column(listed, place, most) for place in range(len(listed))),
        headings=({"text": heading}, {"text": unit, "number": True}),
        rows=tuple((label, _shown(value, missing)) for label, value in listed),
    )


def _column(rows: Sequence[tuple[str, int | None]], place: int, most: int) -> Column:
    label, value = rows[place]
    slot = 100 / len(rows)
    height = round((value or 0) / most * PLOT_HEIGHT)
    tick, _, group = label.partition(" ")
    before = rows[place - 1][0].partition(" ")[2] if place else ""
    highest = value == most and all(other != most for _, other in rows[:place])
    every_wide = -(-len(rows) // ROOM_WIDE)
    every_narrow = -(-len(rows) // ROOM_NARROW)
    return Column(
        x=_percent(slot * (place + 0.15)),
        y=ABOVE + PLOT_HEIGHT - height,
        width=_percent(slot * 0.7),
        height=height,
        middle=_percent(slot * (place + 0.5)),
        value_shown=_shown(value) if value and (highest or every_wide == 1) else "",
        value_y=ABOVE + PLOT_HEIGHT - height - 8,
        highest=highest,
        tick=tick[:3] if place % every_wide == 0 else "",
        always=place % every_narrow == 0,
        group=group if group != before else "",
    )


def bars(rows: Rows, *, missing: str = UNKNOWN) -> tuple[Bar, ...]:
    listed = list(rows)
    most = max((value or 0 for _, value in listed), default=0) or 1
    return tuple(
        Bar(label, value, _shown(value, missing), _percent((value or 0) / most * 100))
        for label, value in listed
    )


def share(part: int, whole: int) -> str:
    """Per cent for a meter, never past its end."""
    return _percent(min(100.0, 100 * part / whole) if whole else 0.0)


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _shown(value: int | None, missing: str = UNKNOWN) -> str:
    return missing if value is None else f"{value:,}"

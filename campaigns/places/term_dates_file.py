"""Reads a council's school holidays from a file.

Every row is checked and said to be bad by line and reason; nothing here writes to the database.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from campaigns.places.councils import COUNCILS, council_called
from campaigns.places.editions import FIRST_LINES, squashed
from campaigns.places.list_file import LONGEST_CELL, Bounds, Line, content_of, read_list_file
from campaigns.places.schools_rows import BadRow, shown
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import iso_day
from sextortion_aware.reading.names import compared_place

COLUMNS = (
    "local_authority",
    "session",
    "kind",
    "name",
    "start_date",
    "end_date",
    "sources",
    "source",
    "note",
)
CLOSED = ("holiday", "in_service", "local_closure")
OPEN = ("pupils_return", "early_close")
LAST_DAY = "session_end"
FIRST_DAYS = ("in_service", "pupils_return")
SUMMER = "Summer holidays"
BOUNDS = Bounds("a list of school holidays", largest=1_000_000, most_rows=5_000)
NEEDED = {"local_authority", "kind", "name", "start_date", "end_date"}
FEWEST_OF_A_DAY = 2  # cells
LONGEST_NAME = 120
LONGEST_DAYS = 100
ONE_TOWN = compiled(r"(.{1,80}) schools only")
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Holiday:
    """`town` when only its schools are closed."""

    area: str
    first_on: date
    last_on: date
    name: str
    town: str = ""
    staff_are_in: bool = False


@dataclass(frozen=True)
class TermFile:
    holidays: tuple[Holiday, ...]
    bad: tuple[BadRow, ...]
    remarks: tuple[str, ...] = ()
    more_bad: int = 0  # than are told of one by one


def read_term_dates(path: Path) -> TermFile:
    return read_dates(content_of(path, bounds=BOUNDS))


def read_dates(content: bytes) -> TermFile:
    file = read_list_file(content, bounds=BOUNDS)
    for sheet in file.sheets:
        for number, (_, cells) in enumerate(sheet.lines[:FIRST_LINES]):
            columns = columns_in(cells)
            if columns.keys() >= NEEDED:
                only = f"The sheet “{sheet.title}” was read." if len(file.sheets) > 1 else ""
                checked = check_all(columns, len(cells), sheet.lines[number + 1 :])
                return replace(checked, remarks=tuple(filter(None, (only, *file.remarks))))
    raise Unreadable(
        f"No row among the first {FIRST_LINES} names the columns of a list of school holidays: "
        f"{', '.join(COLUMNS)}."
    )


def columns_in(cells: Sequence[str]) -> dict[str, int]:
    places = {squashed(cell): place for place, cell in reversed([*enumerate(cells)])}
    return {name: places[squashed(name)] for name in COLUMNS if squashed(name) in places}


def check_all(columns: dict[str, int], width: int, lines: Iterable[Line]) -> TermFile:
    good: list[dict[str, str]] = []
    bad: list[BadRow] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in lines:
        row = dict.fromkeys(COLUMNS, "") | {
            name: cells[place] for name, place in columns.items() if place < len(cells)
        }
        is_endless = any(len(cell) > LONGEST_CELL for cell in row.values())
        if not is_endless and sum(map(bool, row.values())) < FEWEST_OF_A_DAY:
            continue  # a remark under the table
        if any(cells[width:]):
            bad.append(BadRow(line, ("it has more cells than there are columns",)))
            continue
        if is_endless:
            bad.append(BadRow(line, (f"a cell has more than {LONGEST_CELL:,} characters",)))
            continue
        row["local_authority"] = council_called(row["local_authority"])
        reasons = tuple(term_problems(row))
        first = seen.setdefault(
            (row["local_authority"], row["kind"], compared_place(row["name"]), row["start_date"]),
            line,
        )
        if first != line:
            reasons += (
                f"the same in columns local_authority, kind, name and start_date as line {first}",
            )
        if reasons:
            bad.append(BadRow(line, reasons))
        else:
            good.append(row)
    if not good and not bad:
        raise Unreadable("The file has a header and no rows.")
    return TermFile(tuple(sorted({*closed_days(good), *summers(good)})), tuple(bad))


def term_problems(row: dict[str, str]) -> Iterator[str]:
    if not all(cell.isprintable() for cell in row.values()):
        yield "it holds a character that cannot be seen"
    if row["local_authority"] not in COUNCILS:
        council = shown(row["local_authority"])
        yield f"column local_authority: {council} is not one of Scotland’s councils"
    if row["kind"] not in (*CLOSED, *OPEN, LAST_DAY):
        yield f"column kind: {shown(row['kind'])} is not {', '.join((*CLOSED, *OPEN, LAST_DAY))}"
    if not 0 < len(row["name"]) <= LONGEST_NAME:
        yield f"column name must have 1 to {LONGEST_NAME} characters"
    if row["kind"] == "local_closure" and not ONE_TOWN.fullmatch(row["name"]):
        yield (
            f"column name: {shown(row['name'])} of a local closure does not say whose: write "
            "“Lanark schools only”"
        )
    first, last = (iso_day(row[name]) for name in ("start_date", "end_date"))
    for name, day in (("start_date", first), ("end_date", last)):
        if day is None:
            yield f"column {name}: {shown(row[name])} is not a date like 2026-08-31"
    if first and last and not 0 <= (last - first).days <= LONGEST_DAYS:
        yield (
            f"column end_date must be the day in column start_date, or up to {LONGEST_DAYS} days "
            "after it"
        )


def closed_days(rows: Iterable[dict[str, str]]) -> Iterator[Holiday]:
    for row in rows:
        if row["kind"] in CLOSED:
            town = ONE_TOWN.fullmatch(row["name"]) if row["kind"] == "local_closure" else None
            yield Holiday(
                area=row["local_authority"],
                first_on=date.fromisoformat(row["start_date"]),
                last_on=date.fromisoformat(row["end_date"]),
                name="Local holiday" if town else row["name"],
                town=town[1] if town else "",
                staff_are_in=row["kind"] == "in_service",
            )


def summers(rows: list[dict[str, str]]) -> Iterator[Holiday]:
    """Lists leave the summer out: it is from the day after the last one to the day before staff or
    pupils are back, where both are known.
    """
    for row in rows:
        if row["kind"] == LAST_DAY:
            last_day = date.fromisoformat(row["end_date"])
            back = [
                date.fromisoformat(other["start_date"])
                for other in rows
                if other["local_authority"] == row["local_authority"]
                and other["kind"] in FIRST_DAYS
            ]
            after = min(
                (day for day in back if DAY < day - last_day <= LONGEST_DAYS * DAY), default=None
            )
            if after:
                yield Holiday(
                    area=row["local_authority"],
                    first_on=last_day + DAY,
                    last_on=after - DAY,
                    name=SUMMER,
                )

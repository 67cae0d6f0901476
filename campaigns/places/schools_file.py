"""Reads a list of schools in any of the shapes in which one is published.

Every row is checked and said to be bad by line and reason; nothing here writes to the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from campaigns.places import schools_rows
from campaigns.places.editions import Shape, Table, said, tables_of
from campaigns.places.list_file import LARGEST_FILE, Bounds, content_of, read_list_file
from campaigns.places.schools_rows import COLUMNS, BadRow, School
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import MONTH, in_words, iso_day, month_number

__all__ = ["COLUMNS", "LARGEST_FILE", "BadRow", "Note", "School", "SchoolFile", "read_schools"]

BOUNDS = Bounds("a list of schools")
DAY = compiled(rf"\b(\d{{1,2}})[ +_-]+({MONTH})[ +_-]+(20\d{{2}})\b", ignore_case=True)

NO_LIST = (
    "No row among the first 15 names the columns of a list of schools: it needs a seed code, a "
    f"name, a council and a sector. Our own has these: {', '.join(COLUMNS)}."
)
FIGURES = (
    "This file has a row for each figure of a school. It is not a list of schools: use the "
    "Scottish Government’s “School contact list” or “School roll and locations”."
)
ONLY_CHANGES = (
    "This file names schools that were renamed, opened or closed, and not the schools that are "
    "open. Choose the workbook that has both."
)


@dataclass(frozen=True)
class Note:
    """What another sheet of the workbook says of a school."""

    words: str
    closed_on: date | None = None


@dataclass(frozen=True)
class SchoolFile:
    """`asked` have no council yet; `elsewhere` has (council, seed code) of schools that are left
    out, `codes` every code of the list, however bad its row.
    """

    schools: tuple[School, ...]
    bad: tuple[BadRow, ...]
    asked: tuple[School, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    codes: frozenset[str] = frozenset()
    notes: Mapping[str, Note] = field(default_factory=dict)
    day: date | None = None
    remarks: tuple[str, ...] = ()
    more_bad: int = 0  # than are told of one by one


def read_schools(path: Path, *, only_areas: frozenset[str] = frozenset()) -> SchoolFile:
    content = content_of(path, bounds=BOUNDS)
    return read_list(content, file_name=path.name, only_areas=only_areas)


def read_list(
    content: bytes, *, file_name: str, only_areas: frozenset[str] = frozenset()
) -> SchoolFile:
    """With `only_areas`, schools of other councils are left out, which is no fault of theirs."""
    file = read_list_file(content, bounds=BOUNDS)
    tables = [table for sheet in file.sheets for table in tables_of(sheet)]
    table = chosen(tables)
    only = f"The sheet “{table.title}” was read." if len(file.sheets) > 1 else ""
    checked = schools_rows.check_all(table, only_areas=only_areas)
    if not checked.seen:
        raise Unreadable("The file has a header and no rows.")
    return SchoolFile(
        schools=tuple(checked.schools),
        bad=tuple(checked.bad),
        asked=tuple(checked.asked),
        elsewhere=tuple(checked.elsewhere),
        codes=frozenset(checked.codes),
        notes=dict(notes_of(tables)),
        day=day_in(file_name) or day_in(table.title) or day_in(table.above),
        remarks=tuple(filter(None, (only, *file.remarks))),
    )


def chosen(tables: list[Table]) -> Table:
    """The newest list of open schools, by its title, when a workbook has several."""
    shapes = defaultdict(list)
    for table in tables:
        shapes[table.shape].append(table)
    lists = shapes[Shape.SCHOOLS] or shapes[Shape.REGISTER]
    if not lists:
        if shapes[Shape.FIGURES]:
            raise Unreadable(FIGURES)
        raise Unreadable(ONLY_CHANGES if tables else NO_LIST)
    table = max(lists, key=lambda one: day_in(one.title) or date.min)
    if table.shape is Shape.SCHOOLS:
        refuse_without_columns(table)
    return table


def refuse_without_columns(table: Table) -> None:
    has = table.columns.keys()
    wanting = []
    if not has & {"local_authority", "council_code"}:
        wanting.append("the council (local_authority)")
    if not has & {"sector", "is_primary", "is_secondary", "is_special"}:
        wanting.append("the sector")
    if wanting:
        raise Unreadable(
            f"The list has no column for {' and none for '.join(wanting)}. "
            f"Our own has these: {', '.join(COLUMNS)}."
        )


def day_in(text: str) -> date | None:
    """ "31 October 2024", as titles and names of files have it."""
    match = DAY.search(text[:1_000])
    if not match:
        return None
    return iso_day(f"{match[3]}-{month_number(match[2]) or 0:02}-{int(match[1]):02}")


def notes_of(tables: Iterable[Table]) -> Iterator[tuple[str, Note]]:
    for table in tables:
        if table.shape not in (Shape.RENAMED, Shape.OPENED_OR_CLOSED):
            continue
        for _, cells in table.rows:
            row = {name: said(cell) for name, cell in table.row(cells).items()}
            if row.get("seed_code"):
                yield row["seed_code"], note_of(row)


def note_of(row: Mapping[str, str]) -> Note:
    if "old_name" in row:
        when = f" in {row['year']}" if row.get("year") else ""
        return Note(f"renamed{when}, before “{row['old_name']}”"[:300])
    status = row["status"].casefold().strip()
    days = [day for name in ("closed", "mothballed", "opened") if (day := row.get(name))]
    first = iso_day(days[0]) if days else None
    words = [f"{status} {in_words(first)}" if first else status, row.get("details", "")]
    return Note(
        "; ".join(filter(None, words))[:300], closed_on=first if status == "closed" else None
    )

"""The shapes in which lists of schools are published, known by the names of their columns.

Names are compared without notes, blanks and signs, wherever the row of them stands among the first
of a sheet. No e-mail address or telephone number is ever taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from campaigns.places.list_file import Line, Sheet

FIRST_LINES = 15
PRIMARY_ENDS = 11  # years of age, as a register words it
SECTORS = ("Primary", "Secondary", "Special")
NOT_SAID = frozenset({"", "*", "#", "c", "x", "z", ".", "-", "n/a", "na", "[c]", "[x]", "[z]"})
NO = frozenset({"no", "n", "0", "false"}) | NOT_SAID

# What a column is called in the editions: what we call it.
CALLED = {
    "seedcode": "seed_code",
    "schoolname": "name",
    "nameofschool": "name",
    "name": "name",
    "laname": "local_authority",
    "localauthority": "local_authority",
    "lacode": "council_code",
    "schooltype": "sector",
    "sector": "sector",
    "postcode": "postcode",
    "pupilroll": "roll",
    "roll": "roll",
    "denomination": "denomination",
    "denominationofschool": "denomination",
    "town": "town",
    "latitude": "latitude",
    "longitude": "longitude",
    "primarydepartment": "is_primary",
    "secondarydepartment": "is_secondary",
    "specialdepartment": "is_special",
    **{f"addressline{number}": f"line{number}" for number in (1, 2, 3)},
    **{f"address{number}": f"line{number}" for number in (1, 2, 3)},
    # The register of independent schools, and what was made of it.
    "address": "address",
    "primarysecondayeducation": "provision",
    "primarysecondaryeducation": "provision",
    "provision": "provision",
    "asn": "asn",
    # Schools renamed, opened and closed.
    "newschoolname": "new_name",
    "oldschoolname": "old_name",
    "yearchanged": "year",
    "otherchanges": "other_changes",
    "status": "status",
    "dateopened": "opened",
    "dateclosed": "closed",
    "datemothballed": "mothballed",
    "furtherdetails": "details",
    # Long form: a row for each figure.
    "measure": "measure",
    "value": "value",
}
GROUPS = {"schooltype": "is_", "pupilrolls": "roll_"}  # beginnings of titles above three sectors


class Shape(Enum):
    SCHOOLS = "schools"
    REGISTER = "register"
    RENAMED = "renamed"
    OPENED_OR_CLOSED = "opened or closed"
    FIGURES = "figures"


@dataclass(frozen=True)
class Table:
    """One sheet whose columns are known."""

    shape: Shape
    title: str
    above: str  # what stands over the names of the columns
    columns: dict[str, int]
    width: int
    rows: tuple[Line, ...] = field(repr=False)

    def row(self, cells: Sequence[str]) -> dict[str, str]:
        return {
            name: cells[place] if place < len(cells) else "" for name, place in self.columns.items()
        }


def squashed(name: str) -> str:
    """ "School Name" and "school_name" are one; a note in brackets is none of it."""
    plain = name.partition("(")[0].partition("[")[0] or name
    return "".join(character for character in plain.casefold() if character.isalnum())


def tables_of(sheet: Sheet) -> Iterator[Table]:
    """At most one."""
    for number, (_, cells) in enumerate(sheet.lines[:FIRST_LINES]):
        columns = columns_of(cells, groups_over(sheet.lines, number))
        if shape := shape_of(columns):
            above = " ".join(cell for _, row in sheet.lines[:number] for cell in row if cell)
            yield Table(
                shape=shape,
                title=sheet.title,
                above=above[:1_000],
                columns=columns,
                width=len(cells),
                rows=sheet.lines[number + 1 :],
            )
            return


def groups_over(lines: Sequence[Line], number: int) -> list[str]:
    """The titles right above the names of the columns, each over all columns up to the next one."""
    line, _ = lines[number]
    if not number or lines[number - 1][0] != line - 1:
        return []
    titles, title = [], ""
    for cell in lines[number - 1][1]:
        title = squashed(cell) or title
        titles.append(title)
    return titles


def columns_of(cells: Sequence[str], groups: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = squashed(cell)
        called = CALLED.get(name, "")
        if name in ("primary", "secondary", "special") and place < len(groups):
            begins = [said for title, said in GROUPS.items() if groups[place].startswith(title)]
            called = f"{begins[0]}{name}" if begins else ""
        if called:
            columns.setdefault(called, place)
    return columns


def shape_of(columns: dict[str, int]) -> Shape | None:
    has = columns.keys()
    if has >= {"seed_code", "new_name", "old_name"}:
        return Shape.RENAMED
    if not has >= {"name"}:
        return None
    if has >= {"measure", "value"}:
        return Shape.FIGURES
    if has >= {"seed_code", "status"}:
        return Shape.OPENED_OR_CLOSED
    if has >= {"seed_code"}:
        return Shape.SCHOOLS
    return Shape.REGISTER if has >= {"provision"} else None


def said(cell: str) -> str:
    """Nothing for what was withheld or does not apply."""
    return "" if cell.casefold() in NOT_SAID else cell


def sectors_of(row: dict[str, str]) -> list[str]:
    """An all-through school is one of ours for each sector; "Special" stands above both."""
    if "sector" in row:
        return [row["sector"].capitalize() if row["sector"].isupper() else row["sector"]]
    named = [name for name in SECTORS if row.get(f"is_{name.lower()}", "").casefold() not in NO]
    return ["Special"] if "Special" in named else named


def sectors_provided(row: dict[str, str]) -> list[str]:
    """As the register of independent schools words it: "All through", "Age specific: 11-18"."""
    words = row.get("provision", "").casefold()
    is_special = row.get("asn", "").casefold() in ("true", "yes", "y")
    if is_special or "additional support" in words or "special education" in words:
        return ["Special"]
    plain = "".join(one if one.isascii() and one.isalnum() else " " for one in words).split()
    ages = [int(word) for word in plain if len(word) < 3 and word.isdigit()]
    by_age = plain[:1] == ["age"] and len(ages) == 2
    is_all_through = "all through" in " ".join(plain)
    stages = any(len(word) == 2 and word[0] == "s" and word[1].isdigit() for word in plain)
    are = {
        "Primary": is_all_through or "primary" in plain or (by_age and ages[0] < PRIMARY_ENDS),
        "Secondary": is_all_through
        or "secondary" in plain
        or stages
        or (by_age and ages[1] > PRIMARY_ENDS + 1),
    }
    return [name for name, is_one in are.items() if is_one]


def town_of(row: dict[str, str]) -> str:
    """A guess from the lines of the address: the last that is not the street."""
    lines = [line for number in (2, 3) if (line := said(row.get(f"line{number}", "")))]
    if not lines:
        return ""
    last = lines[-1]
    return " ".join(word.capitalize() for word in last.split()) if last.isupper() else last

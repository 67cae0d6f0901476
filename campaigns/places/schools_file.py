"""Reads files that come from outside.

Every row is checked and said to be bad by line and reason; nothing here writes to the database.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from campaigns.models import Place
from campaigns.places.councils import COUNCILS, council_called
from sextortion_aware.patterns import compiled

COLUMNS = (
    "seed_code",
    "name",
    "local_authority",
    "sector",
    "denomination",
    "roll",
    "town",
    "postcode",
    "latitude",
    "longitude",
)
KINDS = {
    "Primary": Place.Kind.PRIMARY,
    "Secondary": Place.Kind.SECONDARY,
    "Special": Place.Kind.SPECIAL,
}
LONGEST = {"name": 200, "denomination": 40, "town": 80}
LARGEST_ROLL = 10_000
LARGEST_FILE = 5_000_000
MOST_ROWS = 20_000
LONGEST_CELL = 1_000

CODE = compiled(r"[A-Za-z0-9]{1,10}")
POSTCODE = compiled(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
DEGREES = compiled(r"-?[0-9]{1,3}(\.[0-9]{1,12})?")
SCOTLAND = {
    "latitude": (Decimal("54.6"), Decimal("60.9")),
    "longitude": (Decimal("-8.7"), Decimal("-0.7")),
}
MICRODEGREE = Decimal("0.000001")


class UnreadableFile(Exception):
    """The file as a whole is of no use; the text is one sentence for a person."""


@dataclass(frozen=True)
class School:
    line: int
    seed_code: str
    kind: Place.Kind
    area: str
    name: str
    denomination: str
    roll: int | None
    town: str
    postcode: str
    latitude: Decimal | None
    longitude: Decimal | None

    @property
    def key(self) -> tuple[str, str]:
        """An all-through school has a row for each sector under one code."""
        return self.seed_code, self.kind.value


@dataclass(frozen=True)
class BadRow:
    line: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"line {self.line}: {'; '.join(self.reasons)}"


@dataclass(frozen=True)
class SchoolFile:
    schools: tuple[School, ...]
    bad: tuple[BadRow, ...]


def read_schools(path: Path, *, only_areas: frozenset[str] = frozenset()) -> SchoolFile:
    """With `only_areas`, a school of another council is a bad row."""
    if not path.is_file():
        raise UnreadableFile(f"There is no file at {path}.")
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableFile(
            f"{path} is larger than {LARGEST_FILE // 1_000_000} MB, so it is not a list of schools."
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return check_all(rows_of(lines, columns=COLUMNS), only_areas=only_areas)
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"{path} is not in UTF-8: save it as “CSV UTF-8” and try again."
        ) from None
    except OSError as problem:
        raise UnreadableFile(f"{path} cannot be read: {problem.strerror}.") from None


def rows_of(lines: Iterable[str], *, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it starts on, after the header was found to be right.

    A row without a word is nothing.
    """
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, None)
        if header is None:
            raise UnreadableFile("The file is empty.")
        if tuple(name.strip() for name in header) != columns:
            raise UnreadableFile(
                f"The first line must name these columns, in this order: {', '.join(columns)}."
            )
        starts_on = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield starts_on, cells
            starts_on = reader.line_num + 1
    except csv.Error as problem:
        raise UnreadableFile(
            f"The file is not CSV near line {reader.line_num}: {problem}."
        ) from None


def check_all(rows: Iterable[tuple[int, list[str]]], *, only_areas: frozenset[str]) -> SchoolFile:
    schools: list[School] = []
    bad: list[BadRow] = []
    seen: dict[tuple[str, str], int] = {}
    for number, (line, cells) in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise UnreadableFile(
                f"The file has more than {MOST_ROWS:,} rows, so it is not a list of schools."
            )
        if len(cells) != len(COLUMNS):
            bad.append(BadRow(line, (f"it has {len(cells)} columns and not {len(COLUMNS)}",)))
            continue
        if any(len(cell) > LONGEST_CELL for cell in cells):
            bad.append(BadRow(line, (f"a cell has more than {LONGEST_CELL:,} characters",)))
            continue
        row = {name: " ".join(cell.split()) for name, cell in zip(COLUMNS, cells, strict=True)}
        row["postcode"] = row["postcode"].upper()
        row["local_authority"] = council_called(row["local_authority"])
        reasons = tuple(school_problems(row, only_areas=only_areas))
        first = seen.setdefault((row["seed_code"], row["sector"]), line)
        if first != line and row["seed_code"]:
            reasons += (f"the same seed_code and sector as line {first}",)
        if reasons:
            bad.append(BadRow(line, reasons))
        else:
            schools.append(school_of(row, line))
    if not schools and not bad:
        raise UnreadableFile("The file has a header and no rows.")
    return SchoolFile(tuple(schools), tuple(bad))


def school_problems(row: dict[str, str], *, only_areas: frozenset[str]) -> Iterator[str]:
    if not all(cell.isprintable() for cell in row.values()):
        yield "it holds a character that cannot be seen"
    if not row["name"]:
        yield "name is blank"
    if not row["seed_code"]:
        yield "seed_code is blank"
    elif not CODE.fullmatch(row["seed_code"]):
        yield f"seed_code {shown(row['seed_code'])} is not 1 to 10 letters and digits"
    if row["local_authority"] not in COUNCILS:
        yield f"local_authority {shown(row['local_authority'])} is not one of Scotland’s councils"
    elif only_areas and row["local_authority"] not in only_areas:
        yield (
            f"{row['local_authority']} is not an area of this campaign (--any-area takes it all "
            "the same)"
        )
    if row["sector"] not in KINDS:
        yield f"sector {shown(row['sector'])} is not {', '.join(KINDS)}"
    if row["roll"] and not (
        row["roll"].isascii()
        and row["roll"].isdigit()
        and len(row["roll"]) < 9
        and int(row["roll"]) <= LARGEST_ROLL
    ):
        yield f"roll {shown(row['roll'])} is not a whole number up to {LARGEST_ROLL:,}"
    if row["postcode"] and not POSTCODE.fullmatch(row["postcode"]):
        yield f"postcode {shown(row['postcode'])} is not shaped like ML1 2AB"
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            yield f"{name} is longer than {longest} characters"
    yield from problems_of_position(row)


def problems_of_position(row: dict[str, str]) -> Iterator[str]:
    if bool(row["latitude"]) != bool(row["longitude"]):
        yield "latitude and longitude go together: give both or neither"
        return
    for name, (least, most) in SCOTLAND.items():
        if not row[name]:
            continue
        if not DEGREES.fullmatch(row[name]):
            yield f"{name} {shown(row[name])} is not a number of degrees"
        elif not least <= Decimal(row[name]) <= most:
            yield f"{name} {row[name]} is not in Scotland ({least} to {most})"


def school_of(row: dict[str, str], line: int) -> School:
    return School(
        line=line,
        seed_code=row["seed_code"],
        kind=KINDS[row["sector"]],
        area=row["local_authority"],
        name=row["name"],
        denomination=row["denomination"],
        roll=int(row["roll"]) if row["roll"] else None,
        town=row["town"],
        postcode=row["postcode"],
        latitude=Decimal(row["latitude"]).quantize(MICRODEGREE) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]).quantize(MICRODEGREE) if row["longitude"] else None,
    )


def shown(text: str) -> str:
    """Short and visible, whatever was in the cell."""
    return f"“{ascii(text[:40])[1:-1]}”" if not text.isprintable() else f"“{text[:40]}”"

"""The rows of a list of schools: what each says, or what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.models import Place
from campaigns.places.councils import COUNCILS, council_called, is_grant_aided
from campaigns.places.editions import (
    Shape,
    Table,
    said,
    sectors_of,
    sectors_provided,
    town_of,
)
from campaigns.places.list_file import LONGEST_CELL
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
FEWEST_OF_A_SCHOOL = 3  # cells: what has fewer and no code is a remark under the table

CODE = compiled(r"[A-Za-z0-9]{1,10}")
POSTCODE = compiled(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
POSTCODE_WITHIN = compiled(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b")
DEGREES = compiled(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
SCOTLAND = {
    "latitude": (Decimal("54.6"), Decimal("60.9")),
    "longitude": (Decimal("-8.7"), Decimal("-0.7")),
}
MICRODEGREE = Decimal("0.000001")


@dataclass(frozen=True)
class School:
    """No `area` when it must be asked for. No `seed_code` in a list of independent schools."""

    line: int
    seed_code: str
    kind: Place.Kind
    area: str
    name: str
    denomination: str = ""
    roll: int | None = None
    town: str = ""
    postcode: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    town_is_a_guess: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """An all-through school has a row for each sector under one code."""
        return self.seed_code or f"line {self.line}", self.kind.value


@dataclass(frozen=True)
class BadRow:
    line: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"line {self.line}: {'; '.join(self.reasons)}"


@dataclass
class Checked:
    schools: list[School] = field(default_factory=list)
    asked: list[School] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    elsewhere: list[tuple[str, str]] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    @property
    def seen(self) -> bool:
        return bool(self.schools or self.asked or self.bad or self.elsewhere)


def check_all(table: Table, *, only_areas: frozenset[str]) -> Checked:
    checked = Checked()
    first_lines: dict[tuple[str, str], int] = {}
    has_codes = table.shape is Shape.SCHOOLS
    for line, cells in table.rows:
        raw = table.row(cells)
        is_endless = any(len(cell) > LONGEST_CELL for cell in raw.values())
        if not is_endless and is_remark(raw, has_codes=has_codes):
            continue
        checked.codes.add(raw.get("seed_code", ""))
        if any(cells[table.width :]):
            checked.bad.append(BadRow(line, ("it has more cells than there are columns",)))
        elif is_endless:
            reason = f"a cell has more than {LONGEST_CELL:,} characters"
            checked.bad.append(BadRow(line, (reason,)))
        else:
            for row in rows_of(raw, has_codes=has_codes):
                reasons = list(school_problems(row, has_codes=has_codes))
                first = first_lines.setdefault((row["seed_code"], row["sector"]), line)
                if first != line and row["seed_code"]:
                    reasons.append(f"the same in columns seed_code and sector as line {first}")
                sort_in(row, line, reasons, checked=checked, only_areas=only_areas)
    return checked


def sort_in(
    row: dict[str, str],
    line: int,
    reasons: list[str],
    *,
    checked: Checked,
    only_areas: frozenset[str],
) -> None:
    """A school of another council is no bad row, whatever else is wrong with it."""
    area = row["local_authority"]
    if area in COUNCILS and only_areas and area not in only_areas:
        checked.elsewhere.append((area, row["seed_code"]))
    elif reasons:
        if not checked.bad or checked.bad[-1].line != line:
            checked.bad.append(BadRow(line, tuple(reasons)))
    elif area:
        checked.schools.append(school_of(row, line))
    else:
        checked.asked.append(school_of(row, line))


def is_remark(row: dict[str, str], *, has_codes: bool) -> bool:
    """A footnote under the table, or a title between its rows."""
    code = row.get("seed_code", "")
    if has_codes and is_code(code):
        return False
    least = FEWEST_OF_A_SCHOOL if has_codes else FEWEST_OF_A_SCHOOL - 1
    return sum(map(bool, row.values())) < least


def is_code(text: str) -> bool:
    return bool(CODE.fullmatch(text)) and any(character.isdigit() for character in text)


def rows_of(raw: dict[str, str], *, has_codes: bool) -> Iterator[dict[str, str]]:
    """Our ten columns, once for each sector."""
    row = {name: said(raw.get(name, "")) for name in COLUMNS}
    row["name"] = raw.get("name", "")
    row["postcode"] = (
        postcode_within(raw["address"]) if "address" in raw else in_two_parts(row["postcode"])
    )
    council = row["local_authority"] or said(raw.get("council_code", ""))
    row["local_authority"] = "" if is_grant_aided(council) else council_called(council)
    row["must_ask"] = "yes" if is_grant_aided(council) or not (has_codes or council) else ""
    if not row["town"]:
        row["town"] = town_of(raw)
        row["town_is_a_guess"] = "yes" if row["town"] else ""
    for sector in (sectors_of(raw) if has_codes else sectors_provided(raw)) or [""]:
        roll = said(raw.get(f"roll_{sector.lower()}", "")) or row["roll"]
        yield {**row, "sector": sector, "roll": roll if has_codes else ""}


def in_two_parts(text: str) -> str:
    """ "ml12ab" is ML1 2AB. What is no postcode stays as it is, to be told of."""
    capitals = text.upper()
    match = POSTCODE_WITHIN.fullmatch(capitals)
    return f"{match[1]} {match[2]}" if match else capitals


def postcode_within(address: str) -> str:
    match = POSTCODE_WITHIN.search(address.upper())
    return f"{match[1]} {match[2]}" if match else ""


def school_problems(row: dict[str, str], *, has_codes: bool = True) -> Iterator[str]:
    if not all(cell.isprintable() for cell in row.values()):
        yield "it holds a character that cannot be seen"
    if any(cell.startswith("=") for cell in row.values()):
        yield "a cell holds a formula and no words"
    if not row["name"]:
        yield "column name is blank"
    if has_codes and not row["seed_code"]:
        yield "column seed_code is blank"
    elif has_codes and not is_code(row["seed_code"]):
        yield f"column seed_code: {shown(row['seed_code'])} is not 1 to 10 digits, or with letters"
    if not row["local_authority"] and not row.get("must_ask"):
        yield "column local_authority is blank"
    elif row["local_authority"] not in COUNCILS and not row.get("must_ask"):
        council = shown(row["local_authority"])
        yield f"column local_authority: {council} is not one of Scotland’s councils"
    if not row["sector"]:
        yield "column sector is blank"
    elif row["sector"] not in KINDS:
        yield f"column sector: {shown(row['sector'])} is not {', '.join(KINDS)}"
    if row["roll"] and not (
        row["roll"].isascii()
        and row["roll"].isdigit()
        and len(row["roll"]) < 9
        and int(row["roll"]) <= LARGEST_ROLL
    ):
        yield f"column roll: {shown(row['roll'])} is not a whole number up to {LARGEST_ROLL:,}"
    if row["postcode"] and not POSTCODE.fullmatch(row["postcode"]):
        yield f"column postcode: {shown(row['postcode'])} is not shaped like ML1 2AB"
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            yield f"column {name} is longer than {longest} characters"
    yield from problems_of_position(row)


def problems_of_position(row: dict[str, str]) -> Iterator[str]:
    if bool(row["latitude"]) != bool(row["longitude"]):
        yield "columns latitude and longitude go together: give both or neither"
        return
    for name, (least, most) in SCOTLAND.items():
        if not row[name]:
            continue
        if not DEGREES.fullmatch(row[name]):
            yield f"column {name}: {shown(row[name])} is not a number of degrees"
        elif not least <= Decimal(row[name]) <= most:
            yield f"column {name}: {row[name]} is not in Scotland ({least} to {most})"


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
        town_is_a_guess=bool(row.get("town_is_a_guess")),
    )


def shown(text: str) -> str:
    """Short and visible, whatever was in the cell."""
    return f"“{ascii(text[:40])[1:-1]}”" if not text.isprintable() else f"“{text[:40]}”"

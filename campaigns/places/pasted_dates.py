"""A council's page of term dates, copied and pasted: what each line of it says.

Read as such pages are written: a month above its days, or each day with its month, or a table with
a first and a last day. The year often stands in a heading alone, or nowhere. A day whose weekday
does not fit is not believed. Nothing here writes to the database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from campaigns.places.pasted_days import (
    FIRST_MONTH,
    Days,
    Unclear,
    days_in,
    in_letters,
    said_in,
    words_beside,
)
from campaigns.places.pasted_words import footnote_of, kind_of, name_of, town_in
from campaigns.places.schools_rows import BadRow
from campaigns.places.term_dates_file import COLUMNS, OPEN, SAME_ROW, TermFile, check_all
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import MONTH, in_words, month_number

MOST_CHARACTERS, MOST_LINES, LONGEST_LINE = 20_000, 400, 300
BULLETS = "•·-–—▪◦ \t"
DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "\xa0": " ", "’": "'", "\t": "|"})
HEADING = compiled(rf"\W*({MONTH})\W*(20\d{{2}})?\W*", ignore_case=True)
SCHOOL_YEAR = compiled(r"\b(20\d{2})\s*(?:/|-|to)\s*(?:20)?(\d{2})\b")
IS_HEADER = compiled(r"\bstarts?\b.*\b(?:end|finish)", ignore_case=True)
NO_DAY = "left out: no day that we can read"


@dataclass(frozen=True)
class PastedLine:
    """What became of it, in words; `rows` are what is taken of it, as cells of our own list."""

    number: int
    text: str
    fate: str
    rows: tuple[dict[str, str], ...] = ()


@dataclass
class Heading:
    """What stands above a line. `year` is the one in which the school year begins."""

    year: int
    month: int | None = None
    notes: dict[str, str] = field(default_factory=dict)  # a mark, and the town it stands for

    def day_of(self, day: int, month: int, year: int | None) -> date:
        return date(year or self.year + (month < FIRST_MONTH), month, day)


def read_pasted(text: str, *, council: str, year: int) -> tuple[TermFile, list[PastedLine]]:
    """`year`: in which the school year begins, where the text does not say it."""
    lines = [*numbered(text)]
    heading = Heading(
        year,
        notes=dict(
            footnote
            for _, line in lines
            if len(line) <= LONGEST_LINE and (footnote := footnote_of(line))
        ),
    )
    read = [read_line(number, line, heading, council) for number, line in lines]
    width, rows = len(COLUMNS), [(one.number, cells(row)) for one in read for row in one.rows]
    if not rows:
        return TermFile((), ()), read
    file = check_all({name: place for place, name in enumerate(COLUMNS)}, width, rows)
    told = [with_refusals(one, [bad for bad in file.bad if bad.line == one.number]) for one in read]
    return replace(file, bad=()), told


def with_refusals(line: PastedLine, bad: Sequence[BadRow]) -> PastedLine:
    if not bad:
        return line
    reasons = "; ".join(dict.fromkeys(reason for one in bad for reason in one.reasons))
    reasons = reasons.replace(SAME_ROW, "the same")
    if len(bad) < len(line.rows):
        return replace(line, fate=f"{line.fate}; one of them left out: {reasons}")
    return replace(line, fate=f"left out: {reasons}", rows=())


def numbered(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        seen = "".join(one for one in line.translate(DASHES) if one.isprintable())
        plain = " ".join(seen.split())
        if plain.strip(BULLETS + "|"):
            yield number, plain


def cells(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in COLUMNS)


def read_line(number: int, text: str, heading: Heading, council: str) -> PastedLine:
    if len(text) > LONGEST_LINE:
        fate = f"left out: it has more than {LONGEST_LINE} characters"
        return PastedLine(number, f"{text[:LONGEST_LINE]}…", fate)
    line = PastedLine(number, text, NO_DAY)
    if footnote := footnote_of(text):
        return replace(line, fate=f"what {footnote[0]} stands for: {footnote[1]} schools only")
    spelled = in_letters(text)
    if said := heading_in(spelled, heading):
        return replace(line, fate=said)
    try:
        days = days_in(spelled, month=heading.month, in_year=heading.day_of)
        return read_days(line, days, heading, council) if days else line
    except Unclear as problem:
        return replace(line, fate=f"left out: {problem}")


def heading_in(text: str, heading: Heading) -> str:
    """What it says of the lines below it, or nothing."""
    if found := HEADING.fullmatch(text):
        month, year = month_number(found[1].lower()), found[2]
        heading.month = month
        if year and month:
            heading.year = int(year) - (month < FIRST_MONTH)
        return f"the month above the next lines, {found[1].capitalize()} {year or ''}".strip()
    found = None if said_in(text, month=None) else SCHOOL_YEAR.search(text)
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        heading.year, heading.month = int(found[1]), None
        return f"the school year {found[1]}/{found[2]}"
    return "the names of the columns" if IS_HEADER.search(text) else ""


def read_days(line: PastedLine, days: Sequence[Days], heading: Heading, council: str) -> PastedLine:
    meaning = words_beside(in_letters(line.text))
    is_one = len(days) == 1 and days[0].first_on == days[0].last_on
    kind, town = kind_of(meaning, is_one=is_one), town_in(meaning, heading.notes)
    if kind in OPEN:
        return replace(line, fate=f"pupils are in on {in_full(days)}: nothing to take")
    name = name_of(meaning, kind)
    if town:
        kind, name = "local_closure", f"{town} schools only"
    rows = tuple(
        {
            "local_authority": council,
            "kind": kind,
            "name": name,
            "start_date": one.first_on.isoformat(),
            "end_date": one.last_on.isoformat(),
        }
        for one in days
    )
    staff = ", staff are in" if kind == "in_service" else ""
    return replace(line, fate=f"{name}, {in_full(days)}{staff}", rows=rows)


def in_full(days: Sequence[Days]) -> str:
    return " and ".join(
        in_words(one.first_on)
        if one.first_on == one.last_on
        else f"{in_words(one.first_on)} to {in_words(one.last_on)}"
        for one in days
    )

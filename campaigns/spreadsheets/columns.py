"""What the columns of a spreadsheet are.

The choice is remembered for the next file with the same header.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.models import Audience, Campaign, Format, ImportBatch, ImportLayout
from campaigns.places.stages import to_stages_said
from campaigns.sessions.audiences import audiences_of
from campaigns.spreadsheets.cells import shows_month_first, to_date
from campaigns.spreadsheets.date_order import DATE_ORDER
from campaigns.spreadsheets.totals import is_total_line
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import WEEKDAY
from sextortion_aware.reading.problems import NOT_SAID, CannotRead

NUMBER_OF = r"(?:(?:no\.?|number|total) of )?"
PEOPLE = (
    r"(?:pupils?|people|persons?|children|young people|yp|students?|learners?|kids|participants?"
    r"|attend(?:ees?|ance|ed|ing)|audience|present|reached)"
)
# “No.” is the number of the row, and a number of classes is no number of people.
TOTAL = (
    rf"(?:(?:grand|overall) )?totals?(?: (?:numbers?|no\.?|count))?(?: of)?(?: {PEOPLE}){{0,2}}"
    rf"|(?:numbers?|nos?\.?|count)(?: of| in)?(?: {PEOPLE}){{1,2}}|numbers|headcount"
    rf"|attend(?:ance|ees|ed|ing)?(?: (?:numbers?|totals?|figures?|count))?"
    rf"|(?:people|audience|reach)(?: (?:{PEOPLE}|numbers?|totals?|size|count))?"
)
# Our name: what the page calls it, and the words by which a header is known. The first column that
# fits is taken, the longest words first.
COLUMNS: dict[str, tuple[str, str]] = {
    "date": ("Date", r"date|day|when|held on"),
    "start": ("Start time", r"start.*|time|time of day"),
    "length": ("Length", r"length|duration|minutes|mins|how long"),
    "place": ("Place", r"place|school|venue|location|where|organisation|establishment"),
    "format": ("Kind of session", r"format|kind|type|session type|input"),
    "topic": ("Topic", r"topics?|subject|theme"),
    "stages": ("Stages", r"stages?|class|classes|year groups?"),
    "officers": ("Officers", r"officers?|delivered by|presenters?|who|staff member|staff name"),
    "status": ("Whether it happened", r"status|outcome|delivered|went ahead|took place|held"),
    "pupils": (
        "Pupils: their stage or school says whether children or young people",
        rf"{NUMBER_OF}(?:pupils?|kids|learners)|(?:pupils?|class) (?:numbers?|count|total|roll)",
    ),
    "children": ("Children (up to P7)", rf"{NUMBER_OF}(?:children|primary pupils)"),
    "young_people": (
        "Young people (S1 and up)",
        rf"{NUMBER_OF}(?:young people|secondary pupils|yp|teenagers)",
    ),
    "parents": ("Parents and guardians", rf"{NUMBER_OF}(?:parents?.*|carers?|guardians?)"),
    "professionals": (
        "Professionals",
        rf"{NUMBER_OF}(?:professionals?|staff|teachers?|school staff)",
    ),
    "adults": ("Other adults", rf"{NUMBER_OF}(?:adults?|other adults|others?|public)"),
    "total": ("Total attendance", TOTAL),
    "notes": ("Notes", r"notes?|comments?|remarks?"),
}
PARTS = (
    Audience.CHILDREN,
    Audience.YOUNG_PEOPLE,
    Audience.PARENTS,
    Audience.PROFESSIONALS,
    Audience.ADULTS,
)
PUPILS = "pupils"
YOUNG = (Audience.CHILDREN.value, Audience.YOUNG_PEOPLE.value)
ADDED_UP = (PUPILS, *PARTS)  # several columns may be one of these
NUMBERS = (*ADDED_UP, "total")
DEFAULTS = ("default_format", "default_topic", "default_officer", "default_known")
DAY = compiled(r"day[ :*#?]*", ignore_case=True)  # beside “Date” it is the day of the week
ON_WEEKDAY = compiled(rf"{WEEKDAY}[.,]?", ignore_case=True)
LIKELY_DATE = 2  # cells of the first rows that are dates
ABOUT_PUPILS = compiled(
    r"(?:no\.? of |number of )?(.+?)(?: (?:pupils?|children|numbers?|no\.?|count|total|roll))?",
    ignore_case=True,
)


def places_of(columns: Mapping[str, Any], name: str) -> list[int]:
    """The columns that are this, one or several."""
    said = columns.get(name)
    return list(said) if isinstance(said, list) else [] if said is None else [int(said)]


def named_columns(header: Sequence[str]) -> dict[str, int]:
    """What is known by its name alone; the last of joined names is the most telling."""
    found: dict[str, int] = {}
    for name in COLUMNS:
        free = [
            place
            for place, text in enumerate(header)
            if place not in found.values() and is_called(text, name)
        ]
        if free:
            found[name] = min(free, key=lambda place: bool(DAY.fullmatch(header[place])))
    return found


def is_called(text: str, name: str) -> bool:
    pattern = compiled(rf"(?:{COLUMNS[name][1]})(?: \(.*\))?", ignore_case=True)
    return any(map(pattern.fullmatch, readings(text)))


def is_of_people(header: str) -> bool:
    return bool(stages_named(header)) or any(is_called(header, name) for name in NUMBERS)


def readings(text: str) -> list[str]:
    bare = text.strip(" :*#?")
    return [bare, bare.rpartition(": ")[2]]


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """By the names; a column without a name that we know is the date when its cells are.

    What a column of formulas comes to nobody knows: its parts are used.
    """
    # “Monday” is no date, whatever its column is called.
    names = ["" if are_weekdays(below(rows, at)) else name for at, name in enumerate(header)]
    found: dict[str, Any] = {
        name: place
        for name, place in named_columns(names).items()
        if name not in NUMBERS or not are_formulas(below(rows, place))
    }
    stages = stage_columns_of(header, rows, taken=set(found.values()))
    leave_sums_of_stages(found, stages, rows)
    for audience, places in stages.items():
        found[audience] = [*places_of(found, audience), *places]
    found = {
        name: place[0] if isinstance(place, list) and len(place) == 1 else place
        for name, place in found.items()
    }
    if "date" not in found:
        taken = {place for name in found for place in places_of(found, name)}
        dated = [
            place
            for place in range(len(header))
            if place not in taken
            and sum(is_date(row[place : place + 1]) for row in rows) >= LIKELY_DATE
        ]
        found |= {"date": dated[0]} if dated else {}
    return found


def stage_columns_of(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, taken: set[int]
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, text in enumerate(header):
        audience = audience_named(text)
        if audience and place not in taken and are_counts(below(rows, place)):
            found.setdefault(audience.value, []).append(place)
    return found


def leave_sums_of_stages(
    found: dict[str, Any], stages: Mapping[str, Sequence[int]], rows: Sequence[Sequence[str]]
) -> None:
    """“Pupils” beside S1 and S2 is their sum and no further part: it is the total where all people
    are in it, and else it is not used. Where no row has a number in both, they are different
    people.
    """
    sums = [
        name
        for name in (PUPILS, *YOUNG)
        if name in found
        and (parts := covered(name, stages))
        and not stand_apart(places_of(found, name), parts, rows)
    ]
    places = {name: found.pop(name) for name in sums}
    others = {name for name in ADDED_UP if name in found} | stages.keys()
    covers_all = others <= set(YOUNG) and (sums == [PUPILS] or others == set(sums))
    if len(sums) == 1 and covers_all and "total" not in found:
        found["total"] = places[sums[0]]


def covered(name: str, stages: Mapping[str, Sequence[int]]) -> list[int]:
    """The columns of stages that may hold these people already."""
    if name == PUPILS:
        return [place for places in stages.values() for place in places]
    return list(stages.get(name, ()))


def stand_apart(places: Sequence[int], parts: Sequence[int], rows: Sequence[Sequence[str]]) -> bool:
    talks = [row for row in rows if not is_total_line(row, {})]
    both = [(is_filled(row, places), is_filled(row, parts)) for row in talks]
    return any(map(any, both)) and not any(map(all, both))


def is_filled(row: Sequence[str], places: Sequence[int]) -> bool:
    return any(place < len(row) and row[place] for place in places)


def below(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row) and row[place]]


def are_formulas(cells: Sequence[str]) -> bool:
    return bool(cells) and all(cell.startswith("=") for cell in cells)


def are_weekdays(cells: Sequence[str]) -> bool:
    return bool(cells) and all(ON_WEEKDAY.fullmatch(cell) for cell in cells)


def are_counts(cells: Sequence[str]) -> bool:
    """Some may be “?”; marks alone are no numbers."""
    said = [cell for cell in cells if cell.casefold() not in NOT_SAID]
    return all(map(is_count, said)) and bool(said or not cells)


def is_count(text: str) -> bool:
    return any(map(str.isdigit, text))


def stages_named(text: str) -> tuple[str, ...]:
    """“P6”, “S2 pupils”: the stage that a header names."""
    bare = readings(text)[1]
    match = ABOUT_PUPILS.fullmatch(bare)
    try:
        return to_stages_said(match[1]) if match else ()
    except CannotRead:
        return ()


def audience_named(text: str) -> Audience | None:
    found = audiences_of(stages_named(text))
    return found[0] if len(found) == 1 else None


def is_date(cell: Sequence[str]) -> bool:
    try:
        return (
            bool(cell)
            and not cell[0].isdigit()
            and to_date(cell[0], month_first=shows_month_first(cell[0])) is not None
        )
    except CannotRead:
        return False


def header_digest(header: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps([name.casefold() for name in header]).encode()).hexdigest()


def remembered(*, campaign: Campaign, header: Sequence[str]) -> dict[str, Any]:
    layout = ImportLayout.objects.filter(
        campaign=campaign, header_digest=header_digest(header)
    ).first()
    return dict(layout.columns) if layout else {}


def remember(*, batch: ImportBatch, columns: Mapping[str, Any]) -> None:
    ImportLayout.objects.update_or_create(
        campaign=batch.campaign,
        header_digest=header_digest(batch.header),
        defaults={"columns": {name: said for name, said in columns.items() if name != DATE_ORDER}},
    )


def column_problems(columns: Mapping[str, Any]) -> dict[str, str]:
    """What is missing or named twice, by our name."""
    chosen = {name: places for name in COLUMNS if (places := places_of(columns, name))}
    found = {} if "date" in chosen else {"date": "Choose the column with the date"}
    if "place" not in chosen:
        found["place"] = "Choose the column with the place"
    if not chosen.keys() & set(NUMBERS):
        found["total"] = "Choose the column with the total, or one for each audience"
    for name, places in chosen.items():
        if len(places) > 1 and name not in ADDED_UP:
            found[name] = f"Two columns are chosen as “{COLUMNS[name][0]}”. Choose one"
    return found


# Words that a cell may hold for a kind of session, the more telling first.
FORMAT_WORDS = (
    (Format.ASSEMBLY, r"assembl"),
    (Format.WORKSHOP, r"workshop"),
    (Format.PARENTS, r"parent|carer|guardian"),
    (Format.STAFF, r"staff|cpd|in-?service|inset|training|teacher"),
    (Format.COMMUNITY, r"community|event|fair|fete|gala|stall|open day"),
    (Format.LESSON, r"lesson|class|pse|pshe|period|input"),
)


def format_of(text: str) -> Format | None:
    said = text.casefold()
    exact = [kind for kind in Format if said in (kind.value, str(kind.label).casefold())]
    likely = [kind for kind, words in FORMAT_WORDS if compiled(words).search(said)]
    return next(iter(exact + likely), None)

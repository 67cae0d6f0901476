"""What the columns of a spreadsheet are.

The choice is remembered for the next file with the same header.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.models import Audience, Campaign, Format, ImportBatch, ImportLayout
from campaigns.spreadsheets.cells import shows_month_first, to_date
from campaigns.spreadsheets.date_order import DATE_ORDER
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.problems import CannotRead

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
    "total": ("Total attendance", r"total.*|attend.*|number.*|no\.?|reach|audience|people"),
    "children": ("Children (up to P7)", r"children|primary pupils|pupils|kids"),
    "young_people": ("Young people (S1 and up)", r"young people|secondary pupils|yp|teenagers"),
    "parents": ("Parents and guardians", r"parents?.*|carers?|guardians?"),
    "professionals": ("Professionals", r"professionals?|staff|teachers?|school staff"),
    "adults": ("Other adults", r"adults?|other adults|others?|public"),
    "notes": ("Notes", r"notes?|comments?|remarks?"),
}
PARTS = (
    Audience.CHILDREN,
    Audience.YOUNG_PEOPLE,
    Audience.PARENTS,
    Audience.PROFESSIONALS,
    Audience.ADULTS,
)
DEFAULTS = ("default_format", "default_topic", "default_officer", "default_known")
LIKELY_DATE = 2  # cells of the first rows that are dates


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """By the names; a column without a name that we know is the date when its cells are."""
    found: dict[str, int] = {}
    for name, (_, known_as) in COLUMNS.items():
        pattern = compiled(rf"(?:{known_as})(?: \(.*\))?", ignore_case=True)
        free = [
            place
            for place, text in enumerate(header)
            if place not in found.values() and pattern.fullmatch(text.strip(" :*#"))
        ]
        if free:
            found[name] = free[0]
    if "date" not in found:
        dated = [
            place
            for place in range(len(header))
            if place not in found.values()
            and sum(is_date(row[place : place + 1]) for row in rows) >= LIKELY_DATE
        ]
        found |= {"date": dated[0]} if dated else {}
    return found


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
    chosen = {name: columns[name] for name in COLUMNS if columns.get(name) is not None}
    found = {} if "date" in chosen else {"date": "Choose the column with the date"}
    if "place" not in chosen:
        found["place"] = "Choose the column with the place"
    if not chosen.keys() & {"total", *PARTS}:
        found["total"] = "Choose the column with the total, or one for each audience"
    for name, place in chosen.items():
        first = next(other for other, same in chosen.items() if same == place)
        if first != name:
            found[name] = f"This column is chosen for “{COLUMNS[first][0]}” too"
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

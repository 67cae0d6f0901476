"""What people write in the cells of a spreadsheet of how many came, and of which stages they were.

As in cells.py, what would have to be guessed is refused, and what is understood and does not stand
there word by word is remarked on.
"""

from dataclasses import dataclass

from campaigns.models import stages_label
from campaigns.places.stages import to_stages_said
from campaigns.spreadsheets.cells import Remark, unsaid
from campaigns.spreadsheets.people_named import (
    PEOPLE,
    PUPIL_COLUMNS,
    refuse_others,
    without_staff,
)
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.numbers import NUMBER, read_number, read_sum
from sextortion_aware.reading.problems import NOT_SAID, CannotRead, shown

ABOUT = (
    r"(?:approx(?:imately|\.)?|about|around|roughly|circa|c\.?|ca\.?|est(?:imated|imate|\.)?"
    r"|nearly|almost|over|more than|at least|up to|~|≈|>|<)"
)
COUNT = compiled(
    rf"(?P<before>{ABOUT} "
    rf"?)?(?P<number>{NUMBER})(?:\.0+)?(?P<more>ish| ?\+| "
    rf"?plus)?{PEOPLE}"
    rf"(?P<after> ?\(?(?:approx(?:imately|\.)?|est(?:imated|imate|\.)?|\?|or so)\)?)?",
)
SUM = compiled(rf"{ABOUT} ?(?P<sum>(?:{NUMBER})(?: ?[+] ?(?:{NUMBER})){{1,9}})")
GROUPS = compiled(
    rf"(?:{ABOUT} ?)?(?P<groups>[1-9]\d?) ?"
    r"(?:(?:class(?:es)?|groups?|lots)? ?(?:x|×|[*]|@)|(?:classes|groups|lots) of) ?"
    rf"(?P<each>{NUMBER}){PEOPLE}(?: each)?"
)
# Of two or three digits: “P6 7” and “P5-7” are stages, and “P7 2024” is a year.
CLASS_AND_COUNT = compiled(
    rf"(?P<stages>[ps][a-z]* ?\.? ?\d[a-z0-9 /,&+–-]{{0,40}}?)(?: ?[:=–-] ?| +)"
    rf"[(]?(?P<number>[1-9]\d{{1,2}}{PEOPLE})[)]?"
)
NO_STAGE = compiled(
    r"(?:parents?|carers?|staff|teachers?|adults?|community|public|nursery|early years|eyc|all"
    r"|mixed|various|whole school|all (?:stages|classes|pupils)|parents? (?:and|&|/) (?:carers?"
    r"|staff|pupils))"
)
RANGE = compiled(r"\d+ ?(?:-|–|/|to|or) ?\d+")


@dataclass(frozen=True)
class Number:
    count: int | None
    estimated: bool = False

    def __add__(self, other: "Number") -> "Number":
        """Of numbers that are said; one estimate makes the sum an estimate."""
        return Number((self.count or 0) + (other.count or 0), self.estimated or other.estimated)


def to_number(text: str, remark: Remark = unsaid, *, column: str = "total") -> Number:
    """No number is unknown, which is not nought. `column` is what it stands under."""
    said = text.casefold()
    if said in NOT_SAID:
        return Number(None)
    number = number_in(text, remark)
    refuse_others(text, column)
    return number


def to_people(text: str, remark: Remark = unsaid, *, column: str = "total") -> tuple[Number, int]:
    """The number of its column, and how many staff the cell has beside pupils."""
    own, staff = without_staff(text) if column in PUPIL_COLUMNS else (text, 0)
    if not staff:
        return to_number(text, remark, column=column), 0
    number = to_number(own, column=column)
    about = ", an estimate," if number.estimated else ""
    remark(f"“{shown(text)}” is taken as {number.count:,} pupils{about} and {staff} staff.")
    return number, staff


def count_of(text: str) -> int | None:
    """Of a cell of whichever column, without the staff beside pupils; None when it is no number."""
    try:
        return to_number(without_staff(text)[0]).count
    except CannotRead:
        return None


def number_in(text: str, remark: Remark) -> Number:
    said = text.casefold()
    if (total := read_sum(said)) is not None:
        return Number(total)
    if match := COUNT.fullmatch(said):
        number = read_number(match["number"])
        estimated = bool(match["before"] or match["more"] or match["after"])
    elif match := SUM.fullmatch(said):
        number, estimated = read_sum(match["sum"]), True
    elif match := GROUPS.fullmatch(said):
        each = read_number(match["each"])
        number, estimated = each and int(match["groups"]) * each, True
    else:
        number, estimated = None, False
    if number is not None:
        if estimated:
            remark(f"“{shown(text)}” is taken as {number:,}, an estimate.")
        return Number(number, estimated=estimated)
    if RANGE.fullmatch(said):
        raise CannotRead(
            f"“{shown(text)}” is two numbers. Enter one, with “approx” before it when it is "
            "an estimate"
        )
    raise CannotRead(
        f"“{shown(text)}” is not a number that we can read. Enter 0 when nobody came, and "
        "nothing when it is not known"
    )


def to_class(text: str, remark: Remark = unsaid) -> tuple[tuple[str, ...], Number]:
    """The stages, and how many came when somebody wrote that beside them: "P6/7 60"."""
    said = text.casefold()
    if match := CLASS_AND_COUNT.fullmatch(said):
        stages = to_stages_said(match["stages"])
        number = to_number(match["number"], column="pupils")
        remark(f"“{shown(text)}” is taken as {stages_label(stages)}, and {number.count} people.")
        return stages, number
    if NO_STAGE.fullmatch(said):
        remark(f"“{shown(text)}” is not a stage: brought in without one.")
        return (), Number(None)
    return to_stages_said(text), Number(None)

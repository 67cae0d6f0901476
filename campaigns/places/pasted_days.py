"""The days that one pasted line names: one, two that are joined, or a first and a last one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import (
    MONTH,
    NAMES_OF_MONTHS,
    NAMES_OF_WEEKDAYS,
    WEEKDAY,
    in_words,
    month_number,
    weekday_number,
)

InYear = Callable[[int, int, int | None], date]

# "27st May" is met too.
DAY = compiled(
    rf"(?:\b({WEEKDAY})\b[, ]*(?:the )?)?\b(\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"(?: (?:of )?({MONTH})\b\.?)?(?:,? (20\d{{2}})\b)?",
    ignore_case=True,
)
FIGURES = compiled(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:20)?\d{2})\b")
ISO = compiled(r"\b(20\d{2})-(\d{2})-(\d{2})\b")
AND, TO = frozenset({"and", "&", ","}), frozenset({"to", "-", "until", "till", "through", "|"})
FROM = compiled(r"\bfrom\b", ignore_case=True)
NAMED_BY_WEEKDAY = ("good ", "easter ")
FIRST_MONTH = 8  # of a school year
NEXT_DAY = timedelta(days=1)


class Unclear(Exception):
    """Its words are for the person who pasted."""


@dataclass(frozen=True)
class Days:
    first_on: date
    last_on: date


@dataclass(frozen=True)
class Said:
    """One day as it stands there; what is missing is None."""

    weekday: str
    day: int
    month: int | None
    year: int | None
    begins: int
    ends: int


def in_letters(text: str) -> str:
    """ "12/10/2026" and "2026-10-12" as "12 October 2026"."""
    short = ISO.sub(lambda found: f"{found[3]}/{found[2]}/{found[1]}", text)
    return FIGURES.sub(_in_letters, short)


def _in_letters(found: Match) -> str:
    day, month, year = found[1], int(found[2]), found[3][-2:]
    if not 1 <= month <= len(NAMES_OF_MONTHS):
        return found[0]
    return f"{day} {NAMES_OF_MONTHS[month - 1].capitalize()} 20{year}"


def days_in(text: str, *, month: int | None, in_year: InYear) -> list[Days]:
    said = said_in(text, month=month)
    if not said:
        return []
    joints = [joint(text[one.ends : two.begins]) for one, two in pairwise(said)]
    if None in joints:
        raise Unclear("it names more than one day, with words between them")
    known = with_months(said, month)
    found = [dated(one, known, in_year) for one in known]
    if joints.count("to") > 1 or ("to" in joints and "and" in joints):
        raise Unclear("it names several first and last days: give each a line of its own")
    if "to" in joints:
        return [first_and_last(known, found)]
    for one, day in zip(known, found, strict=True):
        refuse_other_weekday(one, day)
    return side_by_side(found)


def words_beside(text: str) -> str:
    """All but the days."""
    words, after = "", 0
    for one in said_in(text, month=1):
        between = text[after : one.begins]
        words, after = words if after and joint(between) else f"{words} {between}", one.ends
    return f"{words} {text[after:]}"


def said_in(text: str, *, month: int | None) -> list[Said]:
    """A number is a day when it has a month or a weekday, is joined with one that has, or begins
    its line below a month. "2.30pm" and "P1-P3" are none.
    """
    all_of_them = [
        one for one in (said_by(text, found) for found in DAY.finditer(text)) if is_alone(text, one)
    ]
    is_day = [
        bool(one.month or one.weekday)
        or (month is not None and not text[: one.begins].strip("*- "))
        for one in all_of_them
    ]
    for here in (*range(len(is_day) - 1), *reversed(range(len(is_day) - 1))):
        between = text[all_of_them[here].ends : all_of_them[here + 1].begins]
        if joint(between) and (is_day[here] or is_day[here + 1]):
            is_day[here] = is_day[here + 1] = True
    return [one for one, counts in zip(all_of_them, is_day, strict=True) if counts]


def said_by(text: str, found: Match) -> Said:
    of_a_name = found[1] and text[: found.start()].lower().endswith(NAMED_BY_WEEKDAY)
    return Said(
        weekday=(found[1] or "").lower(),
        day=int(found[2]),
        month=month_number(found[3]) if found[3] else None,
        year=int(found[4]) if found[4] else None,
        begins=found.start(2) if of_a_name else found.start(),
        ends=found.start() + len(found[0]),
    )


def is_alone(text: str, one: Said) -> bool:
    before, after = text[: one.begins][-1:], text[one.ends :][:3].lower()
    is_time = after.lstrip()[:2] in ("am", "pm") or (after[:1] in ".:/" and after[1:2].isdigit())
    return not is_time and before not in tuple(".:/£") and bool(one.day)


def joint(between: str) -> str | None:
    """ "and", "to", or None when it is neither."""
    plain = FROM.sub(" ", between.lower()).split()
    words = [word for word in plain if word not in ("inclusive", "(inclusive)")]
    if len(words) == 1 and words[0] in AND:
        return "and"
    return "to" if words and all(word in TO for word in words) else None


def with_months(said: Sequence[Said], month: int | None) -> list[Said]:
    """ "11 and 12 August": the month of the next one, of the one before, or of the heading."""
    found: list[Said] = []
    for place, one in enumerate(said):
        after = next((other.month for other in said[place:] if other.month), None)
        before = found[-1].month if found else None
        its = one.month or after or before or month
        if its is None:
            raise Unclear("no month stands with the day or above it")
        found.append(Said(one.weekday, one.day, its, one.year, one.begins, one.ends))
    return found


def dated(one: Said, others: Sequence[Said], in_year: InYear) -> date:
    """A year that the line names says which school year it is about."""
    year = one.year or next((other.year for other in others if other.year), None)
    month = one.month or 0
    if year and not one.year:
        named = next(other.month or 0 for other in others if other.year)
        begins = year - (named < FIRST_MONTH)
        year = begins + (month < FIRST_MONTH)
    try:
        return in_year(one.day, month, year)
    except ValueError:
        raise Unclear(f"{one.day} is no day of that month") from None


def first_and_last(said: Sequence[Said], found: Sequence[date]) -> Days:
    """Summer ends in August of the same year, which is the next school year."""
    first, last = found[0], found[-1]
    if first > last and not said[-1].year:
        last = last.replace(year=last.year + 1)
    elif first > last:
        first = first.replace(year=first.year - 1)
    for one, day in ((said[0], first), (said[-1], last)):
        refuse_other_weekday(one, day)
    return Days(first, last)


def refuse_other_weekday(one: Said, day: date) -> None:
    if one.weekday and weekday_number(one.weekday) != day.isoweekday():
        right = NAMES_OF_WEEKDAYS[day.weekday()]
        raise Unclear(f"{in_words(day)} is a {right}. Check the day and the school year")


def side_by_side(days: Sequence[date]) -> list[Days]:
    """Days that follow each other are one closure."""
    found: list[Days] = []
    for day in sorted(days):
        if found and day - found[-1].last_on <= NEXT_DAY:
            found[-1] = Days(found[-1].first_on, day)
        else:
            found.append(Days(day, day))
    return found

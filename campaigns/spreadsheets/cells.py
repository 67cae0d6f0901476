"""What people write in the cells of a spreadsheet: dates, times, lengths, numbers and stages.

The day always comes before the month.

Each function takes a tidied cell and raises CannotRead, with a sentence, for what it would have to
guess.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sextortion_aware.patterns import compiled
from sextortion_aware.reading.problems import NOT_SAID, CannotRead, shown

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
CLOCK = r"(?:[ t](?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?))?"
YEAR = r"(?P<year>\d{4}|\d{2})"
ISO = compiled(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){CLOCK}")
NUMERIC = compiled(
    rf"{WEEKDAY}(?P<day>\d{{1,2}}) ?[-/.] ?(?P<month>\d{{1,2}}) ?[-/.] ?{YEAR}{CLOCK}"
)
NAMED = compiled(
    rf"{WEEKDAY}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -/.]*(?:of )?{MONTH}[ "
    rf"-/.,’']*{YEAR}{CLOCK}"
)
SERIAL = compiled(r"(?P<days>\d{5})(?:\.\d+)?")
SEASON = r"spring|summer|autumn|winter|term ?\d?|easter|christmas"
SOME_YEAR = r"\d{4}(?:[-/]\d{2,4})?|\d{1,2}"
WITHOUT_DAY = compiled(
    rf"(?:[a-z]+ )*(?:{MONTH}|{SEASON})?[ -/.,’']*(?:\d{{1,2}}[-/.])?(?:{SOME_YEAR})?"
)

DAY_ZERO = date(1899, 12, 30)
SERIALS = range(36_526, 73_051)  # the days of 2000 to 2099
FIRST_AFTERNOON_HOURS = range(1, 7)


class NoDay(CannotRead):
    """A date without its day, or none at all: nothing is wrong with it, but it cannot be logged."""


@dataclass(frozen=True)
class Number:
    count: int | None
    estimated: bool = False


def to_date(text: str) -> tuple[date, time | None]:
    """The day, and the time when the cell holds that too."""
    said = text.casefold()
    for form in (ISO, NUMERIC, NAMED):
        if match := form.fullmatch(said):
            found = match.groupdict()
            month = (
                int(found["month"]) if found.get("month") else MONTHS.index(found["name"][:3]) + 1
            )
            return real_date(int(found["day"]), month, in_full(found["year"]), text), to_time(
                found["clock"] or ""
            )
    if (match := SERIAL.fullmatch(said)) and int(match["days"]) in SERIALS:
        return DAY_ZERO + timedelta(days=int(match["days"])), None
    if said in NOT_SAID:
        raise NoDay("It has no date")
    if WITHOUT_DAY.fullmatch(said):
        raise NoDay(
            f"“{shown(text)}” is not a full date. Enter the day, the month and the year, like "
            "12/03/2019"
        )
    raise CannotRead(
        f"“{shown(text)}” is not a date that we can read. Write it with the day first, like "
        "12/03/2019"
    )


def in_full(year: str) -> int:
    """The first talk that such a file can hold is of this century."""
    return int(year) if len(year) == 4 else 2000 + int(year)


def real_date(day: int, month: int, year: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotRead(
            f"“{shown(text)}” is not a day of the calendar. The day comes first, then the month"
        ) from None


TIME = compiled(
    r"(?P<hour>\d{1,2})(?:[.: ]?(?P<minute>\d{2}))?(?:[.:]\d{2})? "
    r"?(?P<half>am|pm|a\.m\.?|p\.m\.?)?(?: ?(?:hrs?|hours|h))?"
)
NO_TIME = NOT_SAID | {"am", "pm", "morning", "afternoon", "evening", "all day", "various"}


def to_time(text: str) -> time | None:
    """One in the morning is not when talks begin: an hour from 1 to 6 without am or pm is in the
    afternoon.
    """
    said = text.casefold()
    if said in NO_TIME:
        return None
    match = TIME.fullmatch(said)
    if match is None or (match["minute"] is None and match["half"] is None):
        raise CannotRead(
            f"“{shown(text)}” is not a start time that we can read. Write it like 9.30 or 14.15"
        )
    hour, half = int(match["hour"]), (match["half"] or "")[:1]
    if half and not 1 <= hour <= 12:
        raise CannotRead(f"“{shown(text)}” is not a time of the day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour in FIRST_AFTERNOON_HOURS:
        hour += 12
    try:
        return time(hour, int(match["minute"] or 0))
    except ValueError:
        raise CannotRead(f"“{shown(text)}” is not a time of the day") from None


UNTIL = compiled(r" ?(?:-|–|to|until) ?")


def to_start(text: str) -> tuple[time | None, int | None]:
    """ "9.30 - 10.20" says how long it was, too."""
    parts = UNTIL.split(text.casefold())
    if len(parts) != 2 or text.casefold() in NO_TIME:
        return to_time(text), None
    first, last = to_time(parts[0]), to_time(parts[1])
    if first is None or last is None or last <= first:
        raise CannotRead(
            f"“{shown(text)}” is not a start and an end that we can read. Write them like "
            "9.30 - 10.20"
        )
    return first, (last.hour - first.hour) * 60 + last.minute - first.minute


HOURS = compiled(
    r"(?P<hours>\d{1,2}(?:\.\d{1,2})?) ?(?:h|hrs?|hours?)\.?(?:,? ?(?:and "
    r")?(?P<minutes>\d{1,2}) ?(?:m|mins?|minutes?)?\.?)?"
)
MINUTES = compiled(r"(?P<minutes>\d{1,3}) ?(?:['’m]|mins?|minutes?)?\.?")
CLOCKED = compiled(r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)(?::00)?")


def to_minutes(text: str) -> int | None:
    said = text.casefold()
    if said in NOT_SAID:
        return None
    if match := HOURS.fullmatch(said) or CLOCKED.fullmatch(said):
        return round(float(match["hours"]) * 60) + int(match["minutes"] or 0)
    if match := MINUTES.fullmatch(said):
        return int(match["minutes"])
    raise CannotRead(
        f"“{shown(text)}” is not a length that we can read. Write it in minutes, like 50"
    )


ABOUT = (
    r"(?:approx(?:imately|\.)?|about|around|roughly|circa|c\.?|ca\.?|est(?:imated|imate|\.)?"
    r"|nearly|almost|over|more than|at least|up to|~|≈|>|<)"
)
PEOPLE = (
    r"(?: ?(?:pupils?|children|kids|young "
    r"people|yp|people|persons|adults|parents?|carers|staff|teachers?|attendees|attended|in "
    r"total|total))?"
)
COUNT = compiled(
    rf"(?P<before>{ABOUT} "
    rf"?)?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})(?:\.0+)?(?P<more>ish| ?\+| "
    rf"?plus)?{PEOPLE}"
    rf"(?P<after> ?\(?(?:approx(?:imately|\.)?|est(?:imated|imate|\.)?|\?|or so)\)?)?",
)
RANGE = compiled(r"\d+ ?(?:-|–|/|to|or) ?\d+")


def to_number(text: str) -> Number:
    """No number is unknown, which is not nought."""
    said = text.casefold()
    if said in NOT_SAID:
        return Number(None)
    if match := COUNT.fullmatch(said):
        return Number(
            int(match["number"].replace(",", "")),
            estimated=bool(match["before"] or match["more"] or match["after"]),
        )
    if RANGE.fullmatch(said):
        raise CannotRead(
            f"“{shown(text)}” is two numbers. Enter one, with “approx” before it when it is "
            "an estimate"
        )
    raise CannotRead(
        f"“{shown(text)}” is not a number that we can read. Enter 0 when nobody came, and "
        "nothing when it is not known"
    )

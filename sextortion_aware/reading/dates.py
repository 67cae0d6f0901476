"""Dates, as people write and say them. The day comes before the month.

static/js/offline-reading.js does the same with what is given to it from here.
"""

from datetime import date

from django.utils.dateformat import format as in_format

from sextortion_aware.patterns import compiled
from sextortion_aware.reading.problems import CannotRead, shown

NAMES_OF_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORT_MONTHS = {name[:3]: number for number, name in enumerate(NAMES_OF_MONTHS, 1) if name != "may"}
SHORT_MONTHS["sept"] = 9
MONTHS = {name: number for number, name in enumerate(NAMES_OF_MONTHS, 1)} | SHORT_MONTHS
MONTH = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"

NAMES_OF_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_WEEKDAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?|s)?"

DAY_IN_A_BOX = compiled(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?")
ISO = compiled(r"\d{4}-\d{2}-\d{2}")
LONGEST_BOX = 12  # “September” is nine


def to_day(day: str, month: str, year: str) -> date:
    """The day from three boxes: the month by number or name, the year in full."""
    said = f"{day} {month} {year}"
    found = DAY_IN_A_BOX.fullmatch(day.lower()) if len(day) <= LONGEST_BOX else None
    number = month_number(month)
    if found is None or number is None or not (len(year) == 4 and _is_number(year)):
        raise CannotRead(f"“{shown(said)}” is not a date that we can read")
    return real_day(int(found["day"]), number, int(year), said=said)


def real_day(day: int, month: int, year: int, *, said: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotRead(
            f"“{shown(said)}” is not a day of the calendar. The day comes first, then the month"
        ) from None


def iso_day(text: str) -> date | None:
    """What a machine wrote: 2026-08-31, and in no other form."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and ISO.fullmatch(text) else None
    except ValueError:
        return None


def month_number(said: str) -> int | None:
    """The name in full or as it is shortened, or one or two digits."""
    if len(said) <= 2 and _is_number(said):
        return int(said)
    return MONTHS.get(said.lower().removesuffix("."))


def weekday_number(said: str) -> int:
    """Of what WEEKDAY found. Monday is 1."""
    return [name[:3].lower() for name in NAMES_OF_WEEKDAYS].index(said[:3]) + 1


def year_in_full(said: str) -> int:
    """Two digits are a year of this century."""
    digits = said.strip("'")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def in_words(day: date) -> str:
    return in_format(day, "j F Y")


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdecimal()

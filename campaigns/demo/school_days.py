"""A school year close to Lanarkshire's, worked out by rule for any year.

For made-up rows only: real dates are set by each council.
"""

from collections.abc import Iterator
from datetime import date, timedelta

MONDAY, FRIDAY, SATURDAY = 0, 4, 5
DAY = timedelta(days=1)


def school_year_start(day: date) -> date:
    """The first of August on or before."""
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def is_school_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not any(
        first <= day <= last for first, last in holidays(school_year_start(day).year)
    )


def school_days(first: date, last: date) -> list[date]:
    return [day for day in days(first, last) if is_school_day(day)]


def next_school_days(after: date, how_many: int) -> list[date]:
    return school_days(after + DAY, after + timedelta(days=100))[:how_many]


def last_school_day(before: date) -> date:
    return school_days(before - timedelta(days=100), before - DAY)[-1]


def waiting_day(today: date) -> date:
    """Today in term, else the last day of school: what was planned for it waits for its count."""
    return today if is_school_day(today) else last_school_day(today)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def holidays(year: int) -> tuple[tuple[date, date], ...]:
    """Those of the school year that begins in August of `year`; the summer stands at both ends."""
    september = weekday_from(date(year, 9, 24), FRIDAY)
    october = weekday_from(date(year, 10, 11), MONDAY)
    february = weekday_from(date(year + 1, 2, 13), MONDAY)
    spring = weekday_from(date(year + 1, 4, 2), MONDAY)
    may = weekday_from(date(year + 1, 5, 1), MONDAY)
    return (
        (date(year, 8, 1), date(year, 8, 13)),
        (september, september + 3 * DAY),
        (october, october + 4 * DAY),
        (date(year, 12, 22), date(year + 1, 1, 5)),
        (february, february + 2 * DAY),
        (spring, spring + 11 * DAY),
        (may, may),
        (date(year + 1, 6, 25), date(year + 1, 7, 31)),
    )


def weekday_from(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def work_day_from(day: date) -> date:
    """This day, or the Monday after it."""
    return day if day.weekday() < SATURDAY else weekday_from(day, MONDAY)


def work_day_before(day: date) -> date:
    return next(before for back in range(1, 4) if (before := day - back * DAY).weekday() < SATURDAY)

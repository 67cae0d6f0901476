"""A day some months before or after another."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """30 November less nine months is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    return months_before(day, -months)

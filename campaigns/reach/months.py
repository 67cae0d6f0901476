"""Calendar months, named by their first day."""

from collections.abc import Iterator
from datetime import date


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: date, last: date) -> Iterator[date]:
    """From the month of one to the month of the other, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)

"""Calendar months, named by their first day."""

from collections.abc import Iterator
from datetime import date, timedelta

from sextortion_aware.reading.dates import in_words


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


def period_in_words(first: date, last: date) -> str:
    """Whole months by their names: “December 2015 to March 2016”."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
    if month_of(last) == first:
        return f"{first:%B %Y}"
    return f"{first:%B %Y} to {last:%B %Y}"

"""Dates with their officers as short words, for an address or a hidden box: 2026-12-08T10:00.5 is
an officer's pk at a wall time.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from sextortion_aware.patterns import compiled

WRITTEN = compiled(r"(20\d\d-\d\d-\d\dT\d\d:\d\d)\.(\d{1,18})")


class DateAndOfficer(NamedTuple):
    day: date
    at: time
    officer: int


def as_words(one: DateAndOfficer) -> str:
    return f"{one.day.isoformat()}T{one.at:%H:%M}.{one.officer}"


def read(values: Iterable[str]) -> list[DateAndOfficer]:
    """What cannot be read is left out. Whoever acts on dates looks whether any is missing."""
    found = []
    for value in values:
        if not (match := WRITTEN.fullmatch(value)):
            continue
        try:
            begins = datetime.fromisoformat(match[1])
        except ValueError:
            continue
        found.append(DateAndOfficer(begins.date(), begins.time(), int(match[2])))
    return found

"""What somebody must look at again by a day. A half says what it has, and the team is told.

Advice knows the days and the team's home shows them; the halves do not import each other, so they
meet here. Being late changes no page: it is only said.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from django.utils.formats import date_format

SOON = timedelta(days=30)


class Kind(IntEnum):
    """What harms most when it is wrong comes first wherever they are told."""

    CRISIS_LINE = 1
    CONTACT = 2
    PAGE = 3


@dataclass(frozen=True, order=True)
class Due:
    kind: Kind
    on: date
    name: str
    where: str
    """The file, and the table in it, that holds the day."""

    def is_late(self, today: date) -> bool:
        return self.on < today

    def is_soon(self, today: date) -> bool:
        return today <= self.on <= today + SOON

    def words(self, today: date) -> str:
        is_or_was = "was" if self.is_late(today) else "is"
        day = date_format(self.on, "j F Y")
        return f"{self.name} {is_or_was} due on {day}, {self.how_far(today)}"

    def how_far(self, today: date) -> str:
        days = abs((self.on - today).days)
        count = f"{days} day{'s' if days != 1 else ''}"
        return f"{count} ago" if self.is_late(today) else f"in {count}" if days else "today"


Source = Callable[[], Iterable[Due]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once as an app starts. The source is asked for each page, so it reads no file."""
    _sources.append(source)


def everything() -> list[Due]:
    return sorted(due for source in _sources for due in source())

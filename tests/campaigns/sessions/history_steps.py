"""What histories.py is made of: a step, and what is known of a session after it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from campaigns.models import Audience
from campaigns.sessions.putright import undo
from tests.factories import TODAY

LABELS = ("North Lanarkshire", "South Lanarkshire", "Other areas")
ONLINE = "Online or no place"

Rows = dict[tuple[str, int | None], int | None]


@dataclass(frozen=True)
class Held:
    """What this test knows of a session. Places are named by their number."""

    state: str
    held_on: date
    place: int | None
    rows: Rows = field(default_factory=dict)

    @property
    def has_figure(self) -> bool:
        return any(count is not None for count in self.rows.values())

    def lines(self) -> Iterable[tuple[str, str, str, int]]:
        for (audience, place), count in self.rows.items():
            came_from = self.place if place is None else place
            yield (
                str(Audience(audience).label),
                f"{self.held_on:%B %Y}",
                ONLINE if came_from is None else LABELS[came_from],
                count or 0,
            )


@dataclass(frozen=True)
class Step:
    """`which` and `other` are of what the deed can be done to; what is `amiss` is too late, out of
    date or done to the wrong one.
    """

    deed: str
    which: int = 0
    other: int = 1
    who: int = 0
    held_on: date = TODAY
    place: int | None = 0
    rows: tuple[tuple[str, int | None, int | None], ...] = (("children", None, 25),)
    amiss: bool = False

    @property
    def rows_said(self) -> Rows:
        return {(audience, place): count for audience, place, count in self.rows}


@dataclass(frozen=True)
class Saved:
    """What “undo” right after is given; there is no `before` of what was only just logged."""

    made: int
    held: Held | None = None
    before: undo.Before | None = None
    correction: int | None = None

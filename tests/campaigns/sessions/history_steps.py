"""What histories.py is made of: a step, and what is known of a session after it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from campaigns.models import Audience
from campaigns.sessions.putright import undo
from tests.factories import TODAY

LABELS = ("North Lanarkshire", "South Lanarkshire", "Other areas")
ONLINE = "Online or no place"

Rows = dict[tuple[str, int | None, str], int | None]


@dataclass(frozen=True)
class Held:
    """What this test knows of a session. Places are named by their number."""

    state: str
    held_on: date
    place: int | None
    rows: Rows = field(default_factory=dict)
    stages: tuple[str, ...] = ("P6", "P7")

    @property
    def has_figure(self) -> bool:
        return any(count is not None for count in self.rows.values())

    def of_stage(self, stage: str) -> int:
        """Children who are known to be of it: their number was split, or no other was there."""
        return sum(
            count or 0
            for (audience, _, own), count in self.rows.items()
            if own == stage or (own == "" and audience == "children" and self.stages == (stage,))
        )

    def perhaps_of(self, stage: str) -> int:
        """Pupils of a session that names the stage, who do not say theirs."""
        return sum(
            count or 0
            for (audience, _, own), count in self.rows.items()
            if own == ""
            and stage in self.stages
            and (audience == "not_recorded" or (audience == "children" and len(self.stages) > 1))
        )

    def lines(self) -> Iterable[tuple[str, str, str, int]]:
        for (audience, place, _), count in self.rows.items():
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
    rows: tuple[tuple[str, int | None, int | None, str], ...] = (("children", None, 25, ""),)
    amiss: bool = False

    @property
    def rows_said(self) -> Rows:
        return {(audience, place, stage): count for audience, place, count, stage in self.rows}


@dataclass(frozen=True)
class Saved:
    """What “undo” right after is given; there is no `before` of what was only just logged."""

    made: int
    held: Held | None = None
    before: undo.Before | None = None
    correction: int | None = None

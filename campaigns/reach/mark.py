"""How far the log is towards the campaign's mark, and what it comes to with the reported figure.

Sums only: no queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from campaigns.models import CarriedFigure, EarlierMark

STEP = 5_000
YEAR = timedelta(days=365)
FEWEST_SESSIONS_A_YEAR = 10
FURTHEST_AHEAD_YEARS = 10


@dataclass(frozen=True)
class Day:
    """All that one day's delivered sessions come to."""

    on: date
    count: int
    estimated: int
    sessions: int
    without_figure: int


@dataclass(frozen=True)
class MarkBefore:
    """Another took its place; the log may have passed it since."""

    value: int
    until: date
    passed_on: date | None


@dataclass(frozen=True)
class Mark:
    """`value` is the campaign's; `goal` is aimed at now.

    That is the mark, then the next 5,000 after what is logged.
    """

    value: int
    goal: int
    logged: int
    passed_on: date | None
    likely_on: date | None
    before: tuple[MarkBefore, ...] = ()

    @property
    def left(self) -> int:
        return self.goal - self.logged

    @property
    def percent(self) -> int:
        """Rounded down: it says 100 only when it is."""
        return self.logged * 100 // self.goal


@dataclass(frozen=True)
class Carried:
    """A reported figure beside the log.

    Inside its window the log explains it; only what is outside is added to it.
    """

    value: int
    qualifier: str
    starts_on: date
    ends_on: date | None
    source: str
    inside: int
    outside: int

    @property
    def total(self) -> int | None:
        """None while the window's end is unknown: then the two stand side by side."""
        return None if self.ends_on is None else max(self.value, self.inside) + self.outside

    @property
    def total_qualifier(self) -> str:
        """The reported figure's own; a log that holds more than was reported needs none."""
        return self.qualifier if self.value >= self.inside else CarriedFigure.Qualifier.EXACTLY

    @property
    def words(self) -> str:
        return in_words(self.qualifier, self.value)

    @property
    def beside_words(self) -> str:
        """What the page says, in one line: a total, or two figures and no sum."""
        return self.total_words or (
            f"{self.words}, and beside it {self.inside + self.outside:,} logged, without a sum"
        )

    @property
    def total_words(self) -> str | None:
        return None if self.total is None else in_words(self.total_qualifier, self.total)


def in_words(qualifier: str, value: int) -> str:
    return (
        f"{value:,}" if qualifier == CarriedFigure.Qualifier.EXACTLY else f"{qualifier} {value:,}"
    )


def mark_of(
    value: int, days: Sequence[Day], *, today: date, before: Sequence[EarlierMark] = ()
) -> Mark:
    logged = sum(day.count for day in days)
    goal = value if logged < value else (logged // STEP + 1) * STEP
    return Mark(
        value=value,
        goal=goal,
        logged=logged,
        passed_on=reached_on(days, value),
        likely_on=likely_on(days, goal - logged, today=today),
        before=tuple(
            MarkBefore(mark.value, until=mark.until, passed_on=reached_on(days, mark.value))
            for mark in before
        ),
    )


def reached_on(days: Sequence[Day], value: int) -> date | None:
    so_far = accumulate(day.count for day in days)
    return next((day.on for day, logged in zip(days, so_far, strict=True) if logged >= value), None)


def likely_on(days: Sequence[Day], left: int, *, today: date) -> date | None:
    """When the rest is reached, if the time ahead goes as the last twelve months did.

    None when the log is younger than a year, holds too little of the last one, or the day would be
    too far off to say.
    """
    last_year = [day for day in days if today - YEAR < day.on <= today]
    logged = sum(day.count for day in last_year)
    too_young = not days or days[0].on > today - YEAR
    if too_young or logged == 0 or sum(day.sessions for day in last_year) < FEWEST_SESSIONS_A_YEAR:
        return None
    whole_years, rest = divmod(left - 1, logged)
    if whole_years >= FURTHEST_AHEAD_YEARS:
        return None
    like_it = reached_on(last_year, rest + 1)
    return None if like_it is None else like_it + (whole_years + 1) * YEAR


def carried_beside(figure: CarriedFigure, days: Sequence[Day]) -> Carried:
    inside = sum(
        day.count
        for day in days
        if figure.starts_on <= day.on and (figure.ends_on is None or day.on <= figure.ends_on)
    )
    return Carried(
        value=figure.value,
        qualifier=figure.qualifier,
        starts_on=figure.starts_on,
        ends_on=figure.ends_on,
        source=figure.source,
        inside=inside,
        outside=sum(day.count for day in days) - inside,
    )

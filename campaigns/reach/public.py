"""Reach as anybody may see it.

The public page is given this and nothing else, so what is withheld cannot slip into a chart or a
sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaigns.reach.mark import Carried, Mark, MarkBefore
from campaigns.reach.months import month_of
from campaigns.reach.reach import Reach
from campaigns.reach.suppress import FEWEST, publish, without_total

Row = tuple[str, int | None]


@dataclass(frozen=True)
class Reported:
    """What was said before the log began, and with the log, in words such as "over 23,214"."""

    words: str
    starts_on: date
    ends_on: date | None
    source: str
    together: str | None
    value: int
    qualifier: str


@dataclass(frozen=True)
class PublicReach:
    """A count of None is withheld, and `total` too when it would give a withheld one away."""

    total: int | None
    sessions: int
    without_figure: int
    estimated_percent: int
    since: date | None
    by_month: tuple[Row, ...]
    by_audience: tuple[Row, ...]
    by_area: tuple[Row, ...]
    mark: Mark | None
    reported: Reported | None

    @property
    def withholds(self) -> bool:
        return self.total is None or any(
            count is None for _, count in (*self.by_month, *self.by_audience, *self.by_area)
        )


def for_public(reach: Reach) -> PublicReach:
    tables = [
        [(part.label, part.count) for part in parts]
        for parts in (reach.by_month, reach.by_audience, reach.by_area)
    ]
    published = [publish([count for _, count in table]) for table in tables]
    safe = not 0 < reach.logged < FEWEST and all(each.total is not None for each in published)
    if not safe:
        published = [without_total([count for _, count in table]) for table in tables]
    months, audiences, areas = (
        rows_of(table, each.cells) for table, each in zip(tables, published, strict=True)
    )
    return PublicReach(
        total=reach.logged if safe else None,
        sessions=reach.sessions,
        without_figure=reach.without_figure,
        estimated_percent=reach.estimated_percent if safe else 0,
        since=reach.since,
        by_month=tuple(
            (label, None if month.is_unknown else count)
            for (label, count), month in zip(months, reach.by_month, strict=True)
        ),
        by_audience=audiences,
        by_area=areas,
        mark=in_months(reach.mark) if safe and reach.mark else None,
        reported=reported(reach.carried, with_sum=safe) if reach.carried else None,
    )


def in_months(mark: Mark) -> Mark:
    """The day on which one talk passed a mark would tell how many came to it."""
    return replace(
        mark,
        passed_on=mark.passed_on and month_of(mark.passed_on),
        before=tuple(
            MarkBefore(
                each.value, until=each.until, passed_on=each.passed_on and month_of(each.passed_on)
            )
            for each in mark.before
            if each.value >= FEWEST
        ),
    )


def rows_of(table: Sequence[tuple[str, int]], cells: Sequence[int | None]) -> tuple[Row, ...]:
    return tuple((label, cell) for (label, _), cell in zip(table, cells, strict=True))


def reported(carried: Carried, *, with_sum: bool) -> Reported:
    """The sum tells what was logged inside the window and outside it.

    Neither may be about a few people.
    """
    small = any(0 < part < FEWEST for part in (carried.inside, carried.outside))
    return Reported(
        words=carried.words,
        starts_on=carried.starts_on,
        ends_on=carried.ends_on,
        source=carried.source,
        together=carried.total_words if with_sum and not small else None,
        value=carried.value,
        qualifier=carried.qualifier,
    )

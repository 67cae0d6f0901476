"""The one place where attendances are added up.

The database sums by day, audience and area; every screen, list and export asks `reach`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from campaigns.models import Attendance, Audience, Campaign, CarriedFigure
from campaigns.reach.filters import Filters, attendance_rows, counted_row, delivered_sessions
from campaigns.reach.mark import Carried, Day, Mark, carried_beside, mark_of
from campaigns.reach.months import month_of, months_between

OTHER_AREAS = "Other areas"
NO_AREA = "Online or no place"


@dataclass(frozen=True)
class Month:
    starts_on: date
    count: int
    sessions: int
    without_figure: int

    @property
    def label(self) -> str:
        return f"{self.starts_on:%B %Y}"

    @property
    def is_unknown(self) -> bool:
        """There were sessions, and none of them has a figure yet: that is not nought."""
        return self.sessions > 0 and self.sessions == self.without_figure


@dataclass(frozen=True)
class Part:
    label: str
    count: int


@dataclass(frozen=True)
class Reach:
    """`mark` and `carried` are of the whole campaign and None under any filter.

    Neither has a breakdown.
    """

    logged: int
    estimated: int
    sessions: int
    without_figure: int
    by_month: tuple[Month, ...]
    by_audience: tuple[Part, ...]
    by_area: tuple[Part, ...]
    mark: Mark | None
    carried: Carried | None

    @property
    def estimated_percent(self) -> int:
        """It says 100 only when there is no rest."""
        if self.estimated == self.logged:
            return 100 if self.logged else 0
        return min(99, round(self.estimated * 100 / self.logged))

    @property
    def since(self) -> date | None:
        return self.by_month[0].starts_on if self.by_month else None


EVERYTHING = Filters()


def reach(campaign: Campaign, *, today: date, filters: Filters = EVERYTHING) -> Reach:
    days = by_day(campaign, filters)
    figure = None if filters else CarriedFigure.objects.filter(campaign=campaign).first()
    return Reach(
        logged=sum(day.count for day in days),
        estimated=sum(day.estimated for day in days),
        sessions=sum(day.sessions for day in days),
        without_figure=sum(day.without_figure for day in days),
        by_month=by_month(days, last=min(filters.until or today, today)),
        by_audience=by_audience(campaign, filters),
        by_area=by_area(campaign, filters),
        mark=None if filters else whole_mark(campaign, days, today=today),
        carried=carried_beside(figure, days) if figure else None,
    )


def whole_mark(campaign: Campaign, days: Sequence[Day], *, today: date) -> Mark:
    return mark_of(campaign.mark, days, today=today, before=list(campaign.earlier_marks.all()))


def with_figure(campaign: Campaign, figure: CarriedFigure) -> Carried:
    """What the campaign would come to with this reported figure, saved or not."""
    return carried_beside(figure, by_day(campaign, EVERYTHING))


def by_day(campaign: Campaign, filters: Filters) -> list[Day]:
    """Two sums beside each other, for a session may have no row yet and still is a session."""
    rows = attendance_rows(campaign, filters).values("session__held_on").order_by()
    known_as_estimate = Q(known=Attendance.Known.ESTIMATED)
    sums = {
        row["session__held_on"]: (row["people"], row["estimates"])
        for row in rows.annotate(
            people=Coalesce(Sum("count"), 0),
            estimates=Coalesce(Sum("count", filter=known_as_estimate), 0),
        )
    }
    sessions = (
        delivered_sessions(campaign, filters)
        .annotate(counted=counted_row(filters))
        .values("held_on")
        .order_by("held_on")
    )
    return [
        Day(
            row["held_on"],
            *sums.get(row["held_on"], (0, 0)),
            sessions=row["sessions"],
            without_figure=row["without_figure"],
        )
        for row in sessions.annotate(
            sessions=Count("pk"), without_figure=Count("pk", filter=Q(counted=False))
        )
    ]


def by_month(days: Sequence[Day], *, last: date) -> tuple[Month, ...]:
    """Every month from the first session to this one, quiet ones too."""
    if not days:
        return ()
    found: defaultdict[date, list[Day]] = defaultdict(list)
    for day in days:
        found[month_of(day.on)].append(day)
    return tuple(
        Month(
            month,
            count=sum(day.count for day in found[month]),
            sessions=sum(day.sessions for day in found[month]),
            without_figure=sum(day.without_figure for day in found[month]),
        )
        for month in months_between(days[0].on, max(days[-1].on, last))
    )


def by_audience(campaign: Campaign, filters: Filters) -> tuple[Part, ...]:
    rows = (
        attendance_rows(campaign, filters)
        .values("audience")
        .order_by()
        .annotate(people=Coalesce(Sum("count"), 0))
    )
    sums = {row["audience"]: row["people"] for row in rows}
    return tuple(Part(str(audience.label), sums.get(audience.value, 0)) for audience in Audience)


def by_area(campaign: Campaign, filters: Filters) -> tuple[Part, ...]:
    """The campaign's own areas always, then the rest together.

    When it has named none, each area that was visited.
    """
    where = Coalesce("place__area__name", "session__place__area__name")
    rows = (
        attendance_rows(campaign, filters)
        .annotate(where=where)
        .values("where")
        .order_by()
        .annotate(people=Coalesce(Sum("count"), 0))
    )
    sums: dict[str | None, int] = {row["where"]: row["people"] for row in rows}
    visited = sorted(name for name in sums if name is not None)
    own = list(campaign.areas.values_list("name", flat=True)) or visited
    others = [sums[name] for name in visited if name not in own]
    parts = [Part(name, sums.get(name, 0)) for name in own]
    parts += [Part(OTHER_AREAS, sum(others))] if others else []
    parts += [Part(NO_AREA, sums[None])] if None in sums else []
    return tuple(parts)

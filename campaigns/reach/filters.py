"""Which sessions and which of their attendance rows a figure is about.

Lists use the same functions, so that a list and its total agree.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from campaigns.models import (
    Attendance,
    Audience,
    Campaign,
    CouncilArea,
    Membership,
    Place,
    Session,
    Topic,
)
from campaigns.models.sessions import SessionQuerySet
from campaigns.reach.stages import counted_in, perhaps_in


@dataclass(frozen=True)
class Filters:
    """An area, a town or a place is where the people came from.

    That is the row's own place when it names one, else the session's. `also` is what else is asked
    of the session itself.
    """

    since: date | None = None
    until: date | None = None
    area: CouncilArea | None = None
    town: str = ""
    place: Place | None = None
    audience: Audience | None = None
    officer: Membership | None = None
    topic: Topic | None = None
    stage: str = ""
    also: Q = field(default_factory=Q)

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def by_row(self) -> bool:
        """Whether some rows of one session may be in and others out."""
        return bool(self.area or self.town or self.place or self.audience or self.stage)


def delivered_sessions(campaign: Campaign, filters: Filters) -> SessionQuerySet:
    return matching(Session.objects.in_campaign(campaign).delivered(), filters)


def matching(sessions: SessionQuerySet, filters: Filters) -> SessionQuerySet:
    """With a filter on rows: sessions that have such a row.

    And those without any row that were, or will be, held there. Of a stage also those whose number
    is not known yet and may be of it: they have no count of that stage.
    """
    sessions = _narrowed(sessions, filters)
    if not filters.by_row:
        return sessions
    asked = row_conditions(filters)
    if filters.stage:
        asked |= _perhaps(filters) & Q(count__isnull=True)
    rows = Attendance.objects.filter(asked, session=OuterRef("pk"))
    held_there = Q() if filters.audience is None else Q(pk__in=[])
    if filters.area:
        held_there &= Q(place__area=filters.area)
    if filters.town:
        held_there &= Q(place__town=filters.town)
    if filters.place:
        held_there &= Q(place=filters.place)
    if filters.stage:
        held_there &= Q(stages__contains=filters.stage)
    no_rows = ~Exists(Attendance.objects.filter(session=OuterRef("pk")))
    return sessions.filter(Exists(rows) | (no_rows & held_there))


def attendance_rows(campaign: Campaign, filters: Filters) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        row_conditions(filters), session__in=sessions_of(campaign, filters)
    )


def counted_row(filters: Filters) -> Exists:
    """Whether a session has a row, of those the filters are about, whose count is known."""
    return Exists(
        Attendance.objects.filter(
            row_conditions(filters), session=OuterRef("pk"), count__isnull=False
        )
    )


def sessions_of(campaign: Campaign, filters: Filters) -> SessionQuerySet:
    return _narrowed(Session.objects.in_campaign(campaign).delivered(), filters)


def _narrowed(sessions: SessionQuerySet, filters: Filters) -> SessionQuerySet:
    """Officers and topics are asked by Exists: a join would count what two officers gave twice."""
    sessions = sessions.filter(filters.also)
    if filters.since:
        sessions = sessions.filter(held_on__gte=filters.since)
    if filters.until:
        sessions = sessions.filter(held_on__lte=filters.until)
    if filters.officer:
        officers = Session.officers.through.objects.filter(membership=filters.officer)
        sessions = sessions.filter(Exists(officers.filter(session=OuterRef("pk"))))
    if filters.topic:
        topics = Session.topics.through.objects.filter(topic=filters.topic)
        sessions = sessions.filter(Exists(topics.filter(session=OuterRef("pk"))))
    return sessions


def row_conditions(filters: Filters) -> Q:
    conditions = Q()
    if filters.area:
        conditions &= Q(place__area=filters.area) | Q(
            place__isnull=True, session__place__area=filters.area
        )
    if filters.town:
        conditions &= Q(place__town=filters.town) | Q(
            place__isnull=True, session__place__town=filters.town
        )
    if filters.place:
        conditions &= Q(place=filters.place) | Q(place__isnull=True, session__place=filters.place)
    if filters.audience:
        conditions &= Q(audience=filters.audience)
    if filters.stage:
        conditions &= counted_in(filters.stage)
    return conditions


def without_stage(campaign: Campaign, filters: Filters) -> int:
    """Attendances at sessions of that stage that may be of it, and are not in its total."""
    rows = Attendance.objects.filter(_perhaps(filters), session__in=sessions_of(campaign, filters))
    return int(rows.aggregate(people=Coalesce(Sum("count"), 0))["people"])


def _perhaps(filters: Filters) -> Q:
    return row_conditions(replace(filters, stage="")) & perhaps_in(filters.stage)

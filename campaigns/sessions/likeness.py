"""Sessions that look like the same one: at one place, on one day, starting within 45 minutes of
each other, for overlapping stages.

A session without a time is near any of its day, one without stages overlaps any. One without a
place is like no other. Times are wall times, so the night on which the clocks change is a night
like any other. `looks_like` is the rule in Python, `pairs` the same rule in the database.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import ExtractHour, ExtractMinute

from campaigns.models import STAGES, Campaign, DifferentSessions, Place, Session, User

NEAR_MINUTES = 45
STANDING = (Session.State.PLANNED, Session.State.DELIVERED)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What is compared, of a session that is there or of one that is about to be."""

    place: Place | None
    held_on: date
    starts_at: time | None = None
    stages: Collection[str] = ()


def moment_of(session: Session) -> Moment:
    return Moment(
        place=session.place,
        held_on=session.held_on,
        starts_at=session.starts_at,
        stages=session.stages,
    )


def looks_like(one: Moment, other: Moment) -> bool:
    """Of one campaign and in a state that stands: that is for the caller to see to."""
    if one.place is None or one.place != other.place or one.held_on != other.held_on:
        return False
    is_near = (
        one.starts_at is None
        or other.starts_at is None
        or abs(_minutes(one.starts_at) - _minutes(other.starts_at)) <= NEAR_MINUTES
    )
    return is_near and (
        not one.stages or not other.stages or bool(set(one.stages) & set(other.stages))
    )


def found_like(
    moment: Moment, *, campaign: Campaign, own: UUID | None = None, session: Session | None = None
) -> list[Session]:
    """The sessions that look like this one, the earliest first.

    `own` is its client_id, so that a form sent twice is not asked about itself; `session` is the
    one that is edited or counted: what was said to be different from it is left out.
    """
    if moment.place is None:
        return []
    there = Session.objects.in_campaign(campaign).filter(
        place=moment.place, held_on=moment.held_on, state__in=STANDING
    )
    if own:
        there = there.exclude(client_id=own)
    if session:
        there = there.exclude(pk=session.pk).exclude(pk__in=_said_to_differ_from(session))
    listed = (
        there.select_related("place__area", "logged_by", "talk_request")
        .prefetch_related("attendances", "officers__user")
        .order_by("logged_at", "pk")
    )
    return [other for other in listed if looks_like(moment, moment_of(other))]


def is_pair(first: Session, second: Session) -> bool:
    """Whether these two would be listed now."""
    return (
        first.campaign_id == second.campaign_id
        and first.pk != second.pk
        and {first.state, second.state} <= set(STANDING)
        and looks_like(moment_of(first), moment_of(second))
        and not DifferentSessions.objects.filter(
            first_id=min(first.pk, second.pk), second_id=max(first.pk, second.pk)
        ).exists()
    )


def pairs(campaign: Campaign) -> QuerySet[Any, dict[str, int]]:
    """Every pair once, as {first, second} with first < second, the newest day first: from each
    session to the others of its place, by the index.
    """
    other = {
        "campaign": campaign,
        "held_on": F("held_on"),
        "pk__gt": F("pk"),
        "state__in": STANDING,
    }
    met = Session.objects.in_campaign(campaign).filter(
        state__in=STANDING, **{f"place__sessions__{name}": value for name, value in other.items()}
    )
    near = (
        Q(starts_at__isnull=True)
        | Q(other_starts_at__isnull=True)
        | Q(apart__gte=-NEAR_MINUTES, apart__lte=NEAR_MINUTES)
    )
    said_to_differ = DifferentSessions.objects.filter(
        first=OuterRef("pk"), second=OuterRef("second")
    )
    compared = met.annotate(
        second=F("place__sessions__pk"),
        other_starts_at=F("place__sessions__starts_at"),
        other_stages=F("place__sessions__stages"),
        apart=_minutes_in("starts_at") - _minutes_in("place__sessions__starts_at"),
    )
    found = compared.filter(near, _stages_overlap(), ~Exists(said_to_differ)).order_by(
        "-held_on", "pk", "second"
    )
    return cast("QuerySet[Any, dict[str, int]]", found.values("second", first=F("pk")))


def record_not_duplicate(*, session: Session, others: Iterable[Session], by: User) -> None:
    """They are not asked about again. Said twice it is said once."""
    DifferentSessions.objects.bulk_create(
        [
            DifferentSessions(
                first_id=min(session.pk, other.pk), second_id=max(session.pk, other.pk), by=by
            )
            for other in others
        ],
        ignore_conflicts=True,
    )


def _said_to_differ_from(session: Session) -> set[int]:
    said = DifferentSessions.objects.filter(Q(first=session) | Q(second=session)).values_list(
        "first", "second"
    )
    return {pk for both in said for pk in both} - {session.pk}


def _stages_overlap() -> Q:
    shared = Q(stages="") | Q(other_stages="")
    for stage in STAGES:
        shared |= Q(stages__contains=stage, other_stages__contains=stage)
    return shared


def _minutes_in(column: str) -> CombinedExpression:
    return ExtractHour(column) * 60 + ExtractMinute(column)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute

"""A week of the whole team, day by day: what was held and what is planned, who is free, where or
away.

Read at once, whatever the size of the team.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F

from campaigns.diaries.free_time import free_stretches
from campaigns.diaries.read import Diaries, read_diaries, wall
from campaigns.diaries.reasons import AWAY
from campaigns.diaries.rule import Taken, span
from campaigns.models import Campaign, Membership, Session
from campaigns.models.figure import SessionFigure, figure_of

DAY = timedelta(days=1)
LEAST = 45  # minutes: less is too short for a talk
SATURDAY = 6


@dataclass(frozen=True, kw_only=True)
class OfficerDay:
    """Each list holds words. `away` says no more than this person may know."""

    officer: Membership
    free: list[str]
    sessions: list[str]
    offered: list[str]
    away: list[str]

    @property
    def taken(self) -> list[str]:
        return [*self.sessions, *self.offered]

    @property
    def is_empty(self) -> bool:
        return not (self.free or self.taken or self.away)


@dataclass(frozen=True, kw_only=True)
class WeekSession:
    session: Session
    figure: SessionFigure | None
    needs_count: bool


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    day: date
    sessions: list[WeekSession]
    officers: list[OfficerDay]

    @property
    def free(self) -> list[OfficerDay]:
        return [row for row in self.officers if row.free]


@dataclass(frozen=True, kw_only=True)
class Week:
    first: date
    days: list[WeekDay]
    officers: list[Membership]


def week_of(*, campaign: Campaign, day: date, now: datetime, says_why: bool) -> Week:
    """`says_why` is for coordinators: colleagues are told that somebody is away, and not why."""
    first = day - DAY * (day.isoweekday() - 1)
    officers = list(
        Membership.objects.filter(campaign=campaign).presenters().select_related("user", "campaign")
    )
    diaries = read_diaries(
        campaign=campaign, officers=officers, first=first, last=first + DAY * 6, now=now
    )

    held = _sessions_by_day(campaign, first=first, now=wall(now))

    def rows(day: date) -> list[OfficerDay]:
        return [
            _officer_day(officer, day, diaries, sessions=held[day], says_why=says_why)
            for officer in officers
        ]

    days = [WeekDay(day=each, sessions=held[each], officers=rows(each)) for each in _days(first)]
    # At the weekend only what differs is worth a line.
    shown = [
        each
        for each in days
        if each.day.isoweekday() < SATURDAY
        or each.sessions
        or any(not row.is_empty for row in each.officers)
    ]
    return Week(first=first, days=shown, officers=officers)


def _days(first: date) -> list[date]:
    return [first + DAY * number for number in range(7)]


def _sessions_by_day(
    campaign: Campaign, *, first: date, now: datetime
) -> dict[date, list[WeekSession]]:
    """What was held and what is planned, with officers or without, in the order of the day."""
    found: defaultdict[date, list[WeekSession]] = defaultdict(list)
    states = (Session.State.PLANNED, Session.State.DELIVERED)
    sessions = (
        Session.objects.in_campaign(campaign)
        .filter(held_on__range=(first, first + DAY * 6), state__in=states)
        .select_related("place__area", "talk_request")
        .prefetch_related("attendances", "officers__user")
        .order_by("held_on", F("starts_at").asc(nulls_last=True), "pk")
    )
    for session in sessions:
        begins = datetime.combine(session.held_on, session.starts_at or time.min)
        row = WeekSession(
            session=session,
            figure=figure_of(session),
            needs_count=session.is_planned and begins <= now,
        )
        found[session.held_on].append(row)
    return found


def _officer_day(
    officer: Membership,
    day: date,
    diaries: Diaries,
    *,
    sessions: Sequence[WeekSession],
    says_why: bool,
) -> OfficerDay:
    taken = [one for one in diaries.taken_around(officer, day) if wall(one.begins).date() == day]
    offered = [one for one in taken if one.is_offer]
    away = [row for row in diaries.different_on(officer, day) if not row.is_opening]
    return OfficerDay(
        officer=officer,
        free=[
            _stretch(begins, ends, day)
            for begins, ends in free_stretches(
                officer=officer, day=day, diaries=diaries, least=LEAST
            )
        ],
        sessions=[
            _session_words(row.session) for row in sessions if officer in row.session.officers.all()
        ],
        offered=[_offered_words(one) for one in sorted(offered, key=lambda one: one.begins)],
        away=[
            (AWAY[row.row.kind] if says_why else "away").capitalize()
            + _when(row.begins, row.ends, day)
            for row in away
        ],
    )


def _stretch(begins: datetime, ends: datetime, day: date) -> str:
    until = "24:00" if ends.date() > day else f"{ends:%H:%M}"
    return f"{begins:%H:%M} to {until}"


def _when(begins: datetime, ends: datetime, day: date) -> str:
    from_midnight = begins.time() == datetime.min.time()
    since = f" from {begins:%H:%M}" if begins.date() == day and not from_midnight else ""
    until = f" until {ends:%H:%M}" if ends.date() == day else ""
    return f"{since}{until}"


def _session_words(session: Session) -> str:
    place = session.place
    where = "online" if session.is_online or place is None else f"at {place.label}"
    if session.starts_at is None:
        return f"no time yet, {where}" if session.is_planned else where
    begins, ends = span(session.held_on, session.starts_at, session.minutes)
    return f"{wall(begins):%H:%M} to {wall(ends):%H:%M} {where}"


def _offered_words(one: Taken) -> str:
    where = f"offered to {one.label}" if one.label else "offered, online"
    return f"{wall(one.begins):%H:%M} to {wall(one.ends):%H:%M} {where}"

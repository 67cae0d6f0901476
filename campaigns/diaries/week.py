"""A week of the whole team, day by day: who is free when, what is booked or held, who is away.

Read at once, whatever the size of the team.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.diaries.free_time import free_stretches
from campaigns.diaries.read import Diaries, read_diaries, wall
from campaigns.diaries.reasons import AWAY
from campaigns.diaries.rule import Taken
from campaigns.models import Campaign, Membership

DAY = timedelta(days=1)
LEAST = 45  # minutes: less is too short for a talk
SATURDAY = 6


@dataclass(frozen=True, kw_only=True)
class OfficerDay:
    """Each list holds words. `away` says no more than this person may know."""

    officer: Membership
    free: list[str]
    taken: list[str]
    away: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.free or self.taken or self.away)


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    day: date
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

    def rows(day: date) -> list[OfficerDay]:
        return [_officer_day(officer, day, diaries, says_why=says_why) for officer in officers]

    days = [WeekDay(day=each, officers=rows(each)) for each in _days(first)]
    # At the weekend only what differs is worth a line.
    shown = [
        each
        for each in days
        if each.day.isoweekday() < SATURDAY or any(not row.is_empty for row in each.officers)
    ]
    return Week(first=first, days=shown, officers=officers)


def _days(first: date) -> list[date]:
    return [first + DAY * number for number in range(7)]


def _officer_day(officer: Membership, day: date, diaries: Diaries, *, says_why: bool) -> OfficerDay:
    taken = [one for one in diaries.taken_around(officer, day) if wall(one.begins).date() == day]
    away = [row for row in diaries.different_on(officer, day) if not row.is_opening]
    return OfficerDay(
        officer=officer,
        free=[
            _stretch(begins, ends, day)
            for begins, ends in free_stretches(
                officer=officer, day=day, diaries=diaries, least=LEAST
            )
        ],
        taken=[_taken_words(one) for one in sorted(taken, key=lambda one: one.begins)],
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


def _taken_words(one: Taken) -> str:
    kind = "held for" if one.is_offer else "at"
    where = f"{kind} {one.label}" if one.label else "online"
    return f"{wall(one.begins):%H:%M} to {wall(one.ends):%H:%M} {where}"

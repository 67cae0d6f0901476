"""When officers are free for a talk: in their hours and extra time, not while they are away, and
where the rule of diaries/rule.py lets them be. Times here are wall times.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from campaigns.diaries.read import DAY, Diaries, Different, begin_of, read_diaries, wall
from campaigns.diaries.reasons import away_words, hours_words
from campaigns.diaries.rule import Taken, in_the_way, span
from campaigns.diaries.spans import Span, joined, next_quarter, quarters, without
from campaigns.models import Membership, Place


def free_slots(
    *,
    officer: Membership,
    day: date,
    minutes: int,
    place: Place | None,
    now: datetime,
    diaries: Diaries | None = None,
    about: UUID | None = None,
) -> list[time]:
    """At which quarter hours a talk of this length could begin there; `place` is None online.

    `about` is the key of a talk that may be in the diary already: it is not in its own way.
    `diaries` are those of a whole team, when they were read before.
    """
    diaries = diaries or read_diaries(
        campaign=officer.campaign, officers=[officer], first=day, last=day, now=now
    )
    others = diaries.taken_around(officer, day)
    about = about or uuid4()
    wall_now = wall(now)
    starts = quarters_in(windows(diaries, officer, day), minutes)
    return [
        begins.time()
        for begins in starts
        if begins > wall_now
        and not in_the_way(
            as_taken(begins, minutes, place=place, about=about), others, campaign=diaries.campaign
        )
    ]


def free_stretches(*, officer: Membership, day: date, diaries: Diaries, least: int) -> list[Span]:
    """For no talk in particular: from now on, `least` minutes or longer.

    The least way is left before and after what stands in the diary.
    """
    way = timedelta(minutes=diaries.campaign.least_minutes_between)
    taken = [
        (wall(other.begins) - way, wall(other.ends) + way)
        for other in diaries.taken_around(officer, day)
    ]
    past = (begin_of(day - DAY), next_quarter(wall(diaries.now)))
    return [
        (begins, ends)
        for begins, ends in without(windows(diaries, officer, day), [*taken, past])
        if ends - begins >= timedelta(minutes=least)
    ]


def windows(diaries: Diaries, officer: Membership, day: date) -> list[Span]:
    """The officer's hours and extra time of a day, without what the officer is away for.

    Being away wins.
    """
    different = diaries.different_on(officer, day)
    there = [
        (datetime.combine(day, starts_at), datetime.combine(day, ends_at))
        for starts_at, ends_at in diaries.hours_on(officer, day)
    ]
    there += [
        (max(row.begins, begin_of(day)), min(row.ends, begin_of(day + DAY)))
        for row in different
        if row.is_opening
    ]
    return without(
        joined(there), [(row.begins, row.ends) for row in different if not row.is_opening]
    )


def why_not_there(diaries: Diaries, officer: Membership, begins: datetime, minutes: int) -> str:
    """Away, or outside the hours, in a sentence; empty for who is there all the time."""
    day = begins.date()
    if row := away_at(diaries, officer, begins, minutes):
        return away_words(row, day)
    there = is_there(diaries, officer, begins, minutes)
    return "" if there else hours_words(day, diaries.hours_on(officer, day))


def away_at(
    diaries: Diaries, officer: Membership, begins: datetime, minutes: int
) -> Different | None:
    ends = begins + timedelta(minutes=minutes)
    away = (row for row in diaries.different_on(officer, begins.date()) if not row.is_opening)
    return next((row for row in away if begins < row.ends and row.begins < ends), None)


def is_there(diaries: Diaries, officer: Membership, begins: datetime, minutes: int) -> bool:
    ends = begins + timedelta(minutes=minutes)
    return any(
        opens <= begins and ends <= closes
        for opens, closes in windows(diaries, officer, begins.date())
    )


def why_not_that_day(diaries: Diaries, officer: Membership, day: date) -> str:
    """Of a talk whose time nobody entered: any time of that day would do."""
    if windows(diaries, officer, day):
        return ""
    away = [row for row in diaries.different_on(officer, day) if not row.is_opening]
    return away_words(away[0], day) if away else hours_words(day, diaries.hours_on(officer, day))


def quarters_in(spans: Iterable[Span], minutes: int) -> list[datetime]:
    return [begins for stretch in spans for begins in quarters(stretch, timedelta(minutes=minutes))]


def as_taken(begins: datetime, minutes: int, *, place: Place | None, about: UUID) -> Taken:
    first, last = span(begins.date(), begins.time(), minutes)
    return Taken(about=about, begins=first, ends=last, place=place)

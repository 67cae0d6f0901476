"""What was held in two school years, with its figures.

Most of it comes by chance; some of it on purpose, for the pages that deal with the unusual.
"""

from dataclasses import replace
from datetime import date, time
from random import Random

from campaigns.demo.diary import Diary
from campaigns.demo.lessons import AFTER_SCHOOL, DAYTIMES, lesson
from campaigns.demo.moments import at
from campaigns.demo.school_days import DAY, school_days, school_year_start, waiting_day
from campaigns.demo.shapes import SHAPED, SHAPES, Draft, Lists, row
from campaigns.models import Attendance, Audience, Format, Place
from campaigns.sessions.rules import Count

Known, Kind = Attendance.Known, Place.Kind

HOW_MANY = 345
EVENINGS = (time(19, 0), time(17, 0))
FEBRUARY, NOVEMBER = 2, 11  # the busy ones: Safer Internet Day, anti-bullying week


def delivered(lists: Lists, rng: Random, *, today: date) -> list[Draft]:
    this_year = school_year_start(today)
    first = this_year.replace(year=this_year.year - 1)
    days = school_days(first, waiting_day(today) - DAY)
    busy = [3 if day.month in (FEBRUARY, NOVEMBER) else 2 for day in days]
    diary = Diary()
    special = [
        theatre(lists, day=days[len(days) // 5]),
        theatre(lists, day=days[-20]),
        at_closed_school(lists, day=days[3]),
        *logged_twice(lists, day=days[-6]),
    ]
    for draft in special:
        diary.take(draft.held_on, AFTER_SCHOOL, draft.officers[0], draft.minutes)
    chosen = sorted(rng.choices(days, busy, k=HOW_MANY))
    drafts = [
        one_delivered(lists, rng, day=day, diary=diary, number=number)
        for number, day in enumerate(chosen)
    ]
    return once_a_day(special, [draft for draft in drafts if draft])


def once_a_day(special: list[Draft], drafts: list[Draft]) -> list[Draft]:
    """No place is visited twice on one day by chance: it would look like one talk logged twice."""
    visited = {(draft.place, draft.held_on) for draft in special}
    kept = list(special)
    for draft in drafts:
        where = (draft.place, draft.held_on)
        if draft.place is None or where not in visited:
            visited.add(where)
            kept.append(draft)
    return kept


def one_delivered(
    lists: Lists, rng: Random, *, day: date, diary: Diary, number: int
) -> Draft | None:
    """None when nobody is free."""
    shape = rng.choices(list(SHAPES), list(SHAPES.values()))[0]
    draft = SHAPED[shape](lists, rng, day)
    presenters = lists.team.presenters if number % 2 else reversed(lists.team.presenters)
    times = EVENINGS if draft.format == Format.PARENTS else DAYTIMES
    free = diary.first_free(day, times=times, presenters=presenters, minutes=draft.minutes)
    if free is None:
        return None
    draft.starts_at, officer = free
    draft.officers, draft.by = [officer], officer
    draft.counts = [how_known(count, rng, number=number) for count in draft.counts]
    return draft


def how_known(count: Count, rng: Random, *, number: int) -> Count:
    """About one row in six is an estimate. Every 40th session has no figure; to one nobody came."""
    known = rng.choices([Known.COUNTED, Known.REGISTER, Known.ESTIMATED], [58, 26, 16])[0]
    if number % 40 == 20:
        return replace(count, count=None, known=Known.UNKNOWN.value)
    if number == 150:
        return replace(count, count=0, known=Known.COUNTED.value)
    return replace(count, known=known.value)


def theatre(lists: Lists, *, day: date) -> Draft:
    """One session that several schools came to: each row names its school."""
    counts = [
        row(Audience.CHILDREN, 31 + 6 * number, place)
        for number, place in enumerate(lists.of_kind(Kind.PRIMARY)[:6])
    ]
    return Draft(
        held_on=day,
        starts_at=AFTER_SCHOOL,
        minutes=75,
        format=Format.COMMUNITY,
        place=next(place for place in lists.places if place.name == "Braidhowe Theatre"),
        stages=("P7",),
        officers=[lists.team.coordinator],
        topics=[lists.topics[2]],
        partners=[lists.partners[0]],
        counts=[*counts, row(Audience.PROFESSIONALS, 14)],
        by=lists.team.coordinator,
    )


def at_closed_school(lists: Lists, *, day: date) -> Draft:
    return Draft(
        held_on=day,
        starts_at=AFTER_SCHOOL,
        minutes=50,
        format=Format.LESSON,
        place=next(place for place in lists.places if place.closed_on),
        stages=("P6", "P7"),
        officers=[lists.team.officer],
        topics=[lists.topics[2]],
        counts=[row(Audience.CHILDREN, 23)],
        by=lists.team.officer,
    )


def logged_twice(lists: Lists, *, day: date) -> list[Draft]:
    """One talk, logged by both who gave it, a quarter of an hour and one pupil apart: for the
    coordinator to merge.
    """
    drafts = [
        lesson(lists, day=day, starts_at=starts_at, nth=9, officer=officer)
        for starts_at, officer in zip(
            (AFTER_SCHOOL, time(16, 0)), lists.team.presenters, strict=True
        )
    ]
    for number, draft in enumerate(drafts):
        draft.by = draft.officers[0]
        draft.counts = [row(Audience.CHILDREN, 26 + number)]
    # Who logs without a signal is not asked whether the talk is there already.
    drafts[1].device_at = at(day, time(17, 5))
    return drafts

"""What was held in two school years, with its figures.

Most of it comes by chance; some of it on purpose, for the pages that deal with the unusual.
"""

from datetime import date, time
from random import Random

from campaigns.demo.diary import Diary
from campaigns.demo.lessons import AFTER_SCHOOL, DAYTIMES, lesson
from campaigns.demo.school_days import DAY, school_days, school_year_start, waiting_day
from campaigns.demo.shapes import SHAPED, SHAPES, Draft, Lists, row
from campaigns.models import Attendance, Audience, Format, Place, Session

State, Known, Kind = Session.State, Attendance.Known, Place.Kind

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
        diary.take(
            draft.session.held_on, AFTER_SCHOOL, draft.officers[0], draft.session.minutes or 0
        )
    chosen = sorted(rng.choices(days, busy, k=HOW_MANY))
    drafts = [
        one_delivered(lists, rng, day=day, diary=diary, number=number)
        for number, day in enumerate(chosen)
    ]
    return once_a_day(special, [draft for draft in drafts if draft])


def once_a_day(special: list[Draft], drafts: list[Draft]) -> list[Draft]:
    """No place is visited twice on one day by chance: it would look like one talk logged twice."""
    visited = {(draft.session.place, draft.session.held_on) for draft in special}
    kept = list(special)
    for draft in drafts:
        where = (draft.session.place, draft.session.held_on)
        if draft.session.is_online or where not in visited:
            visited.add(where)
            kept.append(draft)
    return kept


def one_delivered(
    lists: Lists, rng: Random, *, day: date, diary: Diary, number: int
) -> Draft | None:
    """None when nobody is free."""
    shape = rng.choices(list(SHAPES), list(SHAPES.values()))[0]
    draft = SHAPED[shape](lists, rng)
    presenters = lists.team.presenters if number % 2 else reversed(lists.team.presenters)
    times = EVENINGS if draft.session.format == Format.PARENTS else DAYTIMES
    free = diary.first_free(
        day, times=times, presenters=presenters, minutes=draft.session.minutes or 0
    )
    if free is None:
        return None
    starts_at, officer = free
    draft.session.held_on = day
    draft.session.starts_at = starts_at
    draft.session.state = State.DELIVERED
    draft.officers = [officer]
    how_known(draft.rows, rng, number=number)
    return draft


def how_known(rows: list[Attendance], rng: Random, *, number: int) -> None:
    """About one row in six is an estimate. Every 40th session has no figure; to one nobody came."""
    for attendance in rows:
        attendance.known = rng.choices(
            [Known.COUNTED, Known.REGISTER, Known.ESTIMATED], [58, 26, 16]
        )[0]
        if number % 40 == 20:
            attendance.count, attendance.known = None, Known.UNKNOWN
        elif number == 150:
            attendance.count, attendance.known = 0, Known.COUNTED


def theatre(lists: Lists, *, day: date) -> Draft:
    """One session that several schools came to: each row names its school."""
    stage = next(place for place in lists.places if place.name == "Braidhowe Theatre")
    session = Session(
        campaign=lists.campaign,
        place=stage,
        held_on=day,
        starts_at=AFTER_SCHOOL,
        minutes=75,
        format=Format.COMMUNITY,
        state=State.DELIVERED,
        stages=("P7",),
        logged_by=lists.team.coordinator.user,
    )
    rows = [
        row(Audience.CHILDREN, 31 + 6 * number, place)
        for number, place in enumerate(lists.of_kind(Kind.PRIMARY)[:6])
    ]
    return Draft(
        session,
        [lists.team.coordinator],
        [lists.topics[2]],
        [lists.partners[0]],
        [*rows, row(Audience.PROFESSIONALS, 14)],
    )


def at_closed_school(lists: Lists, *, day: date) -> Draft:
    closed = next(place for place in lists.places if place.closed_on)
    session = Session(
        campaign=lists.campaign,
        place=closed,
        held_on=day,
        starts_at=AFTER_SCHOOL,
        minutes=50,
        format=Format.LESSON,
        state=State.DELIVERED,
        stages=("P6", "P7"),
        logged_by=lists.team.officer.user,
    )
    return Draft(session, [lists.team.officer], [lists.topics[2]], [], [row(Audience.CHILDREN, 23)])


def logged_twice(lists: Lists, *, day: date) -> list[Draft]:
    """One talk, logged by both who gave it, a quarter of an hour and one pupil apart: for the
    coordinator to merge.
    """
    drafts = [
        lesson(
            lists, day=day, starts_at=AFTER_SCHOOL, state=State.DELIVERED, nth=9, officer=officer
        )
        for officer in lists.team.presenters
    ]
    for number, draft in enumerate(drafts):
        draft.session.starts_at = (AFTER_SCHOOL, time(16, 0))[number]
        draft.session.logged_by = draft.officers[0].user
        draft.rows = [row(Audience.CHILDREN, 26 + number)]
    return drafts

"""Two school years of sessions.

Chance comes from a generator with a fixed seed, so the same day gives the same rows.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from campaigns.demo.diary import Diary
from campaigns.demo.moments import logged_at
from campaigns.demo.school_days import (
    DAY,
    is_school_day,
    last_school_day,
    next_school_days,
    school_days,
    school_year_start,
)
from campaigns.demo.shapes import (
    PRIMARY_STAGES,
    SECONDARY_STAGES,
    SHAPED,
    SHAPES,
    Draft,
    Lists,
    community,
    row,
)
from campaigns.models import Attendance, Audience, Format, Membership, Place, Session

State, Known, Kind = Session.State, Attendance.Known, Place.Kind

HOW_MANY = 345
DAYTIMES = (time(9, 15), time(10, 50), time(13, 20), time(14, 30))
AFTER_SCHOOL = time(15, 45)
EVENINGS = (time(19, 0), time(17, 0))
CANCELLED = (
    "The school had a burst pipe",
    "The officer was called to other duties",
    "Snow: the school was shut",
    "The school asked for a later date",
    "Double booked by the school",
    "The officer was ill",
    "The hall was needed for exams",
    "Too few parents had said yes",
)
DID_NOT_HAPPEN = (
    "Fire alarm: the pupils were outside throughout",
    "Nobody at the school knew of it",
)


def make_sessions(lists: Lists, *, today: date) -> list[Session]:
    rng = Random(2015)  # noqa: S311 (made-up rows, not secrets)
    drafts = (
        delivered(lists, rng, today=today)
        + ended_otherwise(lists, today=today)
        + planned(lists, rng, today=today)
    )
    save(drafts, today=today)
    return [draft.session for draft in drafts]


def waiting_day(today: date) -> date:
    """Today in term, else the last day of school: what was planned for it waits for its count."""
    return today if is_school_day(today) else last_school_day(today)


def delivered(lists: Lists, rng: Random, *, today: date) -> list[Draft]:
    first = school_year_start(today).replace(year=school_year_start(today).year - 1)
    days = school_days(first, waiting_day(today) - DAY)
    busy = [
        3 if day.month in (2, 11) else 2 for day in days
    ]  # Safer Internet Day, anti-bullying week
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
    draft.session.held_on, draft.session.state = day, State.DELIVERED
    draft.session.starts_at, draft.officers = free[0], [free[1]]
    how_known(draft.rows, rng, number=number)
    return draft


def how_known(rows: list[Attendance], rng: Random, *, number: int) -> None:
    """About one row in six is an estimate; every 40th session has no figure yet, and once nobody
    came.
    """
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
    """One talk that both who gave it logged, a quarter of an hour and one pupil apart: for the
    coordinator to merge.
    """
    drafts = [
        lesson(
            lists, day=day, starts_at=AFTER_SCHOOL, state=State.DELIVERED, nth=9, officer=officer
        )
        for officer in lists.team.presenters
    ]
    for number, draft in enumerate(drafts):
        draft.session.starts_at, draft.session.logged_by = (
            (AFTER_SCHOOL, time(16, 0))[number],
            draft.officers[0].user,
        )
        draft.rows = [row(Audience.CHILDREN, 26 + number)]
    return drafts


def ended_otherwise(lists: Lists, *, today: date) -> list[Draft]:
    """Cancelled, did not happen, entered by mistake: none of them counts."""
    past = school_days(today - timedelta(days=200), last_school_day(today))
    reasons = [(State.CANCELLED, reason) for reason in CANCELLED] + [
        (State.DID_NOT_HAPPEN, reason) for reason in DID_NOT_HAPPEN
    ]
    drafts = [
        lesson(
            lists,
            day=past[-5 - 9 * number],
            starts_at=AFTER_SCHOOL,
            state=state,
            reason=reason,
            nth=number,
        )
        for number, (state, reason) in enumerate(reasons)
    ]
    voided = lesson(
        lists,
        day=past[-7],
        starts_at=AFTER_SCHOOL,
        state=State.VOIDED,
        reason="Entered twice",
        nth=3,
    )
    voided.rows = [row(Audience.CHILDREN, 26)]
    return [*drafts, voided]


def planned(lists: Lists, rng: Random, *, today: date) -> list[Draft]:
    """Two that wait for the officer's count today, one for the coordinator's, and what is ahead."""
    latest = waiting_day(today)
    waiting = [
        lesson(lists, day=latest, starts_at=time(9, 15), nth=0),
        lesson(lists, day=latest, starts_at=time(13, 20), nth=1),
        lesson(
            lists,
            day=last_school_day(today),
            starts_at=AFTER_SCHOOL,
            nth=2,
            officer=lists.team.coordinator,
        ),
    ]
    if latest != today:
        waiting.append(community_day(lists, rng, day=today))
    ahead = [
        lesson(
            lists,
            day=day,
            starts_at=DAYTIMES[number % 3],
            nth=number + 3,
            officer=lists.team.presenters[number % 2],
        )
        for number, day in enumerate(next_school_days(today, 24)[1::2])
    ]
    return waiting + ahead


def community_day(lists: Lists, rng: Random, *, day: date) -> Draft:
    draft = community(lists, rng)
    draft.rows, draft.officers = [], [lists.team.officer]
    draft.session.held_on, draft.session.starts_at = day, time(11, 0)
    return draft


def lesson(
    lists: Lists,
    *,
    day: date,
    starts_at: time,
    nth: int,
    state: Session.State = State.PLANNED,
    reason: str = "",
    officer: Membership | None = None,
) -> Draft:
    schools = lists.of_kind(Kind.PRIMARY, Kind.SECONDARY)
    place = schools[(5 * nth) % len(schools)]
    stages = PRIMARY_STAGES if place.kind == Kind.PRIMARY else SECONDARY_STAGES
    session = Session(
        campaign=lists.campaign,
        place=place,
        held_on=day,
        starts_at=starts_at,
        minutes=50,
        format=Format.LESSON,
        state=state,
        state_reason=reason,
        stages=stages[nth % len(stages)],
        logged_by=lists.team.coordinator.user,
    )
    return Draft(session, [officer or lists.team.officer], [lists.topics[nth % len(lists.topics)]])


def save(drafts: Sequence[Draft], *, today: date) -> None:
    """One statement a table, however many sessions."""
    for draft in drafts:
        draft.session.logged_at = logged_at(draft.session, today=today)
    Session.objects.bulk_create([draft.session for draft in drafts])
    for draft in drafts:
        for attendance in draft.rows:
            attendance.session = draft.session
    Attendance.objects.bulk_create([attendance for draft in drafts for attendance in draft.rows])
    officers, topics, partners = (
        Session.officers.through,
        Session.topics.through,
        Session.partners.through,
    )
    officers.objects.bulk_create(
        [
            officers(session=draft.session, membership=member)
            for draft in drafts
            for member in draft.officers
        ]
    )
    topics.objects.bulk_create(
        [topics(session=draft.session, topic=topic) for draft in drafts for topic in draft.topics]
    )
    partners.objects.bulk_create(
        [
            partners(session=draft.session, partner=partner)
            for draft in drafts
            for partner in draft.partners
        ]
    )

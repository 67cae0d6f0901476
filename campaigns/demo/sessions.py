"""Two school years of sessions.

Chance comes from a generator with a fixed seed, so the same day gives the same rows.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from campaigns.demo.delivered import delivered
from campaigns.demo.lessons import AFTER_SCHOOL, DAYTIMES, lesson
from campaigns.demo.moments import logged_at
from campaigns.demo.school_days import (
    last_school_day,
    next_school_days,
    school_days,
    waiting_day,
)
from campaigns.demo.shapes import Draft, Lists, community, row
from campaigns.models import Attendance, Audience, Session

State = Session.State

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
    draft.session.held_on = day
    draft.session.starts_at = time(11, 0)
    draft.officers = [lists.team.officer]
    draft.rows = []  # nobody has counted yet
    return draft


def save(drafts: Sequence[Draft], *, today: date) -> None:
    """One statement a table, however many sessions."""
    for draft in drafts:
        draft.session.logged_at = logged_at(draft.session, today=today)
    Session.objects.bulk_create([draft.session for draft in drafts])
    for draft in drafts:
        for attendance in draft.rows:
            attendance.session = draft.session
    Attendance.objects.bulk_create([attendance for draft in drafts for attendance in draft.rows])
    officers = Session.officers.through
    topics = Session.topics.through
    partners = Session.partners.through
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

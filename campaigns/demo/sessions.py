"""Two school years of sessions, as their officers log and plan them and call them off.

Chance comes from a generator with a fixed seed, so the same day gives the same sessions.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from campaigns.demo.delivered import delivered
from campaigns.demo.lessons import AFTER_SCHOOL, DAYTIMES, lesson
from campaigns.demo.moments import Deed, at, day_of
from campaigns.demo.school_days import (
    DAY,
    last_school_day,
    next_school_days,
    school_days,
    waiting_day,
)
from campaigns.demo.shapes import Draft, Lists, community, row
from campaigns.models import Audience, Membership, Session
from campaigns.sessions.life import CalledOffBy, cancel_session, did_not_happen
from campaigns.sessions.log import log_once
from campaigns.sessions.putright.correct import void_session

SCHOOL, POLICE = CalledOffBy.SCHOOL, CalledOffBy.POLICE

CANCELLED = (
    (SCHOOL, "The school had a burst pipe"),
    (POLICE, "The officer was called to other duties"),
    (SCHOOL, "Snow: the school was shut"),
    (SCHOOL, "The school asked for a later date"),
    (SCHOOL, "Double booked by the school"),
    (POLICE, "The officer was ill"),
    (SCHOOL, "The hall was needed for exams"),
    (SCHOOL, "Too few parents had said yes"),
)
DID_NOT_HAPPEN = (
    (SCHOOL, "Fire alarm: the pupils were outside throughout"),
    (SCHOOL, "Nobody at the school knew of it"),
)


def held_and_planned(lists: Lists, *, today: date) -> tuple[list[Draft], list[Draft]]:
    rng = Random(2015)  # noqa: S311 (made-up rows, not secrets)
    return delivered(lists, rng, today=today), planned(lists, rng, today=today)


def logged(draft: Draft, *, today: date) -> Deed:
    """What was held is logged that evening, what is planned stands a fortnight before."""
    moment = (
        at(draft.held_on, time(20, 40))
        if draft.is_held
        else at(min(draft.held_on, today) - timedelta(days=14), time(11, 30))
    )
    return Deed(moment, partial(log, draft))


def log(draft: Draft, now: datetime) -> None:
    draft.session = log_once(
        campaign=draft.by.campaign,
        client_id=uuid.uuid4(),
        counts=draft.counts,
        today=day_of(now),
        by=draft.by.user,
        device_at=draft.device_at,
        **draft.details,
    ).session


def ended_otherwise(lists: Lists, *, today: date) -> Iterator[Deed]:
    """Cancelled, did not happen, entered by mistake: none of them counts."""
    past = school_days(today - timedelta(days=200), last_school_day(today))
    by = lists.team.coordinator
    for number, (whose, reason) in enumerate(CANCELLED + DID_NOT_HAPPEN):
        day = past[-5 - 9 * number]
        draft = lesson(lists, day=day, starts_at=AFTER_SCHOOL, nth=number)
        yield logged(draft, today=today)
        if number < len(CANCELLED):
            moment, end = at(day - DAY, time(14, 10)), cancel_session
        else:
            moment, end = at(day, time(17, 30)), did_not_happen
        told = {"called_off_by": whose.value, "reason": reason}
        yield Deed(moment, partial(call_off, draft, end, told, by))
    twice = lesson(lists, day=past[-7], starts_at=AFTER_SCHOOL, nth=3)
    twice.counts = [row(Audience.CHILDREN, 26)]
    yield logged(twice, today=today)
    yield Deed(at(twice.held_on, time(21, 5)), partial(void, twice, by))


def call_off(
    draft: Draft,
    end: Callable[..., Session],
    told: dict[str, str],
    by: Membership,
    now: datetime,
) -> None:
    end(session=draft.logged, now=now, today=day_of(now), by=by.user, **told)


def void(draft: Draft, by: Membership, now: datetime) -> None:
    session = draft.logged
    draft.session = void_session(
        session=session,
        reason="Entered twice",
        opened=session.version,
        now=now,
        today=day_of(now),
        by=by,
    ).session


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
    draft = community(lists, rng, day)
    draft.starts_at = time(11, 0)
    draft.counts = []  # nobody has counted yet
    return draft

"""When an officer can be where, as a rule about plain values: nothing is read or written here.

Between any two talks of one day the officer has, besides the talks in between, at least the minutes
of the way from the one to the other. Asked of every two and not only of neighbours, so that what is
taken away never makes the rest impossible. docs/decisions/0015-never-twice.md has the reasons.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from campaigns.models import Campaign, Place
from campaigns.places.travel import travel_minutes

USUAL_LENGTH = 60  # of a planned session whose length nobody entered
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`about` is the talk: what is held for one talk is not in its own way.

    `place` is None online.
    """

    about: uuid.UUID
    begins: datetime
    ends: datetime
    place: Place | None
    label: str = ""
    is_offer: bool = False


def span(held_on: date, starts_at: time, minutes: int | None) -> tuple[datetime, datetime]:
    """A wall time in Scotland as two moments."""
    begins = timezone.make_aware(datetime.combine(held_on, starts_at)).astimezone(UTC)
    return begins, begins + MINUTE * (minutes or USUAL_LENGTH)


def in_the_way(new: Taken, others: Iterable[Taken], *, campaign: Campaign) -> str:
    """Why not, to be read after the officer's name; empty when the time is free."""
    others = sorted(
        (one for one in others if one.about != new.about), key=lambda one: (one.begins, one.ends)
    )
    meets = (one for one in others if one.begins < new.ends and new.begins < one.ends)
    if met := next(meets, None):
        what = "is already offered" if met.is_offer else "already has a session"
        return f"{what} at that time: {_at(met)}"
    day = [one for one in others if _day(one.begins) == _day(new.begins)]
    before = [one for one in day if one.ends <= new.begins]
    after = [one for one in day if one.begins >= new.ends]
    for one in reversed(before):
        if not _can_get(one, new, before, campaign=campaign):
            minutes = travel_minutes(campaign, one.place, new.place)
            way = f"{minutes} minutes from {_what(one)} until {_clock(one.ends)}"
            return f"cannot be there in time: it is {way}"
    for one in after:
        if not _can_get(new, one, after, campaign=campaign):
            minutes = travel_minutes(campaign, new.place, one.place)
            way = f"{minutes} minutes to {_what(one)} at {_clock(one.begins)}"
            return f"could not get away in time: it is {way}"
    if any(
        not _can_get(first, last, [*before, new, *after], campaign=campaign)
        for first in before
        for last in after
        if first.about != last.about
    ):
        return "would have too little time for the way to what comes next"
    return ""


def sets_out(
    new: Taken, others: Iterable[Taken], *, campaign: Campaign, base: Place | None
) -> datetime:
    """When the officer leaves what comes before, for this.

    A talk online leaves people where they were, so the way is from the place before it.
    """
    earlier = [
        one
        for one in others
        if one.about != new.about
        and one.ends <= new.begins
        and _day(one.begins) == _day(new.begins)
    ]
    earlier.sort(key=lambda one: one.ends)
    start = next((one.place for one in reversed(earlier) if one.place), base)
    leaves = new.begins - MINUTE * travel_minutes(campaign, start, new.place)
    return max(leaves, earlier[-1].ends) if earlier else leaves


def _can_get(one: Taken, other: Taken, day: Iterable[Taken], *, campaign: Campaign) -> bool:
    between = [
        busy
        for busy in day
        if busy not in (one, other) and one.ends <= busy.begins and busy.ends <= other.begins
    ]
    free = other.begins - one.ends - _together(between)
    return free >= MINUTE * travel_minutes(campaign, one.place, other.place)


def _together(busy: Iterable[Taken]) -> timedelta:
    """Times of one talk may lie over each other: a minute counts once."""
    total, until = timedelta(), datetime.min.replace(tzinfo=UTC)
    for one in sorted(busy, key=lambda one: one.begins):
        total += max(one.ends - max(one.begins, until), timedelta())
        until = max(until, one.ends)
    return total


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _at(one: Taken) -> str:
    return f"{_clock(one.begins)} {f'at {one.label}' if one.label else 'online'}"


def _what(one: Taken) -> str:
    kind = "a date held" if one.is_offer else "a session"
    return f"{kind} {f'at {one.label}' if one.label else 'online'}"

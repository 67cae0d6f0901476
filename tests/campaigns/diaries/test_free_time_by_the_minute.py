"""When an officer is free: any day against a count of its minutes."""

import itertools
import uuid
from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.diaries.free_time import free_slots
from campaigns.diaries.read import Diaries, Different
from campaigns.diaries.rule import Taken
from campaigns.models import Campaign, Membership, OfficerTime, Place
from campaigns.places.travel import travel_minutes
from tests.campaigns.diaries.days import TUESDAY
from tests.factories import NOW

CAMPAIGN = Campaign(pk=1, km_an_hour=35, least_minutes_between=10)
OFFICER = Membership(pk=1, campaign=CAMPAIGN)
PLACES = [
    None,
    *(
        Place(pk=number, name=f"School {number}", latitude=55.6 + number / 20, longitude=-3.9)
        for number in (1, 2, 3)
    ),
    Place(pk=4, name="Nowhere"),
]
moments = st.integers(0, 24 * 12 - 1).map(lambda fifths: fifths * 5)
spans = st.tuples(moments, moments).filter(lambda both: both[0] < both[1])


def apart(talks):
    ordered = sorted(talks)
    return all(
        first + length <= following
        for (first, length, _), (following, _, _) in itertools.pairwise(ordered)
    )


talks = st.lists(
    st.tuples(moments, st.sampled_from([45, 60, 90]), st.sampled_from(range(len(PLACES)))),
    max_size=3,
).filter(apart)


def moment_of(minute):
    return datetime.combine(TUESDAY, time(0)) + timedelta(minutes=minute)


def aware(minute):
    return moment_of(minute).replace(tzinfo=UTC)  # in December the wall shows UTC


def is_free_by_the_minute(*, begins, minutes, place, hours, openings, away, taken):
    during = range(begins, begins + minutes)
    is_there = all(
        any(first <= minute < last for first, last in [*hours, *openings]) for minute in during
    )
    is_away = any(first <= minute < last for minute in during for first, last in away)
    meets = any(
        minute in during for first, length, _ in taken for minute in range(first, first + length)
    )
    talks = sorted([*taken, (begins, minutes, PLACES.index(place))])
    pairs = [
        (one, other)
        for one, other in itertools.combinations(talks, 2)
        if one[0] <= begins <= other[0]
    ]
    return (
        is_there
        and not is_away
        and not meets
        and all(idle_between(one, other, talks) >= way(one, other) for one, other in pairs)
    )


def idle_between(one, other, talks):
    return sum(
        not any(first <= minute < first + length for first, length, _ in talks)
        for minute in range(one[0] + one[1], other[0])
    )


def way(one, other):
    return travel_minutes(CAMPAIGN, PLACES[one[2]], PLACES[other[2]])


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(
    hours=st.lists(spans, max_size=2),
    openings=st.lists(spans, max_size=2),
    away=st.lists(spans, max_size=2),
    taken=talks,
    where=st.sampled_from(range(len(PLACES))),
    minutes=st.sampled_from([45, 50, 60]),
)
def test_free_slots_are_those_that_a_count_of_minutes_finds(
    hours, openings, away, taken, where, minutes
):
    place = PLACES[where]
    by_kind = {"opening": openings, "leave": away}
    diaries = Diaries(
        campaign=CAMPAIGN,
        now=NOW,
        hours={
            1: {2: [(moment_of(first).time(), moment_of(last).time()) for first, last in hours]}
        },
        different={
            1: [
                Different(row=OfficerTime(kind=kind), begins=moment_of(first), ends=moment_of(last))
                for kind, rows in by_kind.items()
                for first, last in rows
            ]
        },
        taken={
            1: [
                Taken(
                    about=uuid.uuid4(),
                    begins=aware(first),
                    ends=aware(first + length),
                    place=PLACES[there],
                )
                for first, length, there in taken
            ]
        },
    )

    found = free_slots(
        officer=OFFICER, day=TUESDAY, minutes=minutes, place=place, now=NOW, diaries=diaries
    )

    given = {
        "minutes": minutes,
        "place": place,
        "hours": hours,
        "openings": openings,
        "away": away,
        "taken": taken,
    }
    assert found == [
        moment_of(begins).time()
        for begins in range(0, 24 * 60 - minutes + 1, 15)
        if is_free_by_the_minute(begins=begins, **given)
    ]

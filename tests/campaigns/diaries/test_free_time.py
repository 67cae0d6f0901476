"""When an officer is free: the plain cases by hand, and any case against a count of minutes."""

import itertools
import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.diaries.free_time import free_slots, free_stretches
from campaigns.diaries.read import Diaries, Different, read_diaries
from campaigns.diaries.rule import Taken
from campaigns.models import Campaign, Membership, Offer, OfficerTime, Place
from campaigns.places.travel import travel_minutes
from tests import factories
from tests.factories import NOW, make_place_north

LONDON = ZoneInfo("Europe/London")
TUESDAY, SATURDAY = date(2026, 12, 8), date(2026, 12, 12)


def at(hour, minute=0, day=TUESDAY):
    return datetime.combine(day, time(hour, minute))


def free(officer, *, day=TUESDAY, minutes=60, place=None, now=NOW, **changed):
    return [
        f"{slot:%H:%M}"
        for slot in free_slots(
            officer=officer, day=day, minutes=minutes, place=place, now=now, **changed
        )
    ]


def quarters(first, last):
    begins, ends = datetime.combine(TUESDAY, first), datetime.combine(TUESDAY, last)
    return [
        f"{begins + timedelta(minutes=15 * number):%H:%M}"
        for number in range((ends - begins) // timedelta(minutes=15) + 1)
    ]


def test_an_officer_without_hours_is_free_at_the_usual_ones(officer):
    assert free(officer) == quarters(time(9, 0), time(14, 30))
    assert free(officer, day=SATURDAY) == []


def test_own_hours_stand_in_place_of_all_the_usual_ones(officer):
    factories.make_hours(officer=officer, weekday=2, starts_at=time(10, 5), ends_at=time(12, 0))

    assert free(officer) == ["10:15", "10:30", "10:45", "11:00"]
    assert free(officer, day=TUESDAY + timedelta(days=1)) == []


@pytest.mark.parametrize("kind", ["leave", "court", "duty"])
def test_away_for_a_part_of_the_day_leaves_the_rest(officer, kind):
    factories.make_time(officer=officer, kind=kind, begins=at(9), ends=at(13, 20))

    assert free(officer) == ["13:30", "13:45", "14:00", "14:15", "14:30"]


def test_away_for_days_leaves_nothing_and_wins_over_an_opening(officer):
    factories.make_time(
        officer=officer, begins=at(0) - timedelta(days=1), ends=at(0) + timedelta(days=1)
    )
    factories.make_time(officer=officer, kind="opening", begins=at(18), ends=at(20))

    assert free(officer) == []
    assert free(officer, day=TUESDAY + timedelta(days=1)) == quarters(time(9, 0), time(14, 30))


def test_an_opening_adds_an_evening_to_the_day(officer):
    factories.make_hours(officer=officer, weekday=2, starts_at=time(9, 0), ends_at=time(10, 0))
    factories.make_time(officer=officer, kind="opening", begins=at(18), ends=at(19, 15))

    assert free(officer) == ["09:00", "18:00", "18:15"]


def test_the_way_from_what_comes_before_and_to_what_comes_after_is_kept(officer):
    near, far = (
        make_place_north("Near Primary School", "55.70"),
        make_place_north("Far Primary School", "55.80"),
    )  # 11.1 km: 20 minutes at 35 km an hour
    factories.make_session(
        state="planned",
        held_on=TUESDAY,
        starts_at=time(11, 0),
        minutes=45,
        place=near,
        officers=[officer],
    )

    assert travel_minutes(officer.campaign, near, far) == 20
    assert free(officer, place=far) == [
        *quarters(time(9, 0), time(9, 30)),
        *quarters(time(12, 15), time(14, 30)),
    ]
    assert free(officer, place=near) == [
        *quarters(time(9, 0), time(10, 0)),
        *quarters(time(11, 45), time(14, 30)),
    ]
    assert free(officer, place=None) == [
        *quarters(time(9, 0), time(10, 0)),
        *quarters(time(11, 45), time(14, 30)),
    ]


@pytest.mark.parametrize(
    ("changed", "is_free"),
    [
        ({}, False),
        ({"lapses_at": NOW}, True),
        ({"lapses_at": NOW + timedelta(minutes=1)}, False),
        ({"state": "refused"}, True),
    ],
)
def test_a_held_date_is_taken_until_it_lapses(officer, changed, is_free):
    talk = factories.make_talk_request(state="offered")
    offer = factories.make_offer(
        talk_request=talk, officer=officer, held_on=TUESDAY, starts_at=time(10, 0)
    )
    Offer.objects.filter(pk=offer.pk).update(**changed)

    assert ("10:00" in free(officer, place=talk.place)) is is_free
    assert "10:00" in free(officer, place=talk.place, about=talk.draft_key)


def test_the_second_officer_of_a_held_date_is_taken_too(officer):
    offer = factories.make_offer(
        talk_request=factories.make_talk_request(),
        officer=factories.make_member(name="Iain Bell"),
        held_on=TUESDAY,
    )
    Offer.objects.filter(pk=offer.pk).update(second_officer=officer)

    assert "10:00" not in free(officer)


def test_nothing_is_free_that_has_begun(officer):
    now = datetime(2026, 12, 8, 13, 30, tzinfo=LONDON)

    assert free(officer, now=now) == ["13:45", "14:00", "14:15", "14:30"]
    assert free(officer, now=now, day=TUESDAY - timedelta(days=1)) == []


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_wall_times_stay_on_the_days_when_the_clocks_change(officer, day):
    factories.make_time(
        officer=officer, kind="opening", begins=at(9, day=day), ends=at(11, day=day)
    )
    factories.make_time(
        officer=officer, kind="court", begins=at(9, day=day), ends=at(9, 30, day=day)
    )

    assert free(officer, day=day, now=datetime(2026, 10, 1, tzinfo=LONDON)) == [
        "09:30",
        "09:45",
        "10:00",
    ]


def test_stretches_keep_the_least_way_beside_what_is_taken_and_are_long_enough(officer):
    factories.make_session(
        state="planned", held_on=TUESDAY, starts_at=time(10, 0), minutes=60, officers=[officer]
    )
    diaries = read_diaries(
        campaign=officer.campaign, officers=[officer], first=TUESDAY, last=TUESDAY, now=NOW
    )

    assert free_stretches(officer=officer, day=TUESDAY, diaries=diaries, least=50) == [
        (at(9), at(9, 50)),
        (at(11, 10), at(15, 30)),
    ]
    assert free_stretches(officer=officer, day=TUESDAY, diaries=diaries, least=51) == [
        (at(11, 10), at(15, 30))
    ]


@pytest.mark.parametrize("team", [1, 3])
def test_diaries_are_read_with_the_same_queries_for_one_and_for_three(
    db, django_assert_num_queries, team
):
    officers = [factories.make_member(name=f"Officer {number}") for number in range(team)]
    for number, officer in enumerate(officers):
        factories.make_hours(officer=officer, weekday=2)
        factories.make_time(officer=officer, begins=at(9), ends=at(10))
        factories.make_session(
            state="planned", held_on=TUESDAY, starts_at=time(9 + number, 0), officers=[officer]
        )
        factories.make_offer(
            talk_request=factories.make_talk_request(reference=f"BCD234{number}"), officer=officer
        )
    campaign = factories.make_campaign()

    with django_assert_num_queries(5):
        diaries = read_diaries(
            campaign=campaign,
            officers=officers,
            first=TUESDAY - timedelta(days=1),
            last=TUESDAY + timedelta(days=5),
            now=NOW,
        )
        for officer in officers:
            free_slots(
                officer=officer,
                day=TUESDAY,
                minutes=50,
                place=Place.objects.none().first(),
                now=NOW,
                diaries=diaries,
            )


# Any day against a count of its minutes

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

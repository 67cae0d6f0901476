"""When an officer is free: the plain cases by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.diaries.free_time import free_slots, free_stretches
from campaigns.diaries.read import read_diaries
from campaigns.models import Offer, Place
from campaigns.places.travel import travel_minutes
from tests import factories
from tests.campaigns.diaries.days import TUESDAY
from tests.factories import NOW, make_place_north

LONDON = ZoneInfo("Europe/London")
SATURDAY = date(2026, 12, 12)


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

"""What the log form begins with."""

from datetime import timedelta

import pytest

from campaigns.models import Topic
from campaigns.sessions.habits import Habit, habit_of, last_places
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

NOTHING = Habit(format=None, minutes=None, topic=None)


def make_held(officer, *, days_ago=1, **changed):
    return factories.make_session(
        **({"officers": [officer], "held_on": TODAY - timedelta(days=days_ago)} | changed)
    )


def test_habit_is_what_was_done_most(officer):
    games = factories.make_topic(name="Games")
    make_held(officer, days_ago=1, format="assembly", minutes=20, topics=[factories.make_topic()])
    for days_ago in (2, 3):
        make_held(officer, days_ago=days_ago, format="workshop", minutes=90, topics=[games])

    assert habit_of(officer, today=TODAY) == Habit(format="workshop", minutes=90, topic=games.pk)


def test_habit_counts_each_of_its_parts_by_itself(officer):
    games = factories.make_topic(name="Games")
    make_held(
        officer, days_ago=1, format="workshop", minutes=None, topics=[factories.make_topic(), games]
    )
    make_held(officer, days_ago=2, format="lesson", minutes=40, topics=[games])
    make_held(officer, days_ago=3, format="workshop", minutes=None, topics=[games])

    assert habit_of(officer, today=TODAY) == Habit(format="workshop", minutes=40, topic=games.pk)


def test_habit_of_two_as_frequent_is_the_later_one(officer):
    make_held(officer, days_ago=5, format="lesson", minutes=40)
    make_held(officer, days_ago=2, format="staff", minutes=60)

    habit = habit_of(officer, today=TODAY)

    assert (habit.format, habit.minutes) == ("staff", 60)


@pytest.mark.parametrize(("days_ago", "known"), [(0, True), (90, True), (91, False), (-1, False)])
def test_habit_is_of_the_last_ninety_days(officer, days_ago, known):
    make_held(officer, days_ago=days_ago)

    assert (habit_of(officer, today=TODAY) != NOTHING) == known


@pytest.mark.parametrize("state", ["planned", "cancelled", "did_not_happen", "voided"])
def test_habit_and_places_are_of_what_was_held(officer, state):
    make_held(officer, state=state, state_reason="Snow")

    assert (habit_of(officer, today=TODAY), last_places(officer, today=TODAY)) == (NOTHING, [])


def test_habit_and_places_are_my_own(officer):
    make_held(factories.make_member(name="Iain Bell"))

    assert (habit_of(officer, today=TODAY), last_places(officer, today=TODAY)) == (NOTHING, [])


def test_habit_never_offers_a_topic_that_was_withdrawn(officer):
    make_held(officer, topics=[factories.make_topic()])
    Topic.objects.update(is_offered=False)

    assert habit_of(officer, today=TODAY).topic is None


def test_last_places_are_the_three_latest_each_once(officer):
    first, second, third, fourth = (
        factories.make_place(name=f"School {number}") for number in range(4)
    )
    for days_ago, place in ((400, first), (9, second), (5, third), (4, fourth), (3, second)):
        make_held(officer, days_ago=days_ago, place=place)

    assert last_places(officer, today=TODAY) == [second, fourth, third]


def test_last_places_go_back_as_far_as_it_takes_and_leave_out_closed_ones_and_online(officer):
    old = factories.make_place(name="Old")
    closed = factories.make_place(name="Closed", closed_on=TODAY - timedelta(days=1))
    make_held(officer, days_ago=400, place=old)
    make_held(officer, days_ago=9, place=closed)
    make_held(officer, days_ago=8, is_online=True)

    assert last_places(officer, today=TODAY) == [old]


@pytest.mark.parametrize("rows", [1, 3])
def test_habit_takes_two_queries_and_last_places_one(officer, rows, django_assert_num_queries):
    for number in range(rows):
        make_held(officer, place=factories.make_place(name=f"School {number}"))

    with django_assert_num_queries(2):
        habit_of(officer, today=TODAY)
    with django_assert_num_queries(1):
        last_places(officer, today=TODAY)

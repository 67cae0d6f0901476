from datetime import date, time
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import DifferentSessions, Session
from campaigns.sessions.likeness import (
    Moment,
    found_like,
    is_pair,
    looks_like,
    moment_of,
    pairs,
    record_not_duplicate,
)
from tests.factories import TODAY, make_area, make_campaign, make_member, make_place, make_session

pytestmark = pytest.mark.django_db

CLOCKS_GO_BACK = date(2026, 10, 25)


def listed(campaign=None):
    return [(pair["first"], pair["second"]) for pair in pairs(campaign or make_campaign())]


def two(*, first=None, second=None, **both):
    """Two sessions, and whether they are asked about: by the rule in Python and by the list from
    the database, which must agree.
    """
    sessions = [make_session(**(both | changed)) for changed in (first or {}, second or {})]
    pair = (sessions[0].pk, sessions[1].pk)
    said = {
        looks_like(*(moment_of(session) for session in sessions)) and is_pair(*sessions),
        listed() == [pair],
        sessions[1]
        in found_like(moment_of(sessions[0]), campaign=make_campaign(), own=sessions[0].client_id),
    }
    assert len(said) == 1
    return said.pop()


@pytest.mark.parametrize(
    ("starts_at", "are_alike"),
    [(time(9, 30), True), (time(10, 14), True), (time(10, 15), True), (time(10, 16), False)],
)
def test_sessions_are_alike_up_to_45_minutes_apart(starts_at, are_alike):
    assert two(first={"starts_at": time(9, 30)}, second={"starts_at": starts_at}) is are_alike


@pytest.mark.parametrize(("starts_at", "are_alike"), [(time(8, 45), True), (time(8, 44), False)])
def test_the_later_one_may_have_been_logged_first(starts_at, are_alike):
    assert two(first={"starts_at": time(9, 30)}, second={"starts_at": starts_at}) is are_alike


@pytest.mark.parametrize("times", [(None, time(15, 0)), (time(9, 30), None), (None, None)])
def test_session_without_a_time_is_near_any_of_its_day(times):
    assert two(first={"starts_at": times[0]}, second={"starts_at": times[1]})


@pytest.mark.parametrize(
    ("stages", "are_alike"),
    [(("P7",), True), (("P6", "P7"), True), ((), True), (("P5", "P6"), False), (("S1",), False)],
    ids=lambda value: str(value),
)
def test_stages_of_sessions_that_are_alike_overlap(stages, are_alike):
    assert two(first={"stages": ("P7",)}, second={"stages": stages}) is are_alike


def test_midnight_is_not_near_the_day_before():
    assert not two(
        first={"held_on": date(2026, 11, 2), "starts_at": time(23, 50)},
        second={"held_on": date(2026, 11, 3), "starts_at": time(0, 5)},
    )


@pytest.mark.parametrize(("starts_at", "are_alike"), [(time(1, 45), True), (time(1, 46), False)])
def test_clock_that_goes_back_makes_no_difference(starts_at, are_alike):
    assert (
        two(
            held_on=CLOCKS_GO_BACK, first={"starts_at": time(1, 0)}, second={"starts_at": starts_at}
        )
        is are_alike
    )


@pytest.mark.parametrize(
    ("state", "are_alike"),
    [
        ("planned", True),
        ("delivered", True),
        ("cancelled", False),
        ("did_not_happen", False),
        ("voided", False),
    ],
)
def test_only_what_stands_is_alike(state, are_alike):
    assert two(second={"state": state, "state_reason": "Snow"}) is are_alike


def test_two_places_are_two_sessions():
    there = make_place(town="Larkhall", area=make_area(name="South Lanarkshire"))

    assert not two(first={"place": make_place()}, second={"place": there})


def test_closed_place_is_a_place():
    assert two(place=make_place(closed_on=date(2026, 11, 20)))


def test_online_without_a_place_is_like_no_other():
    assert not two(is_online=True)


def test_what_was_said_to_differ_is_not_asked_again():
    first, second = make_session(), make_session()
    by = make_member().user

    record_not_duplicate(session=second, others=[first], by=by)
    record_not_duplicate(session=first, others=[second], by=by)

    assert (listed(), is_pair(first, second), is_pair(second, first)) == ([], False, False)
    assert found_like(moment_of(second), campaign=make_campaign(), session=second) == []
    assert DifferentSessions.objects.count() == 1


def test_three_of_one_talk_are_three_pairs_the_newest_day_first():
    old = [make_session(held_on=date(2026, 10, 1)).pk for _ in range(2)]
    new = [make_session().pk for _ in range(3)]

    assert listed() == [(new[0], new[1]), (new[0], new[2]), (new[1], new[2]), (old[0], old[1])]


def test_another_campaign_is_never_looked_at():
    place = make_place()
    make_session(place=place)
    fife = make_campaign(name="Fife")
    make_session(place=place, campaign=fife)

    assert listed() == listed(fife) == []
    assert found_like(Moment(place=place, held_on=TODAY), campaign=fife) == []


def test_found_like_tells_the_first_logged_first_and_not_itself():
    first, second = make_session(), make_session()

    found = found_like(moment_of(first), campaign=make_campaign())

    assert found == [first, second]
    assert found_like(moment_of(first), campaign=make_campaign(), own=first.client_id) == [second]
    assert found_like(moment_of(first), campaign=make_campaign(), session=first) == [second]
    assert found_like(moment_of(first), campaign=make_campaign(), own=uuid4()) == [first, second]


@pytest.mark.parametrize("swapped", [True, False])
def test_different_sessions_stand_in_order(swapped):
    first, second = make_session(), make_session()
    if not swapped:
        second = first

    with pytest.raises(IntegrityError), transaction.atomic():
        DifferentSessions.objects.create(first=second, second=first, by=make_member().user)


def test_different_sessions_are_said_once():
    first, second, by = make_session(), make_session(), make_member().user
    DifferentSessions.objects.create(first=first, second=second, by=by)

    with pytest.raises(IntegrityError), transaction.atomic():
        DifferentSessions.objects.create(first=first, second=second, by=by)


@pytest.mark.parametrize("state", ["planned", "delivered", "cancelled"])
def test_merged_session_that_counts_is_refused(state):
    kept, other = make_session(), make_session(state=state, state_reason="Snow")

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=other.pk).update(merged_into=kept)


def test_session_merged_into_itself_is_refused():
    other = make_session(state="voided", state_reason="Twice")

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=other.pk).update(merged_into=other)


@pytest.mark.parametrize("how_many", [1, 3])
def test_pairs_are_one_query(how_many):
    for number in range(how_many):
        place = make_place(name=f"School {number}")
        make_session(place=place)
        make_session(place=place)

    with CaptureQueriesContext(connection) as queries:
        assert len(listed()) == how_many

    assert len([query for query in queries if "campaigns_session" in query["sql"]]) == 1


def test_pairs_go_by_the_index():
    make_session()

    plan = pairs(make_campaign()).explain()

    assert connection.vendor != "sqlite" or "campaign_id=? AND place_id=? AND held_on=?" in plan


times = st.one_of(
    st.none(),
    st.times(min_value=time(8, 0), max_value=time(12, 0)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
)
stage_lists = st.lists(
    st.sampled_from(["P1", "P6", "P7", "S1", "S6"]), max_size=3, unique=True
).map(tuple)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sessions=st.lists(st.tuples(times, stage_lists, st.integers(1, 2)), max_size=6))
def test_list_and_rule_agree(sessions):
    with transaction.atomic():
        place = make_place()
        made = [
            make_session(place=place, starts_at=at, stages=stages, held_on=date(2026, 11, day))
            for at, stages, day in sessions
        ]

        by_rule = {
            (a.pk, b.pk)
            for a in made
            for b in made
            if a.pk < b.pk and looks_like(moment_of(a), moment_of(b))
        }

        assert set(listed()) == by_rule
        transaction.set_rollback(True)

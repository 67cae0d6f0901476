from datetime import date, timedelta

import pytest

from campaigns.models import CarriedFigure
from campaigns.reach.mark import Day, carried_beside, likely_on, mark_of
from campaigns.reach.reach import reach
from tests.campaigns.reach.test_reach_pages import text_of
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
    make_carried_figure,
    make_member,
    make_session,
)

A_YEAR_AGO = TODAY - timedelta(days=365)


def a_day(on: date, count: int, sessions: int = 10) -> Day:
    return Day(on, count=count, estimated=0, sessions=sessions, without_figure=0)


def figure(
    *, value: int = 20_000, qualifier: str = "over", ends_on: date | None = date(2016, 8, 31)
) -> CarriedFigure:
    return CarriedFigure(
        value=value,
        qualifier=qualifier,
        starts_on=date(2015, 11, 1),
        ends_on=ends_on,
        source="Local press, 2016",
    )


def test_mark_shows_how_far_the_log_is():
    mark = mark_of(20_000, [a_day(date(2026, 9, 1), 12_728)], today=TODAY)

    assert (mark.goal, mark.left, mark.percent, mark.passed_on) == (20_000, 7_272, 63, None)


def test_mark_says_100_only_when_it_is_reached():
    assert mark_of(20_000, [a_day(date(2026, 9, 1), 19_999)], today=TODAY).percent == 99


def test_mark_is_passed_on_the_day_that_reaches_it_and_the_next_5000_follows():
    days = [
        a_day(date(2026, 9, 1), 19_999),
        a_day(date(2026, 9, 2), 1),
        a_day(date(2026, 9, 3), 500),
    ]

    mark = mark_of(20_000, days, today=TODAY)

    assert (mark.passed_on, mark.goal, mark.left) == (date(2026, 9, 2), 25_000, 4_500)


def test_next_mark_is_ahead_even_when_the_log_stands_on_a_round_number():
    assert mark_of(20_000, [a_day(date(2026, 9, 1), 25_000)], today=TODAY).goal == 30_000


def test_likely_day_replays_the_last_twelve_months():
    days = [a_day(A_YEAR_AGO, 1), a_day(date(2026, 2, 10), 600), a_day(date(2026, 6, 1), 400)]

    assert likely_on(days, 600, today=TODAY) == date(2027, 2, 10)
    assert likely_on(days, 601, today=TODAY) == date(2027, 6, 1)
    assert likely_on(days, 1_000, today=TODAY) == date(2027, 6, 1)
    assert likely_on(days, 1_001, today=TODAY) == date(2028, 2, 10)


@pytest.mark.parametrize(
    "days",
    [
        [],
        [a_day(TODAY - timedelta(days=364), 5_000)],
        [a_day(A_YEAR_AGO, 5_000)],
        [a_day(A_YEAR_AGO, 5_000), a_day(date(2026, 9, 1), 0)],
        [a_day(A_YEAR_AGO, 5_000), a_day(date(2026, 9, 1), 500, sessions=9)],
        [a_day(A_YEAR_AGO, 5_000), a_day(date(2026, 9, 1), 10)],
    ],
    ids=[
        "empty",
        "younger than a year",
        "nothing in the last year",
        "nobody in the last year",
        "too few sessions",
        "too far off",
    ],
)
def test_likely_day_is_not_guessed_from_too_little(days):
    assert likely_on(days, 15_000, today=TODAY) is None


def test_reported_figure_without_an_end_stands_beside_the_log():
    carried = carried_beside(figure(ends_on=None), [a_day(date(2026, 9, 1), 3_214)])

    assert (carried.words, carried.total, carried.total_words) == ("over 20,000", None, None)


def test_sessions_inside_the_window_explain_the_reported_figure_and_add_nothing():
    carried = carried_beside(
        figure(), [a_day(date(2015, 11, 1), 4_000), a_day(date(2016, 8, 31), 4_000)]
    )

    assert carried.total_words == "over 20,000"


def test_sessions_after_the_window_are_added_and_the_qualifier_travels():
    carried = carried_beside(
        figure(), [a_day(date(2016, 8, 31), 4_000), a_day(date(2016, 9, 1), 3_214)]
    )

    assert carried.total_words == "over 23,214"


def test_log_that_holds_more_than_was_reported_needs_no_qualifier():
    carried = carried_beside(
        figure(), [a_day(date(2016, 1, 1), 20_001), a_day(date(2016, 9, 1), 1_000)]
    )

    assert carried.total_words == "21,001"


def test_exact_figure_is_said_without_a_qualifier():
    assert carried_beside(figure(qualifier="exactly"), []).words == "20,000"


@pytest.mark.django_db
def test_reach_carries_the_campaigns_own_figure():
    make_carried_figure(ends_on=date(2016, 8, 31))
    make_carried_figure(campaign=make_campaign(name="Ayrshire"), value=5)
    make_attendance(session=make_session(held_on=date(2026, 9, 1)), count=3_214)

    carried = reach(make_campaign(), today=TODAY).carried

    assert carried is not None
    assert (carried.total_words, carried.inside, carried.outside) == ("over 23,214", 0, 3_214)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/reach/", "/team/reach/"])
@pytest.mark.parametrize(
    ("value", "qualifier", "reached"),
    [
        (5_000, "over", True),
        (5_000, "exactly", True),
        (500, "over", False),
        (5_000, "about", False),
    ],
)
def test_mark_is_counted_again_only_where_the_figure_of_before_reached_it(
    client, on_a_monday, path, value, qualifier, reached
):
    make_campaign(mark=5_000)
    make_carried_figure(value=value, qualifier=qualifier)
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=40)
    client.force_login(make_member(role="viewer").user)

    text = text_of(client.get(path))

    assert ("We now count to 5,000 again." in text) == reached
    assert ("The number from the past is not part of it." in text) == (not reached)

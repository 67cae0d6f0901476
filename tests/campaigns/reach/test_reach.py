from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Audience
from campaigns.reach.filters import Filters
from campaigns.reach.reach import Month, Part, reach
from tests.factories import (
    TODAY,
    make_area,
    make_attendance,
    make_campaign,
    make_carried_figure,
    make_member,
    make_place,
    make_session,
    make_topic,
)

pytestmark = pytest.mark.django_db


def counted(parts: tuple[Part, ...]) -> dict[str, int]:
    return {part.label: part.count for part in parts if part.count}


def test_reach_of_an_empty_log_is_nought():
    found = reach(make_campaign(), today=TODAY)

    assert (found.logged, found.sessions, found.without_figure, found.estimated_percent) == (
        0,
        0,
        0,
        0,
    )
    assert found.by_month == ()
    assert found.since is None


@pytest.mark.parametrize("state", ["planned", "cancelled", "did_not_happen", "voided"])
def test_reach_counts_delivered_sessions_only(state):
    make_attendance(count=25)
    make_attendance(session=make_session(state=state, state_reason="Snow"), count=100)

    found = reach(make_campaign(), today=TODAY)

    assert (found.logged, found.sessions) == (25, 1)


def test_reach_leaves_other_campaigns_out():
    make_attendance(count=25)
    make_attendance(session=make_session(campaign=make_campaign(name="Ayrshire")), count=100)

    assert reach(make_campaign(), today=TODAY).logged == 25


def test_reach_tells_unknown_from_nobody():
    make_attendance(session=make_session(), count=None, known="unknown")
    make_attendance(session=make_session(), count=0)
    make_session()  # no row at all

    found = reach(make_campaign(), today=TODAY)

    assert (found.logged, found.sessions, found.without_figure) == (0, 3, 2)


def test_session_with_one_known_row_has_a_figure():
    session = make_session()
    make_attendance(session=session, count=12)
    make_attendance(session=session, audience="parents", count=None, known="unknown")

    assert reach(make_campaign(), today=TODAY).without_figure == 0


def test_reach_says_how_much_is_estimated():
    session = make_session()
    make_attendance(session=session, count=30)
    make_attendance(session=session, audience="parents", count=10, known="estimated")

    found = reach(make_campaign(), today=TODAY)

    assert (found.estimated, found.estimated_percent) == (10, 25)


def test_months_run_from_the_first_session_to_this_month_with_the_quiet_ones():
    make_attendance(session=make_session(held_on=date(2025, 12, 18)), count=20)
    make_attendance(session=make_session(held_on=date(2026, 2, 3)), count=30)
    make_session(held_on=date(2026, 2, 4))

    found = reach(make_campaign(), today=date(2026, 3, 1))

    assert found.by_month == (
        Month(date(2025, 12, 1), count=20, sessions=1, without_figure=0),
        Month(date(2026, 1, 1), count=0, sessions=0, without_figure=0),
        Month(date(2026, 2, 1), count=30, sessions=2, without_figure=1),
        Month(date(2026, 3, 1), count=0, sessions=0, without_figure=0),
    )
    assert [month.label for month in found.by_month][:2] == ["December 2025", "January 2026"]


def test_month_whose_sessions_have_no_figure_is_unknown_and_a_quiet_one_is_not():
    assert Month(date(2026, 2, 1), count=0, sessions=2, without_figure=2).is_unknown
    assert not Month(date(2026, 2, 1), count=0, sessions=2, without_figure=1).is_unknown
    assert not Month(date(2026, 2, 1), count=0, sessions=0, without_figure=0).is_unknown


def test_audiences_are_all_there_in_their_order():
    make_attendance(audience="parents", count=14)

    found = reach(make_campaign(), today=TODAY).by_audience

    assert [part.label for part in found] == [str(audience.label) for audience in Audience]
    assert counted(found) == {"Parents and guardians": 14}


def test_area_is_where_the_people_came_from_then_where_the_session_was():
    south = make_place(name="Otterburn Primary School", area=make_area(name="South Lanarkshire"))
    theatre = make_session(place=make_place(name="Theatre", kind="community"))
    make_attendance(session=theatre, count=30)
    make_attendance(session=theatre, place=south, count=40)
    make_attendance(session=make_session(is_online=True), count=50)

    found = reach(make_campaign(), today=TODAY).by_area

    assert found == (
        Part("North Lanarkshire", 30),
        Part("South Lanarkshire", 40),
        Part("Online or no place", 50),
    )


def test_areas_that_are_not_the_campaigns_stand_together():
    for name, count in [("Fife", 11), ("Moray", 22)]:
        make_attendance(
            session=make_session(place=make_place(area=make_area(name=name))), count=count
        )

    found = reach(make_campaign(), today=TODAY).by_area

    assert found == (
        Part("North Lanarkshire", 0),
        Part("South Lanarkshire", 0),
        Part("Other areas", 33),
    )


def test_campaign_that_names_no_areas_shows_each_that_was_visited():
    campaign = make_campaign(areas=[])
    for name in ("Moray", "Fife"):
        make_attendance(session=make_session(place=make_place(area=make_area(name=name))), count=15)

    assert reach(campaign, today=TODAY).by_area == (Part("Fife", 15), Part("Moray", 15))


def test_session_of_two_officers_and_two_topics_is_counted_once():
    officers = [make_member(), make_member(name="Iain Hay")]
    topics = [make_topic(), make_topic(name="Cyberbullying")]
    make_attendance(session=make_session(officers=officers, topics=topics), count=25)

    found = [
        reach(make_campaign(), today=TODAY, filters=each).logged
        for each in (Filters(), Filters(officer=officers[1]), Filters(topic=topics[0]))
    ]

    assert found == [25, 25, 25]


def test_filters_narrow_by_date_officer_and_topic():
    officer, topic = make_member(), make_topic(name="Cyberbullying")
    make_attendance(session=make_session(held_on=date(2026, 9, 1), officers=[officer]), count=1)
    make_attendance(session=make_session(held_on=date(2026, 9, 2), topics=[topic]), count=10)
    make_attendance(session=make_session(held_on=date(2026, 9, 3)), count=100)

    def logged(filters: Filters) -> int:
        return reach(make_campaign(), today=TODAY, filters=filters).logged

    assert logged(Filters(since=date(2026, 9, 2))) == 110
    assert logged(Filters(until=date(2026, 9, 2))) == 11
    assert logged(Filters(officer=officer)) == 1
    assert logged(Filters(topic=topic)) == 10


def test_filter_by_audience_counts_its_rows_and_their_sessions():
    session = make_session()
    make_attendance(session=session, count=25)
    make_attendance(session=session, audience="parents", count=None, known="unknown")
    make_session()

    found = reach(make_campaign(), today=TODAY, filters=Filters(audience=Audience.PARENTS))

    assert (found.logged, found.sessions, found.without_figure) == (0, 1, 1)


def test_filter_by_place_counts_the_rows_of_those_who_came_from_it():
    school, theatre = make_place(), make_place(name="Theatre", kind="community")
    session = make_session(place=theatre)
    make_attendance(session=session, place=school, count=25)
    make_attendance(session=session, audience="professionals", count=4)
    make_session(place=school)

    at_school = reach(make_campaign(), today=TODAY, filters=Filters(place=school))
    at_theatre = reach(make_campaign(), today=TODAY, filters=Filters(place=theatre))

    assert (at_school.logged, at_school.sessions, at_school.without_figure) == (25, 2, 1)
    assert (at_theatre.logged, at_theatre.sessions, at_theatre.without_figure) == (4, 1, 0)


def test_filter_by_area_leaves_out_those_who_came_from_another():
    north, south = make_area(), make_area(name="South Lanarkshire")
    session = make_session(place=make_place(area=north))
    make_attendance(session=session, count=25)
    make_attendance(session=session, place=make_place(area=south), count=40)

    found = {
        area.name: reach(make_campaign(), today=TODAY, filters=Filters(area=area)).logged
        for area in (north, south)
    }

    assert found == {"North Lanarkshire": 25, "South Lanarkshire": 40}


def test_filters_leave_the_reported_figure_and_the_mark_out():
    make_carried_figure()

    found = reach(make_campaign(), today=TODAY, filters=Filters(area=make_area()))

    assert (found.carried, found.mark) == (None, None)


@pytest.mark.parametrize("sessions", [1, 3])
def test_reach_asks_the_database_seven_times_however_much_there_is(sessions):
    campaign = make_campaign()
    make_carried_figure()
    for number in range(sessions):
        make_attendance(
            session=make_session(
                held_on=date(2026, 1 + number, 5), officers=[make_member(name=f"Officer {number}")]
            )
        )

    with CaptureQueriesContext(
        connection,
    ) as queries:
        reach(campaign, today=TODAY)

    assert len(queries) == 7

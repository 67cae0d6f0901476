from datetime import date

import pytest

from campaigns.reach.public import for_public
from campaigns.reach.reach import reach
from campaigns.reach.words import busiest, latest
from tests.factories import (
    TODAY,
    make_area,
    make_attendance,
    make_campaign,
    make_carried_figure,
    make_member,
    make_place,
    make_session,
)

pytestmark = pytest.mark.django_db


def shown():
    return for_public(reach(make_campaign(), today=TODAY))


def test_public_reach_shows_what_is_large_enough():
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=25, known="estimated")

    found = shown()

    assert (found.total, found.estimated_percent, found.withholds) == (25, 100, False)
    assert found.by_month == (("November 2026", 25),)
    assert dict(found.by_audience)["Children (up to P7)"] == 25


def test_public_reach_withholds_a_small_month_and_the_next_smallest():
    for month, count in [(9, 4), (10, 60), (11, 300)]:
        make_attendance(session=make_session(held_on=date(2026, month, 2)), count=count)

    found = shown()

    assert found.by_month == (
        ("September 2026", None),
        ("October 2026", None),
        ("November 2026", 300),
    )
    assert (found.total, found.withholds) == (364, True)


def test_public_reach_of_a_few_people_shows_no_figure_anywhere():
    make_attendance(count=7)

    found = shown()

    assert (found.total, found.mark, found.estimated_percent) == (None, None, 0)
    assert {count for _, count in (*found.by_month, *found.by_audience, *found.by_area)} == {
        None,
        0,
    }


def test_total_that_gives_one_table_away_is_withheld_from_all():
    south = make_place(name="Otterburn Primary School", area=make_area(name="South Lanarkshire"))
    for place in (make_place(), south):
        make_attendance(session=make_session(place=place), count=9)

    found = shown()

    assert found.total is None
    assert dict(found.by_audience)["Children (up to P7)"] is None


def test_month_without_any_figure_is_not_shown_as_nought():
    make_attendance(session=make_session(held_on=date(2026, 10, 5)), count=40)
    make_session(held_on=date(2026, 11, 2))

    assert shown().by_month == (("October 2026", 40), ("November 2026", None))


@pytest.mark.parametrize(
    ("after", "together"), [(0, "over 20,000"), (9, None), (10, "over 20,010")]
)
def test_sum_with_the_reported_figure_tells_of_no_few_people(after, together):
    make_carried_figure(ends_on=date(2016, 8, 31))
    make_attendance(session=make_session(held_on=date(2016, 5, 4)), count=500)
    make_attendance(session=make_session(held_on=date(2026, 11, 2)), count=after)

    reported = shown().reported

    assert reported is not None
    assert reported.together == together


def test_busiest_month_is_one_sentence():
    assert (
        busiest([("May 2026", 3), ("June 2026", None), ("July 2026", 1_200)])
        == "The busiest month was July 2026, with 1,200 attendances."
    )
    assert (
        busiest([("May 2026", 30), ("June 2026", 30)])
        == "The busiest months were May 2026 and June 2026, with 30 attendances each."
    )
    assert busiest([("May 2026", 30)] * 3) == ""
    assert busiest([("May 2026", 1)]) == "The busiest month was May 2026, with 1 attendance."
    assert busiest([("May 2026", None), ("June 2026", 0)]) == ""


def test_latest_months_fit_a_telephone():
    assert latest([("May 2026", number) for number in range(30)])[0] == ("May 2026", 6)


@pytest.mark.parametrize(
    ("counted", "estimated", "team", "public", "rest"),
    [
        (0, 120, "120 of 120 attendances are estimates (100%).", "100 in every 100", False),
        (1, 999, "999 of 1,000 attendances are estimates (99%).", "99 in every 100", True),
        (119, 1, "1 of 120 attendances is an estimate (1%).", "1 in every 100", True),
        (90, 30, "30 of 120 attendances are estimates (25%).", "25 in every 100", True),
    ],
)
def test_rest_of_the_estimates_is_spoken_of_when_there_is_one(
    client, counted, estimated, team, public, rest
):
    session = make_session()
    make_attendance(session=session, count=estimated, known="estimated")
    make_attendance(session=session, count=counted, audience="not_recorded")
    client.force_login(make_member().user)

    pages = [" ".join(client.get(path).text.split()) for path in ("/team/reach/", "/reach/")]

    assert team in pages[0]
    assert f"{public} are a best guess." in pages[1]
    assert ["The rest were counted" in page for page in pages] == [rest, rest]


def test_estimates_are_not_spoken_of_while_nobody_is_counted(client):
    make_session()
    client.force_login(make_member().user)

    text = " ".join(client.get("/team/reach/").text.split())

    assert "1 of 1 session has no count yet." in text
    assert "are estimates" not in text

"""The week of all: who is free, booked, held and away, and colleagues are not told why."""

from datetime import date, time

import pytest
from django.utils.html import strip_tags

from campaigns.diaries.read import read_diaries
from campaigns.diaries.week import week_of
from tests.campaigns.diaries.days import TUESDAY, add_leave, wall
from tests.factories import (
    NOW,
    make_attendance,
    make_member,
    make_offer,
    make_session,
    make_talk_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_the_week_says_who_is_free_booked_held_and_away(client, coordinator):
    officer, other = make_member(name="Bo Kerr"), make_member(name="Dee Orr")
    make_session(state="planned", held_on=TUESDAY, starts_at=time(9, 30), officers=[officer])
    make_offer(
        talk_request=make_talk_request(state="offered"),
        officer=other,
        held_on=TUESDAY,
        starts_at=time(11),
    )
    add_leave(officer, begins=wall(8, 13), ends=wall(8, 16))

    shown = client.get("/team/week/", {"from": "2026-12-10"}).context["week"]

    day = {str(row.officer): row for row in shown.days[1].officers}
    assert shown.first == date(2026, 12, 7)
    assert [each.day.isoweekday() for each in shown.days] == [1, 2, 3, 4, 5]
    assert day["Bo Kerr"].away == ["On leave from 13:00 until 16:00"]
    assert day["Bo Kerr"].taken == [
        "09:30 to 10:20 at Braeside Primary School, Wishaw (North Lanarkshire)"
    ]
    assert day["Dee Orr"].taken == [
        "11:00 to 11:50 offered to Braeside Primary School, Wishaw (North Lanarkshire)"
    ]
    assert day["Dee Orr"].free[0].startswith("09:00 to 10:")
    assert day["Catriona Muir"].free == ["09:00 to 15:30"]


def test_the_week_says_what_was_held_and_what_is_planned(client, officer):
    other = make_member(name="Dee Orr")
    held = make_session(held_on=date(2026, 11, 23), officers=[other])
    make_attendance(session=held, count=28)
    unknown = make_session(held_on=date(2026, 11, 23))
    make_attendance(session=unknown, count=None, known="unknown")
    waiting = make_session(state="planned", held_on=date(2026, 11, 23), officers=[other])
    coming = make_session(state="planned", held_on=date(2026, 11, 27), officers=[])
    make_session(state="cancelled", state_reason="Snow", held_on=date(2026, 11, 23))
    make_session(state="voided", state_reason="Twice", held_on=date(2026, 11, 23))

    answer = client.get("/team/week/", {"from": "2026-11-23"})
    days = {each.day: each for each in answer.context["week"].days}
    monday = {row.session.pk: row for row in days[date(2026, 11, 23)].sessions}

    assert set(monday) == {held.pk, unknown.pk, waiting.pk}
    assert str(monday[held.pk].figure) == "28"
    assert str(monday[unknown.pk].figure) == "No figure yet"
    assert monday[waiting.pk].needs_count
    assert [row.session.pk for row in days[date(2026, 11, 27)].sessions] == [coming.pk]
    page = " ".join(answer.content.decode().split())
    for words in ("28 came", "Held, no number yet", "Needs its count", "nobody gives it yet"):
        assert words in page
    where = {str(row.officer): row for row in days[date(2026, 11, 23)].officers}
    assert len(where["Dee Orr"].sessions) == 2


def test_each_visit_is_a_line_of_when_who_and_where(client, officer):
    monday, friday = date(2026, 11, 23), date(2026, 11, 27)
    both = [make_member(name="Bo Kerr"), make_member(name="Dee Orr")]
    held = make_session(held_on=monday, starts_at=time(9, 30), officers=both)
    make_attendance(session=held, count=28)
    make_session(state="planned", held_on=friday, starts_at=time(11), officers=both[1:])
    make_session(state="planned", held_on=friday, starts_at=None, officers=[])

    page = client.get("/team/week/", {"from": "2026-11-23"}).text

    words = " ".join(strip_tags(page).split())
    at = "Braeside Primary School, Wishaw"
    for line in (
        f"Monday 23 Nov Today 09:30 Bo Kerr, Dee Orr: {at} Class lesson Held 28 came",
        f"Friday 27 Nov 11:00 Dee Orr: {at} Class lesson Planned",
        f"Planned nobody gives it yet: {at} Class lesson Planned",
    ):
        assert line in words


def test_a_session_of_today_needs_its_count_once_it_has_begun(client, officer):
    today = date(2026, 11, 23)
    for hour in (9, 15):
        make_session(state="planned", held_on=today, starts_at=time(hour), officers=[officer])
    days = client.get("/team/week/").context["week"].days
    assert [row.needs_count for row in days[0].sessions] == [True, False]


def test_a_session_on_a_saturday_shows_the_day(client, officer):
    saturday = date(2026, 11, 28)
    make_session(state="planned", held_on=saturday, officers=[officer])
    shown = client.get("/team/week/", {"from": "2026-11-23"}).context["week"]
    assert shown.days[-1].day == saturday


def test_colleagues_are_not_told_why(client, officer):
    other = make_member(name="Dee Orr")
    add_leave(other, begins=wall(8), ends=wall(9), kind="court")

    page = client.get("/team/week/", {"from": "2026-12-08"}).content.decode()

    assert "Away" in page
    assert "court" not in page.lower()


@pytest.mark.parametrize("day", ["", "soon", "2026-13-40", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_shows_this_week(client, officer, day):
    assert client.get("/team/week/", {"from": day}).context["week"].first == date(2026, 11, 23)


def test_the_weekend_is_shown_when_something_is_on(officer):
    add_leave(officer, begins=wall(12, 10), ends=wall(12, 12), kind="opening")

    shown = week_of(campaign=officer.campaign, day=TUESDAY, now=NOW, says_why=False)

    assert [each.day.isoweekday() for each in shown.days] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("count", [1, 3])
def test_the_week_asks_the_database_the_same_whatever_the_team(
    client, officer, count, django_assert_num_queries
):
    for number in range(count - 1):
        make_member(name=f"Officer {number}")
    make_session(state="planned", held_on=TUESDAY, starts_at=time(9, 30), officers=[officer])

    client.get("/team/week/")
    # session, person, membership; officers; hours, what differs, planned with its officers, held
    # the week's own sessions, with who came and who gives them
    with django_assert_num_queries(13):
        client.get("/team/week/", {"from": "2026-12-08"})


def test_the_diaries_of_one_officer_are_read(officer):
    diaries = read_diaries(
        campaign=officer.campaign, officers=[officer], first=TUESDAY, last=TUESDAY, now=NOW
    )

    assert diaries.hours_on(officer, TUESDAY) == ((time(9), time(15, 30)),)

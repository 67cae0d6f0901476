"""An officer's diary: what is entered decides when talks can be offered."""

from datetime import date, time

import pytest

from campaigns.diaries.forms import hours_in_words
from campaigns.diaries.free_time import free_slots
from campaigns.models import Campaign
from tests.campaigns.diaries.days import TUESDAY, add_leave, wall
from tests.factories import NOW, make_campaign, make_member, make_place, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

DEEDS = ("hours", "usual", "times", "base")


def starts(officer, day=TUESDAY):
    return free_slots(officer=officer, day=day, minutes=50, place=make_place(), now=NOW)


def week_form(**changed):
    return {f"hours-day_{number}": changed.get(f"day_{number}", "") for number in range(1, 8)}


def away_form(**changed):
    typed = {
        "kind": "leave",
        "first_on_day": "8",
        "first_on_month": "12",
        "first_on_year": "2026",
        **changed,
    }
    return {f"time-{name}": value for name, value in typed.items()}


# The usual week


def test_the_week_is_written_as_people_write_it(client, officer):
    client.post(
        f"/team/diary/{officer.pk}/hours/", week_form(day_2="9.00 to 12.00 and 1pm to 15.30")
    )

    hours = [(row.weekday, row.starts_at, row.ends_at) for row in officer.hours.all()]
    assert hours == [(2, time(9), time(12)), (2, time(13), time(15, 30))]
    assert starts(officer)[0] == time(9)
    assert starts(officer, date(2026, 12, 9)) == []


def test_the_week_comes_back_from_its_page_as_it_stood(client, officer):
    early = [(2, time(6), time(9)), (2, time(13), time(15, 30))]
    for weekday, first, last in early:
        officer.hours.create(weekday=weekday, starts_at=first, ends_at=last)

    response = client.post(f"/team/diary/{officer.pk}/hours/", week_form(**hours_in_words(officer)))

    assert response.status_code == 302
    assert [(row.weekday, row.starts_at, row.ends_at) for row in officer.hours.all()] == early


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("mornings", "Write it like 9.00 to 12.00"),
        ("12.00 to 9.00", "The first time must be before the second one"),
        ("9.00", "Write it like 9.00 to 12.00"),
        ("9.00 to 25.00", "Write it like 9.00 to 12.00"),
    ],
)
def test_hours_that_cannot_be_read_come_back(client, officer, said, message):
    response = client.post(f"/team/diary/{officer.pk}/hours/", week_form(day_2=said))

    page = response.content.decode()
    assert message in page
    assert f'value="{said}"' in page
    assert not officer.hours.exists()


def test_a_week_without_any_hours_is_asked_about(client, officer):
    response = client.post(f"/team/diary/{officer.pk}/hours/", week_form())

    assert "Enter hours on one day at least" in response.content.decode()


def test_the_campaigns_hours_come_back(client, officer):
    client.post(f"/team/diary/{officer.pk}/hours/", week_form(day_2="9.00 to 10.00"))

    client.post(f"/team/diary/{officer.pk}/usual/")

    assert starts(officer)[-1] == time(14, 30)  # of 9.00 to 15.30, with the way


# Away, and there for more


def test_leave_of_a_whole_day_leaves_no_time_free(client, officer):
    for _ in range(2):
        client.post(f"/team/diary/{officer.pk}/times/", away_form())

    assert officer.times.count() == 1
    assert starts(officer) == []


def test_court_in_the_morning_of_three_days(client, officer):
    last = {"last_on_day": "10", "last_on_month": "12", "last_on_year": "2026"}

    client.post(
        f"/team/diary/{officer.pk}/times/",
        away_form(kind="court", starts_at="9.00", ends_at="12.30", **last),
    )

    assert officer.times.count() == 3
    assert starts(officer)[0] == time(12, 30)


def test_extra_time_outside_the_week(client, officer):
    evening = {"kind": "opening", "starts_at": "18.00", "ends_at": "20.00"}

    client.post(f"/team/diary/{officer.pk}/times/", away_form(**evening))

    assert time(18, 30) in starts(officer)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Choose what it is"),
        ({"first_on_day": ""}, "The first day must include a day"),
        ({"first_on_year": "2025"}, "The first day must be on or after 23 November 2026"),
        (
            {"last_on_day": "7", "last_on_month": "12", "last_on_year": "2026"},
            "The last day must be on or after the first day",
        ),
        ({"starts_at": "9.00"}, "Enter both times, or neither for whole days"),
        (
            {"starts_at": "12.00", "ends_at": "9.00"},
            "The time it ends must be after the time it starts",
        ),
        ({"kind": "opening"}, "Enter from when until when you can give talks"),
    ],
)
def test_what_is_wrong_is_told(client, officer, changes, message):
    response = client.post(f"/team/diary/{officer.pk}/times/", away_form(**changes))

    assert message in response.content.decode()
    assert "<title>Error: Away, or there for more talks" in response.content.decode()
    assert not officer.times.exists()


def test_extra_time_while_away_is_refused(client, officer):
    add_leave(officer, begins=wall(8), ends=wall(9))

    response = client.post(
        f"/team/diary/{officer.pk}/times/",
        away_form(kind="opening", starts_at="18.00", ends_at="20.00"),
    )

    assert "Ailsa Reid is away then: leave." in response.content.decode()


def test_removed_twice_it_is_gone(client, officer):
    row = add_leave(officer, begins=wall(8), ends=wall(9))[0]

    statuses = [
        client.post(f"/team/diary/{officer.pk}/times/{row.pk}/remove/").status_code
        for _ in range(2)
    ]

    assert statuses == [302, 302]
    assert not officer.times.exists()


# Base, topics, travel: coordinators


def test_a_coordinator_sets_base_and_topics(client, coordinator):
    officer, place, topic = make_member(name="Bo Kerr"), make_place(), make_topic()

    client.post(
        f"/team/diary/{officer.pk}/base/", {"base-base": place.label, "base-topics": [topic.pk]}
    )

    officer.refresh_from_db()
    assert (officer.base, list(officer.topics.all())) == (place, [topic])


def test_a_coordinator_sets_the_travel_rule(client, coordinator):
    client.post("/team/travel/", {"travel-km_an_hour": "50", "travel-least_minutes_between": "15"})

    campaign = Campaign.objects.get()
    assert (campaign.km_an_hour, campaign.least_minutes_between) == (50, 15)


@pytest.mark.parametrize(
    ("speed", "message"),
    [("0", "Enter how many kilometres an hour, 1 or more"), ("fast", "as a whole number")],
)
def test_a_speed_that_goes_nowhere_is_refused(client, coordinator, speed, message):
    response = client.post(
        "/team/travel/", {"travel-km_an_hour": speed, "travel-least_minutes_between": "15"}
    )

    assert message in response.content.decode()
    assert Campaign.objects.get().km_an_hour == 35


# The ladder


def test_my_diary_leads_to_mine(client, officer):
    assert client.get("/team/diary/")["Location"] == f"/team/diary/{officer.pk}/"


def test_an_officer_keeps_only_their_own(client, officer):
    other = make_member(name="Dee Orr")

    assert client.get(f"/team/diary/{other.pk}/").status_code == 404
    assert [
        client.post(f"/team/diary/{other.pk}/{deed}/").status_code
        for deed in ("hours", "usual", "times")
    ] == [404] * 3
    assert client.post(f"/team/diary/{officer.pk}/base/").status_code == 403
    assert client.post("/team/travel/").status_code == 403


def test_a_coordinator_of_another_campaign_finds_nothing(client):
    stranger = make_member(role="coordinator", campaign=make_campaign(name="Ayrshire"))
    client.force_login(stranger.user)
    officer = make_member(campaign=make_campaign(), name="Bo Kerr")

    assert client.get(f"/team/diary/{officer.pk}/").status_code == 404
    assert [client.post(f"/team/diary/{officer.pk}/{deed}/").status_code for deed in DEEDS] == [
        404
    ] * 4


@pytest.mark.parametrize("address", ["/team/week/", "/team/diary/", "/team/diary/1/"])
def test_a_viewer_sees_no_diary(client, address):
    client.force_login(make_member(role="viewer").user)

    assert client.get(address).status_code == 403


def test_signed_out_nobody_gets_in(client):
    officer = make_member()

    answers = [
        client.get("/team/week/"),
        client.get(f"/team/diary/{officer.pk}/"),
        *(client.post(f"/team/diary/{officer.pk}/{deed}/") for deed in DEEDS),
    ]

    assert [answer.status_code for answer in answers] == [302] * 6
    assert all(answer["Location"].startswith("/accounts/login/") for answer in answers)


def test_button_takes_a_post_only(client, coordinator):
    assert client.get(f"/team/diary/{coordinator.pk}/usual/").status_code == 405

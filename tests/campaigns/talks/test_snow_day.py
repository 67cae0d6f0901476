"""A snow day: what is shown is what happens, for one council and one day, all of it or nothing."""

from datetime import date, time

import pytest

from campaigns.diaries.book import Slot
from campaigns.history.conflicts import Conflict
from campaigns.models import DiaryEntry, Offer, Session
from campaigns.talks import snow_day
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.offers import offer_dates
from tests.factories import NOW, make_area, make_member, make_place, make_session, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

DAY = date(2026, 12, 1)


def confirmed_talk(officer, *, at=10, reference="BCD2345", place=None):
    talk = make_talk_request(reference=reference, place=place)
    slot = Slot(officer=officer, held_on=DAY, starts_at=time(at), minutes=50)
    offers = offer_dates(
        talk_request=talk,
        slots=[slot],
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=officer.user,
        now=NOW,
    )
    confirm_offer(offer=offers[0], by=None, now=NOW)
    talk.refresh_from_db()
    return talk


def typed(closed, **more):
    return {
        "area": closed.pk,
        "day_day": DAY.day,
        "day_month": DAY.month,
        "day_year": DAY.year,
        **more,
    }


def seen(client, area):
    return client.get("/team/snow-day/", typed(area)).context["snow"]


def north(talk):
    talk.campaign.areas.add(talk.area)
    return talk.area


def test_the_page_shows_it_all_and_changes_nothing(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    area = north(talk)
    make_session(state="planned", held_on=DAY, starts_at=time(13))
    elsewhere = make_place(name="Larkhall Academy", area=make_area(name="South Lanarkshire"))
    make_session(state="planned", held_on=DAY, starts_at=time(9), place=elsewhere)
    held = make_talk_request(reference="XYZ2345")
    offer_dates(
        talk_request=held,
        slots=[Slot(officer=coordinator, held_on=DAY, starts_at=time(9), minutes=50)],
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=coordinator.user,
        now=NOW,
    )
    before = list(Session.objects.values())

    snow = seen(client, area)

    assert [(move.session.starts_at.hour, len(move.slots)) for move in snow.moves] == [
        (10, 3),
        (13, 0),
    ]
    assert [offer.talk_request.reference for offer in snow.offers] == ["XYZ2345"]
    assert list(Session.objects.values()) == before


def test_everything_moves_with_one_press_and_not_with_two(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    other = make_session(state="planned", held_on=DAY, starts_at=time(13))
    area = north(talk)
    press = typed(area, seen=seen(client, area).seen)

    statuses = [client.post("/team/snow-day/move/", press).status_code for _ in range(2)]

    talk.refresh_from_db()
    other.refresh_from_db()
    assert statuses == [302, 409]
    assert (talk.state, talk.session.state, other.state) == ("offered", "cancelled", "cancelled")
    assert Offer.objects.filter(state="held").count() == 3
    assert [mail.kind for mail in talk.mails.filter(state="waiting")] == ["offered"]
    assert not DiaryEntry.objects.filter(session__isnull=False).exists()


def test_two_schools_are_never_offered_one_officers_same_day(client, coordinator):
    officer = make_member(name="Bo Kerr")
    first = confirmed_talk(officer, at=9)
    confirmed_talk(officer, at=13, reference="XYZ2345")
    area = north(first)
    snow = seen(client, area)

    days = [(slot.officer.pk, slot.held_on) for move in snow.moves for slot in move.slots]
    status = client.post("/team/snow-day/move/", typed(area, seen=snow.seen)).status_code

    assert len(days) == len(set(days)) == 6
    assert status == 302


def test_what_has_changed_since_the_look_moves_nothing(client, coordinator):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    area = north(talk)
    press = typed(area, seen=seen(client, area).seen)
    make_session(state="planned", held_on=DAY, starts_at=time(14))

    response = client.post("/team/snow-day/move/", press)

    talk.refresh_from_db()
    assert response.status_code == 409
    assert "Nothing was moved" in response.content.decode()
    assert talk.state == "confirmed"


def test_a_step_that_fails_takes_all_of_them_back(client, coordinator, monkeypatch):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    make_session(state="planned", held_on=DAY, starts_at=time(13))
    area = north(talk)
    press = typed(area, seen=seen(client, area).seen)

    def fail(*args, **kwargs):
        raise Conflict("Someone else")

    monkeypatch.setattr(snow_day, "_cancel", fail)
    response = client.post("/team/snow-day/move/", press)

    talk.refresh_from_db()
    assert response.status_code == 409
    assert (talk.state, talk.session.state) == ("confirmed", "planned")
    assert not Offer.objects.filter(state="held").exists()


def test_a_held_date_is_taken_back_and_the_request_waits_again(client, coordinator):
    held = make_talk_request()
    area = north(held)
    offer_dates(
        talk_request=held,
        slots=[Slot(officer=coordinator, held_on=DAY, starts_at=time(9), minutes=50)],
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=coordinator.user,
        now=NOW,
    )

    client.post("/team/snow-day/move/", typed(area, seen=seen(client, area).seen))

    held.refresh_from_db()
    assert (held.state, Offer.objects.get().state) == ("submitted", "taken_back")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"area": ""}, "Choose the council area"),
        ({"day_day": "22", "day_month": "11"}, "must be on or after 23 November 2026"),
        ({"day_day": "8", "day_month": "12"}, "must be on or before 7 December 2026"),
    ],
)
def test_what_is_wrong_is_told(client, coordinator, changes, message):
    area = make_place().area
    coordinator.campaign.areas.add(area)

    response = client.get("/team/snow-day/", typed(area, **changes))

    assert message in response.content.decode()
    assert response.context["snow"] is None


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403), ("nobody", 302)])
def test_only_who_runs_the_queue_may(client, role, status):
    if role != "nobody":
        client.force_login(make_member(role=role).user)

    assert client.get("/team/snow-day/").status_code == status
    assert client.post("/team/snow-day/move/").status_code == status


def test_moving_is_a_post(client, coordinator):
    assert client.get("/team/snow-day/move/").status_code == 405

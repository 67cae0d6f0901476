"""A coordinator offers a date: by a form that keeps what was typed and tells plainly what is in the
way.
"""

from datetime import date, time

import pytest

from campaigns.models import Offer, Place, TalkRequest
from tests.campaigns.shown import words
from tests.factories import make_member, make_offer, make_place, make_session, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def date_form(member, **changes):
    fields = {
        "held_on_day": "8",
        "held_on_month": "12",
        "held_on_year": "2026",
        "starts_at": "10.00",
        "minutes": "50",
        "officer": member.pk,
        **changes,
    }
    return {f"offer-{name}": value for name, value in fields.items()}


def test_a_coordinator_offers_a_date(client, coordinator):
    talk, officer = make_talk_request(), make_member()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(officer, minutes="45"))

    offer = Offer.objects.get()
    assert response["Location"] == f"/team/talks/{talk.pk}/"
    assert (offer.officer, offer.held_on, offer.starts_at, offer.minutes, offer.made_by) == (
        officer,
        date(2026, 12, 8),
        time(10),
        45,
        coordinator.user,
    )
    assert "The date is offered" in words(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"held_on_day": "22", "held_on_month": "11"},
            "The date to offer must be on or after 23 November 2026",
        ),
        ({"held_on_year": "2036"}, "The date to offer must be on or before 24 November 2028"),
        (
            {"held_on_day": "23", "held_on_month": "11", "starts_at": "11.30"},
            "That date has gone by.",
        ),
        ({"starts_at": "soon"}, "Enter the time it starts like 9.30 or 14.15"),
        ({"minutes": "4"}, "Enter the length in minutes, 5 or more"),
        ({"minutes": "601"}, "Enter the length in minutes, 600 at most"),
        ({"officer": ""}, "Choose an officer"),
        ({"officer": "999"}, "Choose one of the answers listed"),
    ],
)
def test_a_wrong_offer_comes_back_as_typed(client, coordinator, changes, message):
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator, **changes))

    assert message in words(response)
    assert "<title>Error: Offer dates, BCD2345" in response.content.decode()
    assert not Offer.objects.exists()


def test_an_officer_who_is_busy_is_told_beside_the_field(client, coordinator):
    make_session(
        state="planned", held_on=date(2026, 12, 8), starts_at=time(9, 30), officers=[coordinator]
    )
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    busy = (
        "Catriona Muir already has a session at that time: 09:30 "
        "at Braeside Primary School, Wishaw "
        "(North Lanarkshire)."
    )
    assert response.context["offering"].errors["officer"] == [busy]


def test_an_officer_who_is_offered_elsewhere_is_told_beside_the_field(client, coordinator):
    make_offer(
        talk_request=make_talk_request(state="offered", reference="XYZ2345"),
        officer=coordinator,
        held_on=date(2026, 12, 8),
        starts_at=time(9, 30),
    )
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    busy = (
        "Catriona Muir is already offered at that time: 09:30 at Braeside Primary School, Wishaw "
        "(North Lanarkshire)."
    )
    assert response.context["offering"].errors["officer"] == [busy]


@pytest.mark.parametrize("who", [{"role": "viewer"}, {"is_active": False}])
def test_only_those_who_give_sessions_are_offered(client, coordinator, who):
    somebody = make_member(name="Dee Orr", **who)
    talk = make_talk_request()

    client.post(f"/team/talks/{talk.pk}/offer/", date_form(somebody))

    assert not Offer.objects.exists()


def test_a_closed_place_is_told_plainly(client, coordinator):
    talk = make_talk_request(place=make_place(closed_on=date(2026, 12, 1)))

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    assert "closed on 1 December 2026" in words(response)


def test_an_offer_on_a_page_left_open_loses(client, coordinator):
    talk = make_talk_request()
    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator, held_on_day="9"))

    assert response.status_code == 409
    assert "Someone else has just answered this request." in words(response)
    assert Offer.objects.count() == 1


def test_another_date_is_offered_instead(client, coordinator):
    talk = make_talk_request()
    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))
    first = Offer.objects.get()

    client.post(
        f"/team/talks/{talk.pk}/offer/",
        {**date_form(coordinator, held_on_day="9"), "instead_of": first.pk},
    )

    assert sorted(Offer.objects.values_list("state", "held_on__day")) == [
        ("held", 9),
        ("taken_back", 8),
    ]


@pytest.mark.parametrize("number", ["x", "²", "9" * 30])
def test_a_hidden_box_that_was_tampered_with_is_no_error(client, coordinator, number):
    talk = make_talk_request()

    assert (
        client.post(
            f"/team/talks/{talk.pk}/offer/", {**date_form(coordinator), "instead_of": number}
        ).status_code
        == 302
    )
    assert client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": number}).status_code == 404


@pytest.mark.parametrize(
    ("choice", "places"),
    [
        ({"new_place_kind": "community"}, ["1st Braeside Scouts", "Braeside Primary School"]),
        ({"place": "Braeside Primary School"}, ["Braeside Primary School"]),
        ({}, None),
        ({"new_place_kind": "community", "place": "Braeside Primary School"}, None),
    ],
)
def test_a_place_that_is_not_listed_is_found_or_added(client, coordinator, choice, places):
    talk = make_talk_request()
    TalkRequest.objects.update(place=None, unlisted_place="1st Braeside Scouts")

    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator, **choice))

    if places is None:
        assert not Offer.objects.exists()
    else:
        assert list(Place.objects.order_by("name").values_list("name", flat=True)) == places

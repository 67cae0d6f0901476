"""Three dates in one offer: each box told by itself, who could come, and odd times asked about
once.
"""

from datetime import date, datetime, time

import pytest

from campaigns.models import Mail, Offer, TalkRequest
from tests.campaigns.talks.queue_pages import page_of, three_dates
from tests.factories import make_member, make_offer, make_talk_request, make_time
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_three_dates_are_offered_in_one_e_mail(client, coordinator):
    talk = make_talk_request()

    client.post(f"{page_of(talk)}offer/", three_dates(coordinator))

    assert list(Offer.objects.values_list("held_on__day", "state")) == [
        (8, "held"),
        (9, "held"),
        (10, "held"),
    ]
    assert Mail.objects.count() == 1


def test_what_is_wrong_with_the_third_is_told_beside_the_third(client, coordinator):
    make_offer(
        talk_request=make_talk_request(state="offered", reference="XYZ2345"),
        officer=coordinator,
        held_on=date(2026, 12, 10),
    )
    talk = make_talk_request()

    response = client.post(f"{page_of(talk)}offer/", three_dates(coordinator))

    assert list(response.context["offering"].errors) == ["officer_3"]
    assert Offer.objects.filter(talk_request=talk).count() == 0


def test_a_second_date_without_its_time_is_asked_for(client, coordinator):
    typed = {
        name: value
        for name, value in three_dates(coordinator).items()
        if name != "offer-starts_at_2"
    }

    response = client.post(f"{page_of(make_talk_request())}offer/", typed)

    assert response.context["offering"].errors["starts_at_2"] == ["Enter the time it starts"]


def test_a_page_left_open_cannot_take_dates_back_that_it_did_not_show(client, coordinator):
    talk = make_talk_request()
    client.post(f"{page_of(talk)}offer/", three_dates(coordinator))
    seen = list(Offer.objects.values_list("pk", flat=True))

    response = client.post(
        f"{page_of(talk)}offer/", {**three_dates(coordinator), "instead_of": seen[:2]}
    )

    assert response.status_code == 409
    assert Offer.objects.count() == 3


def test_suggested_dates_can_be_put_into_the_form(client, coordinator):
    talk = make_talk_request()
    address = client.get(page_of(talk)).context["use_suggestions"]

    form = client.get(address).context["offering"]

    suggested = client.get(page_of(talk)).context["suggestions"]
    assert len(suggested) == 3
    assert [form.initial[f"held_on{number}"] for number in ("", "_2", "_3")] == [
        slot.held_on for slot, _ in suggested
    ]


@pytest.mark.parametrize(
    "query",
    [
        "?date=nonsense",
        "?date=2026-12-08T10:00.x&minutes=²",
        "?date=2026-12-08.5",
        "?minutes=99999",
    ],
)
def test_an_address_that_was_tampered_with_is_no_error(client, coordinator, query):
    assert client.get(f"{page_of(make_talk_request())}offer/{query}").status_code == 200


def test_who_could_come_is_told_with_reasons(client, coordinator):
    make_member(name="Bo Kerr")
    make_offer(
        talk_request=make_talk_request(state="offered", reference="XYZ2345"), officer=coordinator
    )
    talk = make_talk_request()
    time_and_date = {
        "held_on_day": "8",
        "held_on_month": "12",
        "held_on_year": "2026",
        "starts_at": "10.00",
        "minutes": "50",
    }

    found = client.get(f"{page_of(talk)}who/", time_and_date).context["found"]

    assert [(str(row["one"].officer), row["one"].is_free) for row in found] == [
        ("Bo Kerr", True),
        ("Catriona Muir", False),
    ]
    assert client.get(found[0]["href"]).context["offering"].initial["held_on"] == date(2026, 12, 8)


def box(response):
    return response.context["offering"]["times_asked"].value()


def test_odd_time_is_asked_about_once_beside_its_date(client, coordinator):
    talk = make_talk_request()
    given = three_dates(coordinator) | {
        "offer-starts_at": "2.15",
        "offer-starts_at_2": "3.15am",
        "offer-starts_at_3": "22.40",
    }

    response = client.post(f"{page_of(talk)}offer/", given)

    assert response.context["offering"].errors == {
        "starts_at_2": [
            "Is 03.15 right? Talks start between 8.00 and 21.00. If it is, send it again"
        ],
        "starts_at_3": [
            "Is 22.40 right? Talks start between 8.00 and 21.00. If it is, send it again"
        ],
    }
    assert not Offer.objects.exists()
    hidden = [field for field in read(response.text).fields if field["name"] == "offer-times_asked"]
    assert [field["value"] for field in hidden] == ["3.15am 22.40"]
    client.post(f"{page_of(talk)}offer/", given | {"offer-times_asked": box(response)})
    assert list(Offer.objects.order_by("held_on").values_list("starts_at", flat=True)) == [
        time(14, 15),
        time(3, 15),
        time(22, 40),
    ]


def test_another_odd_time_is_asked_about_anew(client, coordinator):
    talk = make_talk_request()
    given = three_dates(coordinator) | {"offer-starts_at": "22.40"}
    response = client.post(f"{page_of(talk)}offer/", given)

    response = client.post(
        f"{page_of(talk)}offer/",
        given | {"offer-starts_at": "22.50", "offer-times_asked": box(response)},
    )

    assert list(response.context["offering"].errors) == ["starts_at"]
    assert box(response) == "22.50"
    assert not Offer.objects.exists()


def test_evening_for_parents_is_offered_without_a_question(client, coordinator):
    talk = make_talk_request()
    TalkRequest.objects.filter(pk=talk.pk).update(format="parents")
    evening = [datetime.combine(date(2026, 12, 8), time(hour)) for hour in (19, 21)]
    make_time(officer=coordinator, kind="opening", begins=evening[0], ends=evening[1])

    client.post(f"{page_of(talk)}offer/", three_dates(coordinator) | {"offer-starts_at": "7.30pm"})

    assert time(19, 30) in Offer.objects.values_list("starts_at", flat=True)

"""A firm has no school holidays and no weekends, on our list or not."""

from datetime import date

import pytest

from campaigns.models import Offer, TalkGroup, TalkRequest
from campaigns.talks.suggested import suggest_slots
from tests.campaigns.talks.test_queue_offer import date_form
from tests.campaigns.talks.test_remarks import AGAIN, At, said
from tests.factories import NOW, TODAY, make_holiday, make_member, make_place, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

TUESDAY, SATURDAY = date(2026, 12, 8), date(2026, 12, 12)


def unlisted(**group):
    """Glen Haulage, with 30 adults."""
    talk = make_talk_request()
    TalkGroup.objects.update(**({"audience": "adults", "stages": ()} | group))
    TalkRequest.objects.update(
        place=None, unlisted_place="Glen Haulage", unlisted_town="Newhouse", format="community"
    )
    return TalkRequest.objects.get(pk=talk.pk)


def test_a_firm_that_is_not_on_our_list_is_not_warned_of_school_days():
    make_holiday(first_on=TUESDAY, last_on=TUESDAY)

    assert said(unlisted(), At(TUESDAY), At(SATURDAY)) == []


def test_a_school_that_is_not_on_our_list_still_is():
    make_holiday(first_on=TUESDAY, last_on=TUESDAY)

    found = said(unlisted(audience="children", stages=("P7",)), At(TUESDAY), At(SATURDAY))

    assert [box for box, _ in found] == ["held_on", "held_on"]


def test_a_day_without_school_is_suggested_to_a_firm():
    make_holiday(first_on=TODAY, last_on=date(2026, 12, 31))
    talk = unlisted()
    make_member(name="Ailsa Reid")

    found = suggest_slots(talk_request=talk, today=TODAY, now=NOW)

    assert [one.slot.held_on for one in found] == [
        date(2026, 11, 26),
        date(2026, 11, 27),
        date(2026, 11, 30),
    ]


@pytest.mark.parametrize(
    ("kind", "group", "is_warned"),
    [
        ("community", {"audience": "children", "stages": ("P7",)}, False),
        ("primary", {}, True),
        ("community", {}, False),
    ],
)
def test_the_kind_that_is_chosen_in_the_same_form_decides(
    client, coordinator, kind, group, is_warned
):
    talk = unlisted(**group)
    make_holiday(first_on=TUESDAY, last_on=TUESDAY, name="Local holiday")

    response = client.post(
        f"/team/talks/{talk.pk}/offer/", date_form(coordinator, new_place_kind=kind)
    )

    assert Offer.objects.exists() is not is_warned
    assert (AGAIN in response.text) is is_warned


def test_a_place_that_is_found_on_our_list_in_the_same_form_decides(client, coordinator):
    talk = unlisted(audience="children", stages=("P7",))
    hall = make_place(name="Braeside Hall", kind="community")
    make_holiday(first_on=TUESDAY, last_on=TUESDAY, name="Local holiday")

    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator, place=hall.label))

    assert Offer.objects.get().talk_request.place == hall

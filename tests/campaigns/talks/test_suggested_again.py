"""Nobody is asked twice for what they refused, and the page says which words it went by."""

from datetime import date, time

import pytest

from campaigns.models import Offer, TalkRequest, TalkWish
from campaigns.talks.suggested import suggest_slots
from tests.campaigns.shown import words
from tests.campaigns.talks.queue_pages import page_of
from tests.factories import NOW, TODAY, make_offer, make_place, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

FIRST = date(2026, 11, 26)


def slots(talk):
    talk = TalkRequest.objects.get(pk=talk.pk)
    found = suggest_slots(talk_request=talk, today=TODAY, now=NOW)
    return [(one.slot.held_on.day, f"{one.slot.starts_at:%H:%M}") for one in found]


@pytest.fixture
def talk(coordinator):
    return make_talk_request()


def an_offer(talk, officer, state, **changed):
    offer = make_offer(
        talk_request=talk, officer=officer, **({"held_on": FIRST, "starts_at": time(9)} | changed)
    )
    Offer.objects.filter(pk=offer.pk).update(state=state)


def test_a_time_that_was_refused_is_not_suggested_again(talk, coordinator):
    before = slots(talk)

    an_offer(talk, coordinator, "refused")

    assert before == [(26, "09:00"), (27, "09:00"), (30, "09:00")]
    assert slots(talk) == [(26, "10:00"), (27, "09:00"), (30, "09:00")]


def test_a_day_that_waits_for_an_answer_is_not_suggested_again(talk, coordinator):
    an_offer(talk, coordinator, "held")

    assert slots(talk) == [(27, "09:00"), (30, "09:00"), (1, "09:00")]


@pytest.mark.parametrize("state", ["lapsed", "taken_back", "not_chosen"])
def test_what_nobody_refused_is_suggested(talk, coordinator, state):
    an_offer(talk, coordinator, state)

    assert slots(talk)[0] == (26, "09:00")


def page(client, talk, **changed):
    TalkRequest.objects.filter(pk=talk.pk).update(**changed)
    return words(client.get(page_of(talk)))


def wish(talk, day=date(2026, 12, 8)):
    TalkWish.objects.create(talk_request=talk, first_on=day, last_on=day)


def test_words_in_which_no_date_was_read_stand_above(client, talk):
    shown = page(client, talk, new_wish="Could you come\nwhen the exams are over?")

    assert (
        "The school wrote: “Could you come when the exams are over?”. We could not read a date in "
        "it, so these are only when somebody is free: Thursday 26 November 2026 at 09:00"
    ) in shown
    assert "We read this as No date could be read" in shown


def test_what_was_not_read_of_a_wish_is_said(client, talk):
    wish(talk)

    shown = page(client, talk, wanted="Tuesday 8 December, period 3 or 4")

    assert "These fit what we could read of what the school wished for. Not read: “" in shown
    assert "period 3 or 4”." in shown
    assert "These fit what the school wished for" not in shown


@pytest.mark.parametrize("address", ["", "offer/"])
def test_the_reading_stands_below_the_words(client, talk, address):
    wish(talk)
    TalkRequest.objects.filter(pk=talk.pk).update(wanted="Tuesday 8 December, period 3 or 4")

    shown = words(client.get(page_of(talk) + address))

    assert (
        "Wanted Tuesday 8 December, period 3 or 4 "
        "We read this as Tuesday 8 December 2026, at any time of day Not read: “"
    ) in shown


def test_a_wish_that_was_read_to_its_end_is_said_to_fit(client, talk):
    wish(talk)

    shown = page(client, talk, wanted="Tuesday 8 December")

    assert "These fit what the school wished for: Tuesday 8 December 2026 at 09:00" in shown
    assert "Not read" not in shown


def test_a_firm_is_called_by_its_name(client, talk):
    hall = make_place(name="Harbour Works", kind="workplace")
    wish(talk)

    shown = page(client, talk, wanted="Tuesday 8 December", place=hall)

    assert "These fit what Harbour Works wished for:" in shown


def test_only_day_that_was_wished_for_is_on_offer(client, talk, coordinator):
    wish(talk)
    an_offer(talk, coordinator, "held", held_on=date(2026, 12, 8))

    shown = page(client, talk, wanted="Tuesday 8 December")

    assert "Nobody is free at another time that the school wished for." in shown


def test_what_is_so_each_time_is_said_once(client, talk):
    shown = page(client, talk)

    assert shown.count("Where the way begins is not known: no base is entered.") == 1
    assert "Each time: Free then, with time for the way. Where the way begins" in shown


def test_what_differs_stands_with_its_date(client, talk):
    wish(talk)

    shown = page(client, talk, wanted="Tuesday 8 December")

    assert "Each time" not in shown
    assert "Free then, with time for the way." in shown

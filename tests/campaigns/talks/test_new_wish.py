"""What a school wishes by its link takes the place of what it wished when it asked."""

from datetime import date, time

import pytest

from campaigns.models import Change, TalkRequest, TalkWish
from campaigns.talks.remarks import offer_remarks
from campaigns.talks.suggested import suggest_slots
from tests.campaigns.shown import words
from tests.campaigns.talks.heard.told import a_set_talk, press
from tests.campaigns.talks.queue_pages import page_of
from tests.campaigns.talks.test_remarks import At
from tests.factories import NOW, TODAY, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

SET_FOR, ASKED_FOR, OTHER = date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 16)
NOT_ASKED_FOR = "is not a day that the school asked for"


def wish(talk, **given):
    TalkWish.objects.create(
        talk_request=talk, **({"first_on": SET_FOR, "last_on": SET_FOR, "weekdays": "2"} | given)
    )


@pytest.fixture
def talk():
    """Confirmed for Tuesday the 8th, the one day that the school asked for."""
    talk = a_set_talk()
    wish(talk)
    return talk


@pytest.fixture
def offered(talk, coordinator, client):
    """Another date is held for it."""
    make_member(name="Iain Bell")
    held = {"held_on_day": "9", "held_on_month": "12", "held_on_year": "2026"}
    typed = {"starts_at": "10.00", "minutes": "50", "officer": coordinator.pk} | held
    for shown in ("", " ".join(one.key for one in remarks(talk, date(2026, 12, 9)))):
        client.post(
            f"{page_of(talk)}offer/",
            {f"offer-{name}": value for name, value in {**typed, "shown": shown}.items()},
        )
    return talk.offers.get()


def remarks(talk, *days):
    return offer_remarks(
        TalkRequest.objects.get(pk=talk.pk), [At(day, time(10, 0)) for day in days], now=NOW
    )


def days_suggested(talk):
    talk = TalkRequest.objects.get(pk=talk.pk)
    return [one.slot.held_on for one in suggest_slots(talk_request=talk, today=TODAY, now=NOW)]


def ask(talk, text):
    press(talk, "another-time", **{"another-text": text})


def test_a_new_time_is_what_the_dates_are_compared_with(talk):
    ask(talk, "15 December at 10, please")

    assert remarks(talk, ASKED_FOR) == []
    assert [one.text for one in remarks(talk, OTHER)] == [
        f"Wednesday 16 December 2026 {NOT_ASKED_FOR}: “15 December at 10, please”."
    ]
    assert days_suggested(talk) == [ASKED_FOR]


def test_the_coordinator_reads_it_on_the_page(client, coordinator, talk):
    ask(talk, "15 December at 10, please")

    page = words(client.get(page_of(talk)))

    assert "These fit what the school wished for: Tuesday 15 December 2026" in page
    assert NOT_ASKED_FOR not in page
    assert "Would suit better 15 December at 10, please" in page
    assert "Any Tuesday morning in December" in page  # what it typed at first is not lost


def test_words_that_cannot_be_read_leave_nothing_to_compare_with(client, coordinator, talk):
    ask(talk, "The same time a week later")

    assert not talk.wishes.exists()
    assert remarks(talk, SET_FOR, OTHER) == []
    assert "These fit what the school wished for" not in words(client.get(page_of(talk)))


def test_the_day_that_it_leaves_is_not_suggested_unless_it_is_named(talk):
    ask(talk, "any Tuesday until 16 December")
    by_a_rule = days_suggested(talk)
    ask(talk, "8 December at 13.30")

    assert by_a_rule == [date(2026, 12, 1), ASKED_FOR]
    assert days_suggested(talk) == [SET_FOR]


def test_words_with_a_refusal_count_as_well(talk, offered):
    press(talk, "refuse", offer=offered.pk, **{"refuse-reason": "Could it be\n15 December?"})

    assert [(one.first_on, one.last_on) for one in talk.wishes.all()] == [(ASKED_FOR, ASKED_FOR)]
    assert remarks(talk, ASKED_FOR) == []


def test_a_refusal_without_words_leaves_the_wish(talk, offered):
    press(talk, "refuse", offer=offered.pk, **{"refuse-reason": ""})

    assert talk.wishes.get().first_on == SET_FOR


def test_the_latest_words_win(talk):
    ask(talk, "15 December at 10, please")
    ask(talk, "16 December at 10 is better still")

    assert [one.first_on for one in talk.wishes.all()] == [OTHER]


def test_pressed_twice_is_once_and_history_holds_no_words(talk):
    for _ in range(2):
        ask(talk, "15 December at 10, please")

    assert talk.wishes.count() == 1
    assert "15 December at 10" not in str(Change.objects.values_list("fields", "reason"))


def test_very_long_words_are_kept_and_not_read(talk):
    ask(talk, "15 December at 10, please. " + "x" * 900)

    assert not talk.wishes.exists()
    assert TalkRequest.objects.get(pk=talk.pk).new_wish.startswith("15 December")

"""The school's page: what it told us arrived, when it hears, and who is told of an end."""

from datetime import date

import pytest

from campaigns.models import Campaign, Mail, TalkRequest
from campaigns.talks.end_offers import take_back_offers
from campaigns.talks.heard.deeds import keep_date, see_news
from tests.campaigns.shown import link, words
from tests.campaigns.talks.heard.told import DEEDS, a_set_talk, at, paid, press
from tests.factories import make_holiday, make_member, make_offer, make_talk_request

pytestmark = pytest.mark.django_db

BY = "You will hear from us by Wednesday 2 December."
AT_ONCE = "The officer is told at once by e-mail, also at night."


def page(client, talk, deed=""):
    return words(client.get(f"{link(talk)}{deed}"))


def test_a_wish_arrived_and_the_school_reads_when_it_hears(client):
    talk = a_set_talk()

    press(talk, "another-time")

    said = page(client, talk)
    assert f"We have your wish for another time. {BY}" in said
    assert "Your talk is confirmed" in said
    assert "Tuesday 8 December 2026" in said


def test_the_day_is_a_school_day_of_the_council(client):
    talk = a_set_talk()
    make_holiday(area=talk.area, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))

    press(talk, "another-time")

    assert "You will hear from us by Thursday 3 December." in page(client, talk)


def test_a_day_that_was_promised_stays_when_the_setting_changes(client):
    talk = a_set_talk()
    press(talk, "another-time")

    Campaign.objects.update(answer_school_days=5)

    assert BY in page(client, talk)


def test_a_day_that_has_passed_is_no_promise(client, clock):
    talk = a_set_talk()
    press(talk, "another-time")
    clock(at(3, 9))

    assert (
        "You should have heard from us by Wednesday 2 December. We are sorry. Please call or write"
    ) in page(client, talk)


def test_when_dates_are_offered_it_is_the_schools_turn(client):
    talk = a_set_talk()
    press(talk, "another-time")
    officer = talk.session.officers.get()
    make_offer(talk_request=talk, officer=officer, held_on=date(2026, 12, 15))
    paid(talk, by=officer.user)

    said = page(client, talk)

    assert "We have your wish" not in said
    assert "Tuesday 15 December" in said


@pytest.mark.parametrize("deed", ["answer", "refuse"])
def test_an_answer_arrived(client, deed):
    if deed == "answer":
        talk, typed = make_talk_request(state="needs_info", state_reason="Which?"), {}
    else:
        talk = make_talk_request(state="offered")
        typed = {"offer": make_offer(talk_request=talk, officer=make_member()).pk}

    press(talk, deed, **typed)

    assert f"We have your answer. {BY}" in page(client, talk)


@pytest.mark.parametrize("deed", ["note", "change"])
def test_a_note_arrived_and_then_it_was_read(client, deed):
    talk = a_set_talk()

    press(talk, deed)
    arrived = page(client, talk)
    see_news(talk_request=talk, by=talk.session.officers.get().user)

    assert "We have what you told us. One of us reads it by Wednesday 2 December." in arrived
    assert "We have read what you told us." in page(client, talk)


def test_whoever_takes_no_other_date_waits_for_nothing(client):
    talk = a_set_talk()
    offer = make_offer(talk_request=talk, officer=talk.session.officers.get())

    press(talk, "refuse", offer=offer.pk)

    assert "You will hear from us" not in page(client, talk)


# The date stays

WHY = "No other date is free before Easter."


def stays(talk):
    press(talk, "another-time")
    by = make_member(role="coordinator", name="Bo Kerr").user
    keep_date(talk_request=talk, reason=WHY, by=by, now=at(30, 12, month=11))


def test_why_the_date_stays_stands_on_the_page_and_a_note_is_still_to_be_read(client):
    talk = a_set_talk()
    press(talk, "note")
    stays(talk)

    said = page(client, talk)

    assert f"We cannot offer you another time, so the date stays. {WHY}" in said
    assert "We have what you told us. One of us reads it by Wednesday 2 December." in said


def test_why_it_stays_is_gone_when_the_school_wishes_anew(client):
    talk = a_set_talk()
    stays(talk)

    press(talk, "another-time", **{"another-text": "In May, then"})

    assert WHY not in page(client, talk)


def test_why_it_stays_is_gone_when_the_talk_has_begun_or_was_moved(client, clock):
    talk = a_set_talk()
    stays(talk)
    clock(at(8, 10))
    begun = page(client, talk)
    clock(at(1, 9))
    officer = talk.session.officers.get()
    offer = make_offer(talk_request=talk, officer=officer, held_on=date(2026, 12, 15))
    press(talk, "accept", offer=offer.pk)

    assert WHY not in begun
    assert WHY not in page(client, talk)


# Dates that we take back


def test_a_school_that_wishes_another_time_reads_that_the_dates_are_no_longer_held(client):
    talk = a_set_talk()
    press(talk, "another-time")
    make_offer(talk_request=talk, officer=talk.session.officers.get())
    take_back_offers(talk_request=talk, by=make_member(name="Bo Kerr").user, reason="Full")

    said = page(client, talk)

    assert "The dates we offered are no longer held. We are looking for others." in said
    assert "We have your wish for another time." in said


# The talk has begun


@pytest.mark.parametrize("state", ["confirmed", "asks_to_move"])
def test_once_it_has_begun_the_page_offers_nothing_that_is_too_late(client, clock, state):
    talk = a_set_talk()
    TalkRequest.objects.update(state=state, state_reason="Any" if state == "asks_to_move" else "")
    clock(at(8, 9, 59))
    before = page(client, talk)
    clock(at(8, 10))

    said = page(client, talk)

    for gone in (
        "Ask for another time",
        "Call the talk off",
        "Before the talk",
        "Change who comes",
    ):
        assert gone in before
        assert gone not in said
    assert "Your talk was on Tuesday 8 December 2026 at 10:00" in said
    press(talk, "note")
    assert talk.notes.get().text == DEEDS["note"]["note-text"]


@pytest.mark.parametrize("typed", ["Next <b>week</b>", ""])
def test_a_wish_that_comes_when_it_has_begun_is_told_so_and_can_be_copied(client, clock, typed):
    talk = a_set_talk()
    clock(at(8, 10))

    answer = press(talk, "another-time", **{"another-text": typed})

    assert answer.status_code == 409
    assert "Your talk has begun" in words(answer)
    assert "This offer has changed" not in words(answer)
    assert ("What you typed" in words(answer)) == bool(typed)
    assert ("Next &lt;b&gt;week&lt;/b&gt;" in answer.text) == bool(typed)


def test_why_it_was_called_off_too_late_can_be_copied(clock):
    talk = a_set_talk()
    clock(at(8, 10))

    said = words(press(talk, "end"))

    assert "It is too late to do this here" in said
    assert "The hall is flooded" in said


# Calling it off


def test_the_page_says_which_talk_was_called_off(client):
    talk = a_set_talk()

    press(talk, "end")

    assert "The talk on Tuesday 8 December 2026 at 10:00 will not take place." in page(client, talk)


def test_that_the_officer_is_told_at_once_stands_where_it_is_so(client):
    near = a_set_talk(held_on=date(2026, 12, 3))
    said = page(client, near, "end/")
    press(near, "end")

    assert AT_ONCE in said
    assert Mail.objects.get(kind="notice").send_after is None


@pytest.mark.parametrize(
    ("officers", "held_on"), [(None, date(2026, 12, 8)), ([], date(2026, 12, 1))]
)
def test_else_it_says_no_more_than_that_the_team_is_told(client, officers, held_on):
    talk = a_set_talk(held_on=held_on, officers=officers)

    said = page(client, talk, "end/")

    assert "The team is told." in said
    assert AT_ONCE not in said


@pytest.mark.parametrize(
    ("now", "asks"), [(at(7, 15, 59), False), (at(7, 16), True), (at(8, 9, 59), True)]
)
def test_in_the_last_hours_the_school_telephones_as_well(client, clock, now, asks):
    Campaign.objects.update(telephone="01698 555 010")
    talk = a_set_talk()
    Campaign.objects.update(telephone="01698 555 010")
    clock(now)

    before = page(client, talk, "end/")
    press(talk, "end")
    after = page(client, talk)

    assert TalkRequest.objects.get().state == "cancelled_by_school"
    for said in (before, after):
        assert ("Please call us as well" in said) == asks
    assert "01698 555 010" in after


def test_a_talk_that_asks_to_move_can_be_called_off(client):
    talk = a_set_talk()
    press(talk, "another-time")

    press(talk, "end")

    talk.refresh_from_db()
    assert (talk.state, talk.session.state) == ("cancelled_by_school", "cancelled")


def test_the_calendar_file_stays_while_it_asks_to_move(client):
    talk = a_set_talk()
    press(talk, "another-time")

    assert client.get(f"{link(talk)}talk.ics").status_code == 200

"""The school's page: what it told us arrived, when it hears, and who is told of an end."""

from datetime import date

import pytest

from campaigns.models import Campaign, Mail, TalkRequest
from campaigns.talks.answer import note_down
from tests.campaigns.shown import link, words
from tests.campaigns.talks.heard.told import a_set_talk, at, paid, press
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
    note_down(talk_request=talk, text="Read", by=talk.session.officers.get().user)

    assert "We have what you told us. One of us reads it by Wednesday 2 December." in arrived
    assert "We have read what you told us." in page(client, talk)


def test_whoever_takes_no_other_date_waits_for_nothing(client):
    talk = a_set_talk()
    offer = make_offer(talk_request=talk, officer=talk.session.officers.get())

    press(talk, "refuse", offer=offer.pk)

    assert "You will hear from us" not in page(client, talk)


# Calling it off


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

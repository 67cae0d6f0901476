"""An offer in the evening is asked about once: the pupils are at home, and so is the officer."""

from datetime import date, datetime, time

import pytest

from campaigns.diaries.book import Slot
from campaigns.diaries.hours import set_hours
from campaigns.models import Change, Offer
from campaigns.talks.remarks import offer_remarks
from tests.campaigns.talks.queue_pages import page_of
from tests.campaigns.talks.test_queue_offer import date_form
from tests.campaigns.talks.test_remarks import AGAIN, TUESDAY, At, offer, said, shown
from tests.factories import NOW, make_member, make_place, make_talk_request, make_time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

EVENING = time(19, 30)


def a_talk(format):
    talk = make_talk_request()
    talk.format = format
    return talk


def remarks(talk, officer, *, at=EVENING, day=TUESDAY, second=None):
    slot = Slot(officer=officer, second_officer=second, held_on=day, starts_at=at, minutes=50)
    return [remark.text for remark in offer_remarks(talk, [slot], now=NOW)]


def test_an_evening_goes_out_with_the_second_press_only(client, coordinator):
    talk, officer = make_talk_request(), make_member(name="Rona Kerr")

    first = offer(client, talk, officer, starts_at="19.30")

    assert first.context["offering"].errors == {
        "starts_at": [
            f"Pupils are not in school at 19:30. {AGAIN}",
            f"Rona Kerr’s diary says 09:00 to 15:30 on Tuesdays. {AGAIN}",
        ]
    }
    assert not Offer.objects.exists()
    client.post(f"{page_of(talk)}offer/", date_form(officer, starts_at="19.30") | shown(first))
    assert Offer.objects.get().starts_at == EVENING
    assert Change.objects.get(kind="offered").fields["Offered all the same"] == [
        "",
        "out of school hours; outside the officer’s hours",
    ]


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (time(8, 15), "Pupils are not in school at 08:15."),
        (time(8, 45), ""),
        (time(14, 40), ""),
        (time(14, 45), "Pupils are not in school at 15:35, when it ends."),
        (time(15, 30), "Pupils are not in school at 15:30."),
    ],
)
def test_pupils_come_and_go_with_the_bell(at, text):
    assert said(make_talk_request(), At(starts_at=at)) == ([("starts_at", text)] if text else [])


@pytest.mark.parametrize("format", ["parents", "staff"])
def test_parents_and_staff_come_in_the_evening(format):
    assert said(a_talk(format), At(starts_at=EVENING)) == []


def test_a_hall_has_no_bell():
    hall = make_talk_request(place=make_place(name="Village Hall", kind="community"))

    assert said(hall, At(starts_at=EVENING)) == []


def test_an_odd_time_is_one_question_about_the_time():
    talk = make_talk_request()

    assert len(remarks(talk, make_member(), at=time(22, 40))) == 1


def test_hours_of_the_officers_own_count_and_each_officer_is_looked_at():
    talk, officer = a_talk("parents"), make_member(name="Rona Kerr")
    set_hours(officer=officer, hours={2: [(time(17), time(21))]}, by=officer.user)
    other = make_member(name="Iain Bell")

    assert remarks(talk, officer) == []
    assert remarks(talk, officer, second=other) == [
        "Iain Bell’s diary says 09:00 to 15:30 on Tuesdays."
    ]
    assert remarks(talk, officer, day=date(2026, 12, 9)) == [
        "Rona Kerr’s diary has no talks on Wednesdays."
    ]


def test_an_evening_that_the_officer_entered_is_no_remark():
    talk, officer = a_talk("parents"), make_member()
    evening = [datetime.combine(TUESDAY, time(hour)) for hour in (18, 22)]
    make_time(officer=officer, kind="opening", begins=evening[0], ends=evening[1])

    assert remarks(talk, officer) == []


def test_who_is_on_leave_is_said():
    talk, officer = make_talk_request(), make_member(name="Rona Kerr")
    begins, ends = (datetime.combine(date(2026, 12, day), time.min) for day in (8, 9))
    make_time(officer=officer, begins=begins, ends=ends)

    assert remarks(talk, officer, at=time(10)) == ["Rona Kerr is on leave that day."]


def test_three_dates_cost_no_more_queries_than_one(django_assert_num_queries):
    talk, officer = make_talk_request(), make_member()
    slots = [
        Slot(officer=officer, held_on=date(2026, 12, day), starts_at=EVENING, minutes=50)
        for day in (8, 9, 10)
    ]
    made = len(offer_remarks(talk, slots, now=NOW))

    for dates in (slots[:1], slots):
        with django_assert_num_queries(6):
            offer_remarks(talk, dates, now=NOW)
    assert made == 6

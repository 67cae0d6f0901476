"""Whoever offers a date is warned as the school is: once, beside the box, and never refused."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.models import Change, Offer, SchoolHoliday, TalkWish
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.remarks import offer_remarks
from tests.campaigns.shown import words
from tests.campaigns.talks.queue_pages import page_of
from tests.campaigns.talks.slots import offered
from tests.campaigns.talks.test_queue_offer import date_form
from tests.factories import NOW, make_holiday, make_member, make_place, make_talk_request
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

TUESDAY = date(2026, 12, 8)
AGAIN = "To offer it all the same, press the button again"


def wish(talk, **given):
    days = {"first_on": TUESDAY, "last_on": TUESDAY, "not_after": time(12, 0)}
    TalkWish.objects.create(talk_request=talk, **(days | given))


def shown(response):
    """The hidden box that the next press sends back."""
    return {
        field["name"]: field.get("value", "")
        for field in read(response.text).fields
        if field["name"] in ("offer-shown", "offer-times_asked")
    }


def offer(client, talk, member, **changes):
    return client.post(f"{page_of(talk)}offer/", date_form(member, **changes))


def test_an_in_service_day_is_warned_of_once_and_offered_all_the_same(client, coordinator):
    make_holiday(first_on=TUESDAY, last_on=TUESDAY, name="In-service day", staff_are_in=True)
    talk = make_talk_request()

    first = offer(client, talk, coordinator)

    warning = (
        "Tuesday 8 December 2026 is an in-service day in North Lanarkshire: pupils are not in "
        f"school. {AGAIN}"
    )
    assert first.context["offering"].errors == {"held_on": [warning]}
    assert words(first).count(warning) == 2  # in the summary and beside the box
    assert not Offer.objects.exists()
    client.post(f"{page_of(talk)}offer/", date_form(coordinator) | shown(first))
    assert Offer.objects.get().held_on == TUESDAY
    change = Change.objects.get(kind="offered")
    assert change.fields["Offered all the same"] == ["", "in-service day"]
    assert "Offered all the same: in-service day" in words(client.get(page_of(talk)))


def test_what_was_typed_comes_back_with_the_warning(client, coordinator):
    make_holiday(first_on=TUESDAY, last_on=TUESDAY)
    talk = make_talk_request()

    response = offer(client, talk, coordinator, minutes="45", starts_at="10.15")

    form = response.context["offering"]
    names = ("starts_at", "minutes", "officer")
    assert [str(form[name].value()) for name in names] == ["10.15", "45", str(coordinator.pk)]


def test_another_date_is_warned_of_anew(client, coordinator):
    make_holiday(first_on=TUESDAY, last_on=date(2026, 12, 9))
    talk = make_talk_request()
    first = offer(client, talk, coordinator)

    second = client.post(
        f"{page_of(talk)}offer/", date_form(coordinator, held_on_day="9") | shown(first)
    )

    assert list(second.context["offering"].errors) == ["held_on"]
    assert not Offer.objects.exists()


def test_odd_time_and_holiday_are_asked_about_at_once(client, coordinator):
    make_holiday(first_on=TUESDAY, last_on=TUESDAY)
    talk = make_talk_request()

    first = offer(client, talk, coordinator, starts_at="22.40")

    assert sorted(first.context["offering"].errors) == ["held_on", "starts_at"]
    client.post(f"{page_of(talk)}offer/", date_form(coordinator, starts_at="22.40") | shown(first))
    assert Offer.objects.get().starts_at == time(22, 40)


class At:
    """A date in somebody's mind."""

    minutes = 50
    officers = ()

    def __init__(self, held_on=TUESDAY, starts_at=time(10, 0)):
        self.held_on, self.starts_at = held_on, starts_at


def said(talk, *dates, now=NOW):
    return [(remark.box, remark.text) for remark in offer_remarks(talk, dates, now=now)]


def test_a_usual_date_has_no_remark():
    talk = make_talk_request()
    wish(talk)

    assert said(talk, At()) == []


def test_a_weekend():
    text = "Saturday 12 December 2026 is at the weekend."

    assert said(make_talk_request(), At(date(2026, 12, 12))) == [("held_on", text)]


def test_a_hall_has_no_holidays_and_no_weekend():
    make_holiday(first_on=date(2026, 12, 12), last_on=date(2026, 12, 12))
    hall = make_talk_request(place=make_place(name="Village Hall", kind="community"))

    assert said(hall, At(date(2026, 12, 12))) == []


def test_only_holidays_of_the_council_the_town_and_the_stages_count():
    talk = make_talk_request(place=make_place(town="Wishaw"))
    for changed in ({"town": "Airdrie"}, {"stages": ("S4",)}):
        make_holiday(first_on=TUESDAY, last_on=TUESDAY, name=str(changed), **changed)

    assert said(talk, At()) == []

    SchoolHoliday.objects.update(town="Wishaw", town_words="wishaw", stages=())
    assert len(said(talk, At())) == 1


@pytest.mark.parametrize(
    ("day", "at", "text"),
    [
        (
            date(2027, 3, 28),
            time(1, 30),
            "There is no 01.30 on Sunday 28 March 2027: the clocks go forward.",
        ),
        (
            date(2027, 10, 31),
            time(1, 30),
            "01.30 comes twice on Sunday 31 October 2027: the clocks go back.",
        ),
    ],
)
def test_the_night_of_the_clocks(day, at, text):
    talk = make_talk_request()

    assert ("starts_at", text) in said(talk, At(day, at))
    assert not any("clocks" in text for _, text in said(talk, At(day, time(3, 0))))


def test_a_day_that_none_of_the_wishes_holds_is_said_in_the_schools_words():
    talk = make_talk_request()
    wish(talk)

    assert said(talk, At(date(2026, 12, 9)), At(starts_at=time(13, 0))) == [
        (
            "held_on",
            (
                "Wednesday 9 December 2026 is not a day that the school asked for: “Any Tuesday "
                "morning in December”."
            ),
        ),
        (
            "starts_at",
            "The school asked for another time of day: “Any Tuesday morning in December”.",
        ),
    ]


def test_one_of_several_wishes_is_enough():
    talk = make_talk_request()
    wish(talk, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))
    wish(talk)

    assert said(talk, At()) == []


def at(day, hour):
    return datetime(2026, 12, day, hour, tzinfo=ZoneInfo("Europe/London"))


def test_an_offer_that_nobody_at_the_school_can_answer_in_time():
    make_holiday(first_on=date(2026, 12, 7), last_on=date(2026, 12, 7))
    talk, monday, tuesday = make_talk_request(), At(date(2026, 12, 7)), At(starts_at=time(9, 0))

    text = (
        "Nobody at the school can answer in time: it opens again on Tuesday 8 December 2026 at "
        "9.00. Offer a later date, or agree it on the telephone."
    )
    assert ("held_on", text) in said(talk, monday, tuesday, now=at(4, 16))  # Friday afternoon
    assert said(talk, tuesday, now=at(4, 15)) == []
    assert ("held_on", text) in said(talk, At(), now=at(4, 16))  # at ten the officer is on the way
    assert said(talk, At(starts_at=time(10, 15)), now=at(4, 16)) == []


def test_history_keeps_none_of_the_schools_words(client, coordinator):
    talk = make_talk_request()
    wish(talk, first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))

    offered(talk, make_member(name="Ailsa Reid"))

    assert Change.objects.get(kind="offered").fields["Offered all the same"] == [
        "",
        "not a day asked for",
    ]


def test_the_page_says_it_before_somebody_confirms_for_the_school(client, coordinator):
    talk = make_talk_request()
    offer = offered(talk, coordinator)
    make_holiday(first_on=TUESDAY, last_on=TUESDAY, name="Local holiday")
    page = client.get(page_of(talk))
    text = "Tuesday 8 December 2026 is a school holiday in North Lanarkshire (Local holiday)."

    press = {field["name"]: field.get("value") for field in read(page.text).fields}

    assert text in words(page)
    client.post(f"{page_of(talk)}confirm/", {"offer": offer.pk, "shown": press["shown"]})
    offer.refresh_from_db()
    assert offer.state == "accepted"
    change = Change.objects.get(kind="accepted")
    assert change.fields["Confirmed all the same"] == ["", "holiday (Local holiday)"]


def test_a_page_without_the_warning_comes_back_with_it(client, coordinator):
    talk = make_talk_request()
    offer = offered(talk, coordinator)
    make_holiday(first_on=TUESDAY, last_on=TUESDAY, name="Local holiday")

    response = client.post(f"{page_of(talk)}confirm/", {"offer": offer.pk})

    offer.refresh_from_db()
    assert offer.state == "held"
    assert "(Local holiday). To confirm it all the same, press again." in words(response)


def test_a_school_that_says_yes_itself_is_not_asked(midday):
    talk = make_talk_request()
    offer = offered(talk, make_member(name="Ailsa Reid"))
    make_holiday(first_on=TUESDAY, last_on=TUESDAY)

    confirm_offer(offer=offer, by=None, now=timezone.now())

    assert list(Change.objects.get(kind="accepted").fields) == ["Date"]

"""Up to three slots that fit what the school wished for."""

from datetime import date, datetime, time, timedelta

import pytest

from campaigns.models import TalkGroup, TalkRequest, TalkWish
from campaigns.talks.suggested import suggest_slots
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

wall = datetime.fromisoformat
FIRST = date(2026, 11, 26)  # the third school day after a Monday


@pytest.fixture
def talk():
    return factories.make_talk_request()


def wish(talk, first_on, last_on=None, **changed):
    return TalkWish.objects.create(
        talk_request=talk, first_on=first_on, last_on=last_on or first_on, **changed
    )


def slots(talk, **changed):
    found = [
        suggestion.slot
        for suggestion in suggest_slots(talk_request=talk, today=TODAY, now=NOW, **changed)
    ]
    return [(slot.held_on, f"{slot.starts_at:%H:%M}", str(slot.officer)) for slot in found]


def days(talk, **changed):
    return [day for day, _, _ in slots(talk, **changed)]


def test_without_wishes_the_next_school_days_after_some_notice_are_suggested(talk, ailsa):
    assert slots(talk) == [
        (FIRST, "09:00", "Ailsa Reid"),
        (FIRST + timedelta(days=1), "09:00", "Ailsa Reid"),
        (date(2026, 11, 30), "09:00", "Ailsa Reid"),
    ]


def test_a_rule_is_followed_until_its_end(talk, ailsa):
    wish(
        talk, TODAY, date(2026, 12, 9), weekdays="2", not_before=time(9, 30), not_after=time(11, 0)
    )

    assert slots(talk) == [
        (date(2026, 12, 1), "09:30", "Ailsa Reid"),
        (date(2026, 12, 8), "09:30", "Ailsa Reid"),
    ]


@pytest.mark.parametrize(("not_after", "found"), [(time(9, 50), 1), (time(9, 49), 0)])
def test_the_talk_is_over_by_the_time_that_was_named(talk, ailsa, not_after, found):
    wish(talk, FIRST, not_after=not_after)

    assert len(slots(talk)) == found


def test_each_wish_has_its_turn_and_no_day_comes_twice(talk, ailsa):
    wish(talk, date(2026, 12, 7), date(2026, 12, 11))
    wish(talk, date(2026, 12, 7), date(2026, 12, 8))
    wish(talk, date(2026, 12, 21))

    assert days(talk) == [date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 21)]


def test_wishes_that_are_over_or_far_away_bring_nothing(talk, ailsa):
    wish(talk, date(2026, 11, 2), date(2026, 11, 25))
    wish(talk, date(2027, 11, 2))

    assert slots(talk) == []


def holiday(talk, **changed):
    return factories.make_holiday(
        **({"area": talk.area, "first_on": FIRST, "last_on": FIRST + timedelta(days=1)} | changed)
    )


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({}, date(2026, 11, 30)),  # the third school day of its own calendar
        ({"stages": ("S4", "S5")}, FIRST),
        ({"stages": ("P7",)}, date(2026, 11, 30)),
        ({"town": "Lanark"}, FIRST),
    ],
)
def test_days_without_those_pupils_are_left_out(talk, ailsa, changed, first):
    holiday(talk, **changed)

    assert days(talk)[0] == first


def test_staff_are_there_on_an_in_service_day_and_a_hall_has_no_holidays(talk, ailsa):
    holiday(
        talk,
        first_on=date(2026, 12, 7),
        last_on=date(2026, 12, 7),
        staff_are_in=True,
        name="In-service day",
    )
    wish(talk, date(2026, 12, 7))
    before = days(talk)

    TalkRequest.objects.filter(pk=talk.pk).update(format="staff")
    for_staff = days(TalkRequest.objects.get(pk=talk.pk))
    TalkRequest.objects.filter(pk=talk.pk).update(
        format="community", place=factories.make_place(name="Town Hall", kind="community")
    )
    in_a_hall = days(TalkRequest.objects.get(pk=talk.pk))

    assert (before, for_staff, in_a_hall) == ([], [date(2026, 12, 7)], [date(2026, 12, 7)])


def test_the_officer_who_fits_best_is_suggested_with_the_reasons(talk, ailsa):
    ailsa.topics.add(factories.make_topic(name="Cyberbullying"))
    iain = factories.make_member(name="Iain Bell")
    wish(talk, FIRST)

    (only,) = suggest_slots(talk_request=talk, today=TODAY, now=NOW)

    assert only.slot.officer == iain
    assert "Free then, with time for the way." in only.reasons


def test_who_fits_best_but_is_not_free_gives_way(talk, ailsa):
    iain = factories.make_member(name="Iain Bell")
    factories.make_time(
        officer=iain, begins=wall("2026-11-26T00:00"), ends=wall("2026-11-27T00:00")
    )
    ailsa.topics.add(factories.make_topic(name="Cyberbullying"))
    wish(talk, FIRST)

    assert slots(talk) == [(FIRST, "09:00", "Ailsa Reid")]


def test_a_place_that_is_not_on_our_list_is_suggested_for_as_well(talk, ailsa):
    TalkRequest.objects.filter(pk=talk.pk).update(
        place=None, unlisted_place="Scout hut", unlisted_town="Wishaw"
    )
    factories.make_session(
        state="planned", held_on=FIRST, starts_at=time(9, 0), minutes=60, officers=[ailsa]
    )
    wish(talk, FIRST)

    assert slots(TalkRequest.objects.get(pk=talk.pk)) == [
        (FIRST, "10:15", "Ailsa Reid")
    ]  # ten minutes at least for a way that nobody knows


def test_the_length_is_that_of_the_kind_of_talk(talk, ailsa):
    kind = talk.campaign.talk_kinds.create(
        slug="long",
        name="Long",
        topic=talk.topic,
        format="workshop",
        minutes=120,
        summary="Long",
        expect="Much",
    )
    TalkRequest.objects.filter(pk=talk.pk).update(kind=kind)

    assert {
        one.slot.minutes
        for one in suggest_slots(
            talk_request=TalkRequest.objects.get(pk=talk.pk), today=TODAY, now=NOW
        )
    } == {120}


@pytest.mark.parametrize("wishes", [1, 3])
def test_the_same_queries_for_a_week_and_for_half_a_year(
    talk, ailsa, django_assert_num_queries, wishes
):
    for number in range(wishes):
        wish(talk, FIRST + timedelta(weeks=number * 8), FIRST + timedelta(weeks=number * 8 + 4))
    TalkGroup.objects.create(talk_request=talk, audience="children", stages=("P6",), expected=20)
    factories.make_session(state="planned", held_on=FIRST, starts_at=time(13, 0), officers=[ailsa])

    with django_assert_num_queries(13):
        assert len(slots(talk)) == 3

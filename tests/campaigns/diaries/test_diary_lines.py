"""A diary's line says which part was changed and by whom, and never why somebody was away."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from campaigns.diaries.feed import make_feed, revoke_feed
from campaigns.diaries.hours import (
    USUAL_HOURS,
    add_times,
    remove_time,
    set_base_and_topics,
    set_hours,
    set_travel_rule,
    use_usual_hours,
)
from campaigns.models import Change, OfficerTime
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
MORNING = tuple(
    timezone.make_aware(datetime.combine(date(2026, 12, 1), time(hour))) for hour in (9, 12)
)


@pytest.fixture
def officer():
    return factories.make_member(name="Ailsa Reid")


@pytest.fixture
def by():
    return factories.make_member(role="coordinator", name="Catriona Muir").user


def lines():
    return [(line.by.name, line.kind, line.about, line.fields) for line in Change.objects.all()]


def line(part, by="Catriona Muir"):
    return (by, "diary", "Diary: Ailsa Reid", {part: ["", ""]})


def test_week_and_back_again_are_two_lines(officer, by):
    set_hours(officer=officer, hours=USUAL_HOURS, by=by)
    use_usual_hours(officer=officer, by=by)
    use_usual_hours(officer=officer, by=by)

    assert lines() == [line("Usual week"), line("Usual week, as the campaign’s again")]


def test_leave_is_time_in_the_line_and_neither_its_kind_nor_its_day(officer, by):
    [row] = add_times(officer=officer, kind=OfficerTime.Kind.LEAVE, spans=[MORNING], by=by)
    remove_time(time=row, by=by)

    assert lines() == [line("Time entered"), line("Time removed")]


def test_base_and_topics_are_named_without_the_place(officer, by):
    set_base_and_topics(officer=officer, base=factories.make_place(), topics=[], by=by)

    assert lines() == [line("Base and topics")]


def test_calendar_address_is_made_and_ended_by_a_line_each(officer, by):
    make_feed(officer=officer, now=NOW)
    make_feed(officer=officer, now=NOW)
    revoke_feed(officer=officer, by=by, now=NOW)
    revoke_feed(officer=officer, by=by, now=NOW)

    made = line("Calendar address made", "Ailsa Reid")
    assert lines() == [made, made, line("Calendar address ended")]


def test_travel_rule_is_a_setting_with_its_values(officer, by):
    campaign = officer.campaign
    before = f"{campaign.km_an_hour}"
    for _ in range(2):
        set_travel_rule(
            campaign=campaign,
            km_an_hour=41,
            least_minutes_between=campaign.least_minutes_between,
            by=by,
        )

    fields = {"Kilometres an hour": [before, "41"]}
    assert lines() == [("Catriona Muir", "edited", "Setting: Travel rule", fields)]

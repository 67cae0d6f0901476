"""The demonstration has days without pupils, so that the warnings about them can be seen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.demo import build_demo
from campaigns.models import Membership, SchoolHoliday, Session, TalkRequest
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize("day", [TODAY, date(2026, 7, 20), date(2027, 5, 3)])
def test_demo_has_days_without_pupils_soon_on_any_day(day):
    campaign = build_demo(today=day)
    latest = day + timedelta(weeks=6)

    for area in campaign.areas.all():
        rows = SchoolHoliday.objects.filter(area=area)
        soon = rows.filter(last_on__gt=day, first_on__lte=latest)
        assert [row.name for row in rows if not row.name.endswith("(made up)")] == []
        assert soon.filter(staff_are_in=True).exists()
        assert any(
            min(row.last_on, latest) - max(row.first_on, day) >= timedelta(days=4) for row in soon
        )
    planned = Session.objects.planned().filter(place__kind="primary", held_on__gt=day)
    closed = [row for row in planned.select_related("place__area") if is_closed(row)]
    assert closed == []


def is_closed(session):
    rows = SchoolHoliday.objects.filter(area=session.place.area)
    return rows.on(session.held_on).exists()


def test_a_date_of_the_demo_is_warned_of(client):
    campaign = build_demo(today=TODAY)
    client.force_login(Membership.objects.get(role="coordinator").user)
    talk = TalkRequest.objects.filter(campaign=campaign, state="submitted").first()
    day = SchoolHoliday.objects.filter(
        area=talk.area, staff_are_in=True, first_on__gt=TODAY
    ).first()
    officer = Membership.objects.get(role="officer")
    at = day.first_on
    typed = {
        "held_on_day": at.day,
        "held_on_month": at.month,
        "held_on_year": at.year,
        "starts_at": "10.00",
        "minutes": "50",
        "officer": officer.pk,
    }

    response = client.post(
        f"/team/talks/{talk.pk}/offer/", {f"offer-{name}": value for name, value in typed.items()}
    )

    assert "is an in-service day" in response.text

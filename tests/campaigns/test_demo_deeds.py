"""What the deeds of people would not have let in is not in the demonstration either."""

import re
from datetime import date, datetime, time
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.demo import build_demo
from campaigns.models import (
    Campaign,
    Change,
    Correction,
    DiaryEntry,
    Mail,
    Membership,
    Offer,
    Session,
)
from campaigns.reach.reach import reach
from campaigns.sessions.copies import counts_of
from campaigns.sessions.details import details_of
from campaigns.sessions.likeness import pairs
from campaigns.sessions.putright.correct import confirm_correction
from campaigns.sessions.questions import prompts
from tests.campaigns.shown import words
from tests.factories import (
    TODAY,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return TODAY


def run(*options: str) -> str:
    out = StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


def test_demo_has_a_correction_that_waits_and_a_session_that_was_voided():
    run()
    correction = Correction.objects.waiting().select_related("session", "proposed_by").get()
    before = reach(Campaign.objects.get(), today=TODAY).logged

    confirm_correction(
        correction=correction,
        opened=correction.session.version,
        now=timezone.now(),
        today=TODAY,
        by=Membership.objects.get(role="coordinator"),
    )

    assert (correction.state, correction.proposed_by.email) == ("proposed", "officer@demo.example")
    assert reach(Campaign.objects.get(), today=TODAY).logged == before + 3
    assert Change.objects.filter(kind="voided", session__state="voided").exists()


def test_nobody_would_have_been_asked_about_a_session_of_the_demo():
    """The log asks about what is unlikely; what was logged on a phone is asked about later."""
    campaign = build_demo(today=TODAY)
    sessions = Session.objects.filter(state__in=["delivered", "planned"]).select_related("place")

    asked = {
        session: found
        for session in sessions
        if (
            found := prompts(
                campaign=campaign,
                details=details_of(session),
                counts=counts_of(session),
                own=session.client_id,
            )
        )
    }

    assert asked == {}
    (pair,) = pairs(campaign)
    assert Session.objects.get(pk=pair["second"]).device_at is not None


def test_every_planned_session_of_the_demo_stands_in_its_officers_diary():
    build_demo(today=TODAY)
    ahead = Session.objects.planned().filter(held_on__gt=TODAY)

    assert set(DiaryEntry.objects.values_list("session", flat=True)) >= {
        session.pk for session in ahead
    }


def test_nothing_of_the_demo_is_left_to_send_but_reminders_of_what_is_ahead():
    build_demo(today=TODAY)
    begin_of_day = timezone.make_aware(datetime.combine(TODAY, time.min))
    waiting = Mail.objects.filter(state="waiting")

    assert {mail.kind for mail in waiting} == {"reminder"}
    assert not waiting.filter(send_after__lt=begin_of_day).exists()
    assert {job.args_kwargs["args"][0] for job in DBTaskResult.objects.all()} == {
        mail.pk for mail in waiting
    }
    assert not Mail.objects.filter(written_at__gte=begin_of_day).exists()
    assert not Mail.objects.filter(sent_at__gte=begin_of_day).exists()
    assert not Offer.objects.filter(made_at__gte=begin_of_day).exists()


def test_dates_that_the_demo_offers_are_held_and_stand_in_the_diary():
    build_demo(today=TODAY)
    end_of_day = timezone.make_aware(datetime.combine(TODAY, time.max))
    held = Offer.objects.filter(state="held")

    assert held.count() == 2
    assert not held.filter(lapses_at__lte=end_of_day).exists()
    assert DiaryEntry.objects.filter(offer__in=held).count() == 2


def test_demo_shows_how_the_team_is_telephoned_with_a_number_that_nobody_has(client):
    run()

    campaign = Campaign.objects.get()
    page = words(client.get("/talks/"))

    assert re.fullmatch("01632960[0-9]{3}", campaign.telephone.replace(" ", ""))  # Ofcom's own
    assert f"{campaign.telephone} ({campaign.office_hours})" in page.replace(" , ", ", ")

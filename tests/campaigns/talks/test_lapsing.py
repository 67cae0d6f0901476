"""A date is held for two school days.

From that moment it is free, whether or not the night's work has marked it; then the school is told,
once.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.diaries.book import Slot
from campaigns.mail.links import token_of
from campaigns.models import Change, Offer, TalkRequest
from campaigns.talks.end_offers import lapse_offers
from tests.campaigns.talks.offering import offer_date
from tests.factories import make_holiday, make_member, make_place, make_talk_request

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)


def held(officer, *, reference="BCD2345", now=FRIDAY, day=8):
    talk = make_talk_request(reference=reference, place=make_place(name=f"School {reference}"))
    slot = Slot(officer=officer, held_on=date(2026, 12, day), starts_at=time(10), minutes=50)
    return talk, offer_date(talk_request=talk, slot=slot, instead_of=None, by=officer.user, now=now)


def test_it_is_held_to_the_end_of_the_second_school_day():
    assert held(make_member())[1].lapses_at == TUESDAY_NIGHT


def test_a_holiday_is_no_school_day():
    make_holiday(first_on=date(2026, 11, 23), last_on=date(2026, 11, 23), name="St Andrew’s Day")

    assert held(make_member())[1].lapses_at == TUESDAY_NIGHT + timedelta(days=1)


def test_a_date_that_is_near_is_held_until_it_begins():
    officer = make_member()
    talk = make_talk_request()
    slot = Slot(officer=officer, held_on=date(2026, 11, 23), starts_at=time(10), minutes=50)

    offer = offer_date(talk_request=talk, slot=slot, instead_of=None, by=officer.user, now=FRIDAY)

    assert offer.lapses_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_the_slot_is_free_the_moment_it_lapses_though_nothing_has_marked_it():
    officer = make_member()
    held(officer)

    _, second = held(officer, reference="XYZ2345", now=TUESDAY_NIGHT)

    assert second.state == "held"
    assert (
        Offer.objects.filter(state="held").count() == 2
    )  # the first is not marked yet, and holds nothing


def test_a_school_that_answers_too_late_is_told(client, monkeypatch):
    talk, offer = held(make_member())
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY_NIGHT)

    page = client.get(f"/t/{token_of(talk)}/").content.decode()
    response = client.post(f"/t/{token_of(talk)}/accept/", {"offer": offer.pk})

    assert "Accept this date" not in page
    assert "no longer held" in page
    assert response.status_code == 409


def test_marking_tells_the_school_once_and_the_request_waits_again():
    talk, offer = held(make_member())

    counts = [
        lapse_offers(now=TUESDAY_NIGHT - timedelta(minutes=1)),
        lapse_offers(now=TUESDAY_NIGHT),
        lapse_offers(now=TUESDAY_NIGHT),
    ]

    talk.refresh_from_db()
    offer.refresh_from_db()
    waiting = [mail.kind for mail in talk.mails.filter(state="waiting")]
    assert counts == [0, 1, 0]
    assert (talk.state, offer.state, waiting) == ("submitted", "lapsed", ["lapsed"])
    assert Change.objects.filter(talk_request=talk, kind="lapsed").count() == 1


def test_an_answer_before_that_stands():
    talk, _ = held(make_member())
    TalkRequest.objects.update(state="declined", state_reason="Full")

    lapse_offers(now=TUESDAY_NIGHT)

    talk.refresh_from_db()
    assert talk.state == "declined"
    assert not talk.mails.filter(kind="lapsed").exists()


@pytest.mark.parametrize(
    ("verbosity", "said"), [(1, "Lapsed: the dates held for 1 request.\n"), (0, "")]
)
def test_the_command_says_how_many(capsys, monkeypatch, verbosity, said):
    held(make_member())
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY_NIGHT)

    call_command("lapse_offers", verbosity=verbosity)

    assert capsys.readouterr().out == said

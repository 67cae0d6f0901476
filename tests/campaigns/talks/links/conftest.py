"""A clock that is moved by hand, and a date that is offered."""

from datetime import date, time

import pytest
from django.utils import timezone

from campaigns.diaries.book import Slot
from tests.campaigns.talks.offering import offer_date
from tests.factories import NOW, make_member, make_talk_request


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    """The clock stands still at noon on 23 November 2026, and is moved by hand."""
    clock = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])

    def move(by):
        clock[0] += by

    return move


def offered(**fields):
    talk, officer = make_talk_request(**fields), make_member()
    slot = Slot(officer=officer, held_on=date(2026, 12, 8), starts_at=time(10, 0), minutes=50)
    offer = offer_date(
        talk_request=talk,
        slot=slot,
        instead_of=None,
        place=None,
        new_place_kind="",
        by=officer.user,
        now=NOW,
    )
    talk.refresh_from_db()
    return talk, offer

"""A date offered for a talk, as the services take it."""

from datetime import date, time

from campaigns.diaries.book import Slot
from tests.campaigns.talks.offering import offer_date
from tests.factories import NOW

TUESDAY = date(2026, 12, 8)


def offered(
    talk,
    officer,
    *,
    held_on=TUESDAY,
    starts_at=time(10, 0),
    minutes=50,
    instead_of=None,
    place=None,
    new_place_kind="",
    by=None,
):
    slot = Slot(officer=officer, held_on=held_on, starts_at=starts_at, minutes=minutes)
    return offer_date(
        talk_request=talk,
        slot=slot,
        instead_of=instead_of,
        place=place,
        new_place_kind=new_place_kind,
        by=by or officer.user,
        now=NOW,
    )

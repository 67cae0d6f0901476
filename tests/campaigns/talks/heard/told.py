"""Talks whose date is set, and what their schools do by the link."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.test import Client

from campaigns.models import Mail, TalkRequest
from tests.campaigns.shown import link
from tests.factories import make_member, make_place, make_session, make_talk_request

DEEDS = {
    "another-time": {"another-text": "A week later, please, for Sandy of P7"},
    "note": {"note-text": "Sandy of P7 is new"},
    "answer": {"answer-text": "There is a screen"},
    "end": {"reason": "The hall is flooded"},
    "change": {"room": "The gym", "arriving": "", "access_needs": ""},
}


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/London"))


def a_set_talk(
    *, held_on=date(2026, 12, 8), officers=None, owner=None, reference="BCD2345", **more
):
    """At ten, given by Ailsa Reid."""
    officers = [make_member()] if officers is None else officers
    place = make_place(name=f"School of {reference}")
    session = make_session(
        state="planned", held_on=held_on, starts_at=time(10), officers=officers, place=place
    )
    talk = make_talk_request(
        state="confirmed", session=session, place=place, reference=reference, **more
    )
    TalkRequest.objects.filter(pk=talk.pk).update(owner=owner)
    talk.refresh_from_db()
    return talk


def press(talk, deed, **typed):
    """As the school, with its own browser."""
    if deed == "change":
        typed = expected_as_it_is(talk) | typed
    return Client().post(f"{link(talk)}{deed}/", DEEDS.get(deed, {}) | typed)


def expected_as_it_is(talk):
    return {f"expected_{group.pk}": str(group.expected) for group in talk.groups.all()}


def written(kind="notice"):
    return sorted(Mail.objects.filter(kind=kind).values_list("to", flat=True))


def paid(talk, *, by):
    """As when dates were offered for what it said."""
    at_noon = at(30, 12, month=11)
    talk.notices.update(dealt_at=at_noon, dealt_by=by, answered_at=at_noon)

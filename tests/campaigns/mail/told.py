"""Talks and sessions that letters tell of, and every letter of them."""

from datetime import UTC, date, datetime
from functools import partial

from campaigns.mail import address_letters, contact_letters, letters
from campaigns.models import TalkRequest
from tests.factories import NOW, make_member, make_offer, make_session, make_talk_request


def a_talk(
    *, state="submitted", state_reason="", officers=("Ailsa Reid",), with_session=False, **columns
):
    session = (
        make_session(
            state="planned",
            held_on=date(2026, 12, 8),
            officers=[make_member(name=name) for name in officers],
        )
        if with_session
        else None
    )
    talk = make_talk_request(state=state, state_reason=state_reason, session=session)
    TalkRequest.objects.filter(pk=talk.pk).update(**columns)
    return TalkRequest.objects.get(pk=talk.pk)


def offers(talk, *, number=1, lapses_at=None):
    officer = make_member(name="Callum Shaw")
    found = [
        make_offer(talk_request=talk, officer=officer, held_on=date(2026, 12, 8 + day))
        for day in range(number)
    ]
    for offer in found:
        offer.lapses_at = lapses_at
        offer.save()
    return found


def reminder(talk):
    return letters.reminder(
        talk, school_days=1, number=1, send_after=datetime(2026, 12, 7, 8, tzinfo=UTC)
    )


def called_off(talk):
    return letters.talk_called_off(talk, session=talk.session, by_school=False)


def contact_asked(talk):
    address = "https://example.org/take-over/abc/"
    return contact_letters.contact_asked(talk, to="ewan.orr@school.example", take_over=address)


def contact_changed(talk):
    return contact_letters.contact_changed(talk, to="before@school.example", by_team=False, now=NOW)


def confirm_reminder(talk):
    return address_letters.confirm_reminder(talk, send_after=datetime(2026, 12, 2, 8, tzinfo=UTC))


def received(talk):
    return address_letters.received(
        talk, asked=[{"key": "Topic", "value": "Sextortion"}], hear_by=date(2026, 12, 9)
    )


OF_A_REQUEST = {
    "receipt": letters.receipt,
    "confirm_reminder": confirm_reminder,
    "received": received,
    "question": letters.question_asked,
    "waiting": letters.on_waiting_list,
    "declined": letters.talk_declined,
    "withdrawn": letters.withdrawn,
    "merged": letters.merged,
    "link_renewed": letters.link_renewed,
    "lapsed": letters.offer_lapsed,
    "contact_asked": contact_asked,
    "new_contact": partial(contact_letters.new_contact, now=NOW),
    "contact_changed": contact_changed,
    "offered": lambda talk: letters.dates_offered(offers(talk)),
}
OF_A_SESSION = {
    "confirmed": letters.date_confirmed,
    "officer_changed": letters.officer_changed,
    "date_stays": lambda talk: letters.date_stays(talk, reason="No other date is free."),
    "reminder": reminder,
    "called_off": called_off,
    "thanks": letters.thanks,
}
LETTERS = OF_A_REQUEST | OF_A_SESSION

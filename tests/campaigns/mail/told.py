"""Talks and sessions that letters tell of, and every letter of them."""

from datetime import UTC, date, datetime

from campaigns.mail import letters
from campaigns.models import TalkRequest
from tests.factories import make_member, make_offer, make_session, make_talk_request


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


OF_A_REQUEST = {
    "receipt": letters.receipt,
    "question": letters.question_asked,
    "waiting": letters.on_waiting_list,
    "declined": letters.talk_declined,
    "withdrawn": letters.withdrawn,
    "merged": letters.merged,
    "link_renewed": letters.link_renewed,
    "lapsed": letters.offer_lapsed,
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

"""What each e-mail to a school says: about the request itself, then about its date.

The words stand in templates/emails/; nobody outside the team can put a word into the first one or
into a subject.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from campaigns.mail.icalendar import Method
from campaigns.mail.letter import (
    Letter,
    as_it_stands,
    begins,
    day_after,
    invitation,
    of_session,
    session_of,
    talk_letter,
)
from campaigns.models import Change, Mail, Offer, Session, TalkRequest
from sextortion_aware.months import months_after

Kind = Mail.Kind
State = TalkRequest.State

OF_A_DATE = (
    Kind.OFFERED,
    Kind.CONFIRMED,
    Kind.MOVED,
    Kind.OFFICER_CHANGED,
    Kind.LAPSED,
    Kind.QUESTION,
    Kind.WAITING,
)


def receipt(talk_request: TalkRequest, *, asked: Sequence[dict[str, str]] = ()) -> Letter:
    """Nobody has shown yet that the address is theirs, so it holds nothing that the booker typed.

    What one of us typed on the telephone is `asked`, in questions and answers.
    """
    talk = as_it_stands(talk_request)
    subject = (
        "Please confirm your request for a talk"
        if talk.state == State.UNCONFIRMED
        else "We have your request for a talk"
    )
    told, about = {"asked": asked}, f"{talk.pk}"
    return talk_letter(Kind.RECEIPT, talk, subject, about=about, told=told, goes_at_night=True)


def receipt_again(talk_request: TalkRequest) -> Letter:
    """For whoever waits for the first one. The number keeps them apart."""
    talk = as_it_stands(talk_request)
    number = talk.mails.filter(kind=Kind.RECEIPT).count() + 1
    return talk_letter(
        Kind.RECEIPT,
        talk,
        "Please confirm your request for a talk",
        about=f"{talk.pk}:{number}",
        goes_at_night=True,
        replaces=(Kind.RECEIPT, Kind.CONFIRM_REMINDER),
    )


def question_asked(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        Kind.QUESTION,
        as_it_stands(talk_request),
        "A question about your request for a talk",
        replaces=(Kind.QUESTION, Kind.WAITING, Kind.LAPSED),
    )


def on_waiting_list(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        Kind.WAITING,
        as_it_stands(talk_request),
        "Your request is on our waiting list",
        replaces=(Kind.WAITING, Kind.LAPSED),
    )


def talk_declined(talk_request: TalkRequest) -> Letter:
    talk = as_it_stands(talk_request)
    return talk_letter(Kind.DECLINED, talk, "About your request for a talk", about=f"{talk.pk}")


def withdrawn(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        Kind.WITHDRAWN, as_it_stands(talk_request), "Your request for a talk is withdrawn"
    )


def merged(talk_request: TalkRequest) -> Letter:
    """To the contact of the request that was closed; `merged_into` is the one that goes on."""
    return talk_letter(
        Kind.MERGED, as_it_stands(talk_request), "Two requests for your talk are one now"
    )


def link_renewed(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        Kind.LINK_RENEWED,
        as_it_stands(talk_request),
        "A new link to your request",
        goes_at_night=True,
        renews_link=True,
    )


def link_again(talk_request: TalkRequest) -> Letter:
    """Somebody asks for the same place again and was told to look for this link.

    The number keeps a second such letter apart.
    """
    talk = as_it_stands(talk_request)
    number = talk.mails.filter(kind=Kind.LINK_AGAIN).count() + 1
    return talk_letter(
        Kind.LINK_AGAIN,
        talk,
        "Your link to your request for a talk",
        about=f"{talk.pk}:{number}",
        goes_at_night=True,
    )


def dates_offered(offers: Sequence[Offer]) -> Letter:
    """One to three dates, of which the school takes one.

    Of use until nobody can take any. Beside them a date that the school has may stand, or one that
    it has lost, as when an officer is called away: then the calendar hears of that with the same
    letter.
    """
    first, ends = offers[0], [offer.lapses_at for offer in offers if offer.lapses_at]
    talk = as_it_stands(first.talk_request)
    lost = talk.session if talk.session and talk.session.state == Session.State.CANCELLED else None
    told = {
        "offers": offers,
        "held_until": min(ends) if ends else None,
        "lost": lost,
        "is_move": talk.session is not None and lost is None,
    }
    more: dict[str, Any] = {
        "useful_until": min(
            [*ends, max(begins(offer.held_on, offer.starts_at) for offer in offers)]
        )
    }
    if lost:
        more |= {
            "calendar": invitation(talk, lost, method=Method.CANCEL),
            "at_once_for": lost.held_on,
        }
    subject = (
        "We must change the date of your talk"
        if lost
        else f"We can offer you {'a date' if len(offers) == 1 else 'dates'} for your talk"
    )
    return talk_letter(
        Kind.OFFERED, talk, subject, about=f"{first.pk}", told=told, replaces=OF_A_DATE, **more
    )


def offer_lapsed(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        Kind.LAPSED,
        as_it_stands(talk_request),
        "We no longer hold the dates for your talk",
        replaces=(Kind.OFFERED,),
    )


def date_confirmed(talk_request: TalkRequest) -> Letter:
    """After a move as well.

    The lines of history are written before, and the calendar file then has the number after them.
    """
    talk = as_it_stands(talk_request)
    session = session_of(talk)
    if Change.objects.filter(
        Q(talk_request=talk) | Q(session=session), kind=Change.Kind.MOVED
    ).exists():
        return of_session(
            Kind.MOVED,
            talk,
            session,
            "Your talk has a new date",
            replaces=OF_A_DATE,
            calendar=invitation(talk, session),
        )
    accepted = talk.offers.filter(state=Offer.State.ACCEPTED).first()
    return of_session(
        Kind.CONFIRMED,
        talk,
        session,
        "Your talk is confirmed",
        about=f"{accepted.pk}" if accepted else "",
        replaces=OF_A_DATE,
        calendar=invitation(talk, session),
    )


def date_stays(talk_request: TalkRequest, *, reason: str) -> Letter:
    """`reason` was written for the school."""
    talk = as_it_stands(talk_request)
    return of_session(
        Kind.DATE_STAYS,
        talk,
        session_of(talk),
        "The date of your talk stays",
        told={"reason": reason},
    )


def officer_changed(talk_request: TalkRequest) -> Letter:
    talk = as_it_stands(talk_request)
    session = session_of(talk)
    subject = "Another officer comes to your talk"
    return of_session(
        Kind.OFFICER_CHANGED,
        talk,
        session,
        subject,
        replaces=(Kind.OFFICER_CHANGED,),
        calendar=invitation(talk, session),
    )


def talk_called_off(talk_request: TalkRequest, *, session: Session, by_school: bool) -> Letter:
    """Why is left out: the officer wrote it for the team.

    When the request goes on without a date, its reason was written for the school.
    """
    talk, until = as_it_stands(talk_request), day_after(session.held_on)
    told = {
        "held": session,
        "by_school": by_school,
        "goes_on": talk.state in (State.SUBMITTED, State.OFFERED),
    }
    calendar = invitation(talk, session, method=Method.CANCEL)
    more: dict[str, Any] = {
        "useful_until": until,
        "calendar": calendar,
        "at_once_for": session.held_on,
    }
    return talk_letter(
        Kind.CALLED_OFF,
        talk,
        "Your talk is called off",
        about=f"{session.pk}:{session.version}",
        told=told,
        **more,
    )


def reminder(
    talk_request: TalkRequest, *, school_days: int, number: int, send_after: datetime
) -> Letter:
    """`number` is one more with each reminder that is written for this session,
    as after each move.
    """
    talk = as_it_stands(talk_request)
    session = session_of(talk)
    subject = (
        "A reminder of your talk" if school_days == 1 else "Your talk is coming up: please check"
    )
    more: dict[str, Any] = {
        "send_after": send_after,
        "session": session,
        "told": {"school_days": school_days},
    }
    return of_session(Kind.REMINDER, talk, session, subject, about=f"{session.pk}:{number}", **more)


def thanks(
    talk_request: TalkRequest, *, number: int = 1, send_after: datetime | None = None
) -> Letter:
    """Of use as long as the link in it works: it leads to the record of the talk.

    `number` is above one only when an earlier letter was stopped because the entry was undone.
    """
    talk = as_it_stands(talk_request)
    session = session_of(talk)
    last_day = months_after(session.held_on, settings.FORGET_CONTACTS_AFTER_MONTHS)
    told, until = {"held": session}, day_after(last_day)
    more: dict[str, Any] = {"useful_until": until, "session": session, "send_after": send_after}
    return talk_letter(
        Kind.THANKS,
        talk,
        "Thank you for having us",
        about=f"{session.pk}:{number}",
        told=told,
        **more,
    )

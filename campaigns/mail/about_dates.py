"""Letters about a date: offered, confirmed, moved, called off, near, and over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from campaigns.mail.icalendar import Method, school_file
from campaigns.mail.letter import Letter, as_it_stands, begins, day_after, talk_letter
from campaigns.models import Change, Offer, Session, TalkRequest

OF_A_DATE = (
    "offered:",
    "confirmed:",
    "moved:",
    "officer_changed:",
    "lapsed:",
    "question:",
    "waiting:",
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
        "offered", talk, subject, key=f"offered:{first.pk}", told=told, replaces=OF_A_DATE, **more
    )


def offer_lapsed(talk_request: TalkRequest) -> Letter:
    return talk_letter(
        "lapsed",
        as_it_stands(talk_request),
        "We no longer hold the dates for your talk",
        replaces=("offered:",),
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
            "moved",
            talk,
            session,
            "Your talk has a new date",
            replaces=OF_A_DATE,
            calendar=invitation(talk, session),
        )
    accepted = talk.offers.filter(state=Offer.State.ACCEPTED).first()
    key = f"confirmed:{accepted.pk}" if accepted else ""
    return of_session(
        "confirmed",
        talk,
        session,
        "Your talk is confirmed",
        key=key,
        replaces=OF_A_DATE,
        calendar=invitation(talk, session),
    )


def officer_changed(talk_request: TalkRequest) -> Letter:
    talk = as_it_stands(talk_request)
    session = session_of(talk)
    subject = "Another officer comes to your talk"
    return of_session(
        "officer_changed",
        talk,
        session,
        subject,
        replaces=("officer_changed:",),
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
        "goes_on": talk.state in (TalkRequest.State.SUBMITTED, TalkRequest.State.OFFERED),
    }
    calendar = invitation(talk, session, method=Method.CANCEL)
    more: dict[str, Any] = {
        "useful_until": until,
        "calendar": calendar,
        "at_once_for": session.held_on,
    }
    return talk_letter(
        "called_off",
        talk,
        "Your talk is called off",
        key=f"called_off:{session.pk}:{session.version}",
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
    return of_session(
        "reminder", talk, session, subject, key=f"reminder:{session.pk}:{number}", **more
    )


def thanks(
    talk_request: TalkRequest, *, number: int = 1, send_after: datetime | None = None
) -> Letter:
    """Of use as long as the link in it works.

    `number` is above one only when an earlier letter was stopped because the entry was undone.
    """
    talk = as_it_stands(talk_request)
    session = session_of(talk)
    told, until = {"held": session}, day_after(session.held_on + settings.FORGET_LINKS_AFTER)
    more: dict[str, Any] = {"useful_until": until, "session": session, "send_after": send_after}
    return talk_letter(
        "thanks",
        talk,
        "Thank you for having us",
        key=f"thanks:{session.pk}:{number}",
        told=told,
        **more,
    )


def session_of(talk: TalkRequest) -> Session:
    if talk.session is None:
        raise ValueError("this request has no session yet")
    return talk.session


def invitation(talk: TalkRequest, session: Session, *, method: Method = Method.REQUEST) -> str:
    return school_file(session, reference=talk.reference, method=method, to=talk.contact_email)


def of_session(
    name: str,
    talk: TalkRequest,
    held: Session,
    subject: str,
    *,
    told: dict[str, Any] | None = None,
    **more: Any,
) -> Letter:
    """Says who comes. Of use until the talk begins."""
    told = {
        "held": held,
        "officers": [str(officer) for officer in held.officers.select_related("user")],
        **(told or {}),
    }
    return talk_letter(
        name, talk, subject, told=told, useful_until=begins(held.held_on, held.starts_at), **more
    )

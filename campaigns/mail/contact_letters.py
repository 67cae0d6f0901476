"""What is written when a school's talk gets another contact: to who is asked, to who looks after it
now, and to who did before.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from campaigns.mail.icalendar import Method
from campaigns.mail.letter import Letter, as_it_stands, begins, invitation, talk_letter
from campaigns.models import Mail, Session, TalkRequest

Kind = Mail.Kind


def contact_asked(talk_request: TalkRequest, *, to: str, take_over: str) -> Letter:
    """Nobody has shown yet that the address is right, so it holds nothing of the contact.

    The number keeps a second such letter apart.
    """
    talk = as_it_stands(talk_request)
    number = talk.mails.filter(kind=Kind.CONTACT_ASKED).count() + 1
    letter = talk_letter(
        Kind.CONTACT_ASKED,
        talk,
        "A colleague asks you to look after a talk",
        about=f"{talk.pk}:{number}",
        told={"take_over": take_over, "held": planned(talk)},
        goes_at_night=True,
        replaces=(Kind.CONTACT_ASKED,),
    )
    return replace(letter, to=to)


def new_contact(talk_request: TalkRequest, *, now: datetime) -> Letter:
    """To the contact of now, with their own link, and the date when one is set. A talk that has
    begun is put in nobody's calendar.
    """
    talk = as_it_stands(talk_request)
    session = planned(talk)
    coming = session if session and is_to_come(session, now=now) else None
    return talk_letter(
        Kind.NEW_CONTACT,
        talk,
        "You look after this talk now",
        told={
            "held": session,
            "is_to_come": coming is not None,
            "officers": [str(one) for one in session.officers.select_related("user")]
            if session
            else [],
        },
        calendar=invitation(talk, coming, method=Method.REQUEST) if coming else "",
        goes_at_night=True,
        renews_link=True,
    )


def contact_changed(talk_request: TalkRequest, *, to: str, by_team: bool, now: datetime) -> Letter:
    """To who was the contact until now. It names nobody, and holds no link."""
    talk = as_it_stands(talk_request)
    session = planned(talk)
    coming = session is not None and is_to_come(session, now=now)
    letter = talk_letter(
        Kind.CONTACT_CHANGED,
        talk,
        "A colleague looks after your talk now",
        told={"by_team": by_team, "held": session, "is_to_come": coming},
        goes_at_night=True,
    )
    return replace(letter, to=to)


def changed_for_you(talk_request: TalkRequest, *, what: Sequence[str]) -> Letter:
    """To the same address: one of us changed something, and whoever reads it may not be who
    telephoned. It says what, and none of the words.
    """
    *first, last = what
    return talk_letter(
        Kind.CONTACT_CHANGED,
        as_it_stands(talk_request),
        "Something about your talk was changed",
        told={"what": f"{', '.join(first)} and {last}" if first else last},
        goes_at_night=True,
    )


def details_changed(talk_request: TalkRequest) -> Letter:
    """To the same address: whoever reads it may not be who changed them."""
    return talk_letter(
        Kind.CONTACT_CHANGED,
        as_it_stands(talk_request),
        "Your contact details were changed",
        told={"is_same": True},
        goes_at_night=True,
    )


def planned(talk: TalkRequest) -> Session | None:
    is_set = talk.date_is_set
    return talk.session if is_set and talk.session and talk.session.is_planned else None


def is_to_come(session: Session, *, now: datetime) -> bool:
    return now < begins(session.held_on, session.starts_at)

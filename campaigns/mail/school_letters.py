"""The letter that answers whoever asks for the list of talks at their school."""

from datetime import datetime

from campaigns.mail.letter import Letter, as_it_stands, talk_letter
from campaigns.models import Mail, TalkRequest

Kind = Mail.Kind


def school_talks(talk_request: TalkRequest, *, link: str, until: datetime) -> Letter:
    """To the address of this request, which asked for the list of its school's talks. The number
    keeps them apart.
    """
    talk = as_it_stands(talk_request)
    number = talk.mails.filter(kind=Kind.SCHOOL_TALKS).count() + 1
    return talk_letter(
        Kind.SCHOOL_TALKS,
        talk,
        "The talks at your school",
        about=f"{talk.pk}:{number}",
        told={"school_list": link},
        goes_at_night=True,
        useful_until=until,
        replaces=(Kind.SCHOOL_TALKS,),
    )

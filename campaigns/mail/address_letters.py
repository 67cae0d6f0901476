"""The letters around the moment at which a school shows that its address is its own: the reminder
before, and after it what we have. The first one, the receipt, stands in letters.py.
"""

from collections.abc import Sequence
from datetime import date, datetime

from campaigns.mail.letter import Letter, as_it_stands, day_after, talk_letter
from campaigns.models import Mail, TalkRequest

Kind = Mail.Kind


def confirm_reminder(talk_request: TalkRequest, *, send_after: datetime) -> Letter:
    """Like the receipt, without a word that was typed."""
    talk = as_it_stands(talk_request)
    number = talk.mails.filter(kind=Kind.CONFIRM_REMINDER).count() + 1
    return talk_letter(
        Kind.CONFIRM_REMINDER,
        talk,
        "Your request for a talk waits for you",
        about=f"{talk.pk}:{number}",
        send_after=send_after,
        useful_until=day_after(talk.confirm_by) if talk.confirm_by else None,
    )


def received(
    talk_request: TalkRequest, *, asked: Sequence[dict[str, str]], hear_by: date
) -> Letter:
    """Once the address is theirs it may hold what they typed: `asked` are questions and answers."""
    return talk_letter(
        Kind.RECEIVED,
        as_it_stands(talk_request),
        "We have your request for a talk",
        about=f"{talk_request.pk}",
        told={"asked": asked, "hear_by": hear_by},
        goes_at_night=True,
        replaces=(Kind.RECEIPT, Kind.CONFIRM_REMINDER),
    )

"""The e-mails of a campaign: what will go and when, what went, what did not.

A secret link that stands in one is shown to nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from campaigns.mail.letter import without_secrets
from campaigns.mail.quiet import in_words
from campaigns.models import Campaign, Mail

State = Mail.State
HIDDEN = "[here stands the school’s own link]"
HIDDEN_TOO = "[here stands a secret link]"
REFUSED = "The mail server of the school refused this address. Please call the school"
TAGS = {
    State.SENT: "good",
    State.GIVEN_UP: "bad",
    State.REFUSED: "bad",
    State.WAITING: "brand",
}


@dataclass(frozen=True)
class MailLine:
    mail: Mail
    when: str
    tag: str


def mails_of(campaign: Campaign, *, state: str) -> QuerySet[Mail]:
    """What waits in the order in which it goes, all else the latest first."""
    mails = Mail.objects.filter(talk_request__campaign=campaign, state=state).select_related(
        "talk_request__place__area", "stopped_by"
    )
    if state == State.WAITING:
        return mails.order_by(Coalesce("send_after", "written_at"), "pk")
    return mails.order_by(Coalesce("sent_at", F("send_after"), "written_at").desc(), "-pk")


def line_of(mail: Mail, *, now: datetime) -> MailLine:
    """`stopped_by` selected."""
    return MailLine(mail, _when(mail, now=now), TAGS.get(State(mail.state), ""))


def lines_of(mails: Iterable[Mail], *, now: datetime) -> list[MailLine]:
    return [line_of(mail, now=now) for mail in mails]


def words_of(mail: Mail) -> str:
    """The plain text as the school reads it, but for the links with which anybody could answer in
    its name.
    """
    return without_secrets(mail.text, own=HIDDEN, other=HIDDEN_TOO)


def _when(mail: Mail, *, now: datetime) -> str:
    if mail.state == State.SENT and mail.sent_at:
        return f"Sent on {_moment(mail.sent_at)}"
    if mail.state == State.GIVEN_UP:
        return "It could not be sent. Please call the school"
    if mail.state == State.REFUSED:
        return REFUSED
    if mail.state == State.STOPPED:
        return (
            f"Stopped by {mail.stopped_by}"
            if mail.stopped_by
            else "Stopped: what it told was no longer so, or a backup was restored"
        )
    if mail.tries:
        return (
            f"The mail server did not take it. It is tried again; {mail.tries} "
            f"{'try' if mail.tries == 1 else 'tries'} so far"
        )
    return (
        f"Goes {in_words(mail.send_after, now=now)}"
        if mail.send_after and mail.send_after > now
        else "Goes now"
    )


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'l j F Y')} at {date_format(local, 'H:i')}"

"""The e-mails of a campaign: what will go and when, what went, what did not.

A secret link that stands in one is shown to nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from campaigns.mail.letter import without_secrets
from campaigns.mail.quiet import in_words
from campaigns.models import Campaign, Change, Mail

State = Mail.State
HIDDEN = "[here stands the school’s own link]"
UNTRUE = "Stopped: what it said is no longer so"
MAY_HAVE_GONE = "Stopped when a backup was restored: it may have gone before"
HIDDEN_TOO = "[here stands a secret link]"
REFUSED = "Their mail server refused this address. Please call them"
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
    return lines_of([mail], now=now)[0]


def lines_of(mails: Iterable[Mail], *, now: datetime) -> list[MailLine]:
    """`stopped_by` selected."""
    mails = list(mails)
    alone = [mail for mail in mails if mail.state == State.STOPPED and not mail.stopped_by]
    restored = _stopped_when_restored(alone)
    return [
        MailLine(
            mail,
            MAY_HAVE_GONE if mail.pk in restored else _when(mail, now=now),
            TAGS.get(State(mail.state), ""),
        )
        for mail in mails
    ]


def words_of(mail: Mail) -> str:
    """The plain text as the school reads it, but for the links with which anybody could answer in
    its name.
    """
    return without_secrets(mail.text, own=HIDDEN, other=HIDDEN_TOO)


def _stopped_when_restored(mails: Sequence[Mail]) -> set[int]:
    """Of those that no person stopped. The history of its request tells it: a restored backup is
    the only other thing that notes there that an e-mail was stopped.
    """
    if not mails:
        return set()
    stopped = Change.objects.filter(
        kind=Change.Kind.MAIL_STOPPED,
        by=None,
        talk_request__in={mail.talk_request_id for mail in mails if mail.talk_request_id},
    )
    noted = {(change.talk_request_id, change.fields.get("E-mail", [""])[0]) for change in stopped}
    return {mail.pk for mail in mails if (mail.talk_request_id, mail.subject) in noted}


def _when(mail: Mail, *, now: datetime) -> str:
    if mail.state == State.SENT and mail.sent_at:
        return f"Sent on {_moment(mail.sent_at)}"
    if mail.state == State.GIVEN_UP:
        return "It could not be sent. Please call them"
    if mail.state == State.REFUSED:
        return REFUSED
    if mail.state == State.STOPPED:
        return f"Stopped by {mail.stopped_by}" if mail.stopped_by else UNTRUE
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

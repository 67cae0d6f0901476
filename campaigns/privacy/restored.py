"""What a restored site must not do: write to people twice, or know who was signed in.

A backup says nothing of what was sent after it. What can have gone since is stopped, and stays in
the outbox for a coordinator to read; what cannot go before a later hour still waits for it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session as SignIn
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.history.record import record_change, record_deed
from campaigns.mail.write import requeue_mails
from campaigns.models import Campaign, Change, Mail, TalkRequest

UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
MAY_HAVE_GONE = "A backup was restored, and this may have been sent before."
NOT_IN_IT = "What was entered after it is not here."


@dataclass(frozen=True)
class Settled:
    mails_stopped: int
    mails_waiting: int
    sign_ins_ended: int


@transaction.atomic
def settle_restored(*, made_at: datetime, began_at: datetime, now: datetime) -> Settled:
    """`began_at`: letters that were written since then tell again what the lost site may have told,
    as of held dates that lapse.
    """
    DBTaskResult.objects.filter(status__in=UNFINISHED).delete()
    sign_ins, _ = SignIn.objects.all().delete()
    stopped = _stop_what_may_have_gone(began_at=began_at, now=now)
    waiting = requeue_mails(now=now)
    settled = Settled(mails_stopped=stopped, mails_waiting=waiting, sign_ins_ended=sign_ins)
    for campaign in Campaign.objects.order_by("pk"):
        record_deed(
            campaign=campaign,
            kind=Change.Kind.RESTORED_BACKUP,
            about=f"Backup of {in_words(made_at)}",
            by=None,
            reason=NOT_IN_IT,
        )
    return settled


def _stop_what_may_have_gone(*, began_at: datetime, now: datetime) -> int:
    waiting = Mail.objects.filter(state=Mail.State.WAITING)
    due = Q(send_after=None) | Q(send_after__lte=now) | Q(written_at__gte=began_at)
    mails = list(waiting.filter(due).select_related("talk_request").order_by("pk"))
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(state=Mail.State.STOPPED)
    for mail in mails:
        if mail.talk_request and mail.talk_request.state != TalkRequest.State.UNCONFIRMED:
            record_change(
                kind=Change.Kind.MAIL_STOPPED,
                by=None,
                talk_request=mail.talk_request,
                fields={"E-mail": (mail.subject, "")},
                reason=MAY_HAVE_GONE,
            )
    return len(mails)


def in_words(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y')} at {date_format(local, 'H:i')}"

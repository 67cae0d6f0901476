"""A waiting mail can be stopped until the worker has claimed it.

From then on it is too late: the mail server may have it already.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail.tasks import send_mail
from campaigns.models import Change, Mail, User

# Longer than any conversation with a mail server, which is cut off after EMAIL_TIMEOUT seconds of
# silence.
LONGEST_JOB = timedelta(minutes=10)


@transaction.atomic
def stop_mail(*, mail: Mail, now: datetime, by: User) -> None:
    if not stop_all(Mail.objects.filter(pk=mail.pk), now=now, by=by):
        raise Conflict(
            "It is too late to stop this e-mail: it is being sent, was sent, or was stopped before."
        )
    if mail.talk_request:
        record_change(
            kind=Change.Kind.MAIL_STOPPED,
            by=by,
            talk_request=mail.talk_request,
            fields={"E-mail": (mail.subject, "")},
        )


def stop_all(mails: "QuerySet[Mail]", *, now: datetime, by: User | None = None) -> int:
    """How many.

    An attempt that the worker claims between these lines has another number, so its mail is left
    alone; the order of the lines matters.
    """
    seen = list(mails.filter(state=Mail.State.WAITING).values_list("pk", "tries"))
    being_sent = mails_at_work(now=now)
    count = 0
    for pk, tries in seen:
        if pk not in being_sent:
            count += Mail.objects.filter(pk=pk, tries=tries, state=Mail.State.WAITING).update(
                state=Mail.State.STOPPED, stopped_by=by
            )
    return count


def with_keys(beginnings: Iterable[str]) -> Q:
    any_of = Q(pk=None)
    for beginning in beginnings:
        any_of |= Q(key__startswith=beginning)
    return any_of


def mails_at_work(*, now: datetime) -> set[int]:
    """Those that a worker has in hand.

    One that was killed is no longer believed to be at work after a while.
    """
    jobs = DBTaskResult.objects.filter(
        task_path=send_mail.module_path,
        status=TaskResultStatus.RUNNING,
        started_at__gt=now - LONGEST_JOB,
    )
    return {job["args"][0] for job in jobs.values_list("args_kwargs", flat=True)}

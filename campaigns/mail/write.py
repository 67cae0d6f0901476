"""A mail is a row and a job, both written in the transaction of the change they tell of: no change
without its mail, no mail without its change.

While it waits it can be stopped, until the worker has claimed it. From then on it is too late: the
mail server may have it already.
"""

from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import quiet
from campaigns.mail.letter import Letter, with_link
from campaigns.mail.links import link_for_mail
from campaigns.mail.tasks import queue_job, send_mail
from campaigns.models import Change, Mail, TalkRequest, User
from campaigns.models.fields import this_moment

# Longer than any conversation with a mail server, which is cut off after EMAIL_TIMEOUT seconds of
# silence.
LONGEST_JOB = timedelta(minutes=10)


def write_mail(letter: Letter, *, now: datetime | None = None) -> Mail | None:
    """What waits already and is no longer so is stopped first: nobody shall read in the morning of
    two dates, one after the other. None when there is nobody to write to, because the contact was
    forgotten.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a mail is written in the transaction of its change")
    if not letter.to:
        return None

    now = now or this_moment()
    if letter.replaces:
        untrue = Mail.objects.filter(kind__in=letter.replaces, talk_request=letter.talk_request)
        stop_all(untrue, now=now)
    if letter.renews_link and letter.talk_request:
        _put_new_link(letter.talk_request)

    mail = Mail(
        kind=letter.kind,
        key=letter.key,
        message_id=make_msgid(domain=settings.SITE_HOST),
        talk_request=letter.talk_request,
        session=letter.session,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        send_after=_send_after(letter, now=now),
        useful_until=letter.useful_until,
    )
    # That its rows are there and its rules hold, the database says as it is written.
    mail.full_clean(exclude={"talk_request", "session", "message_id"}, validate_constraints=False)
    mail.save()
    queue_job(mail, not_before=mail.send_after, now=now)
    return mail


def _put_new_link(talk_request: TalkRequest) -> None:
    link = link_for_mail(talk_request)
    for mail in Mail.objects.filter(talk_request=talk_request, state=Mail.State.WAITING):
        Mail.objects.filter(pk=mail.pk).update(
            text=with_link(mail.text, link), html=with_link(mail.html, link)
        )


def _send_after(letter: Letter, *, now: datetime) -> datetime | None:
    """None: at any hour, however often it is tried."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    is_near = letter.at_once_for is not None and letter.at_once_for <= tomorrow
    if letter.goes_at_night or is_near:
        return None
    return quiet.goes_at(now=now, send_after=letter.send_after, useful_until=letter.useful_until)


@transaction.atomic
def stop_mail(*, mail: Mail, now: datetime, by: User) -> None:
    if not stop_all(Mail.objects.filter(pk=mail.pk), now=now, by=by):
        raise Conflict(
            "It is too late to stop this e-mail: it is being sent, was sent, or was stopped before."
        )
    if mail.talk_request and mail.talk_request.state != TalkRequest.State.UNCONFIRMED:
        record_change(  # before, there is no history: it goes whole
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


@transaction.atomic
def requeue_mails(*, now: datetime) -> int:
    """Gives a job to every waiting mail that has none, as after a worker was killed.

    Run twice or beside a worker it does no harm: an attempt can be claimed once only.
    """
    at_work = mails_at_work(now=now)
    waiting = Mail.objects.select_for_update().filter(state=Mail.State.WAITING)
    lost = list(waiting.exclude(pk__in=at_work | _mails_with_a_job()))
    for mail in lost:
        queue_job(mail, not_before=mail.send_after, now=now)
    if waiting.filter(pk__in=at_work).exists() and not _jobs_of(look_again.module_path):
        look_again.using(run_after=now + LONGEST_JOB).enqueue()
    return len(lost)


@task()
def look_again() -> None:
    """What seemed to be at work when a worker started may have been in the hands of the one that
    was killed: nobody can tell until it is overdue.
    """
    requeue_mails(now=timezone.now())


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


def _mails_with_a_job() -> set[int]:
    return {job["args"][0] for job in _jobs_of(send_mail.module_path)}


def _jobs_of(task_path: str) -> list[dict[str, Any]]:
    """What each waiting job is about."""
    return list(
        DBTaskResult.objects.filter(task_path=task_path, status=TaskResultStatus.READY).values_list(
            "args_kwargs", flat=True
        )
    )

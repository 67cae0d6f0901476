"""What the queue's worker does.

A job is a row of the same database, so it comes and goes with the change it belongs to.
"""

import logging
from datetime import datetime, timedelta
from email.mime.text import MIMEText

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from campaigns.mail import quiet
from campaigns.mail.team_contact import campaign_of, contact_of
from campaigns.models import Mail
from sextortion_aware.patience import outlast

log = logging.getLogger(__name__)

METHOD = "METHOD:"
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
GIVE_UP_AFTER = timedelta(days=3)


@task()
def send_mail(mail_id: int, attempt: int) -> None:
    """Each attempt can be claimed once, whoever else holds a job for it.

    No row stays locked while a mail server thinks: on SQLite that would stop every booking.
    """
    now = timezone.now()
    attempts = Mail.objects.filter(pk=mail_id, state=Mail.State.WAITING, tries=attempt)
    mail = attempts.first()
    if mail is None:
        return
    if (when := may_go_at(mail, now=now)) > now:  # the job slept past the evening
        queue_job(mail, not_before=when, now=now)
        return
    if not attempts.update(tries=attempt + 1):
        return
    mail.tries = attempt + 1
    if mail.useful_until and mail.useful_until <= now:
        give_up(mail)
        return
    try:
        as_message(mail).send()
    except OSError as problem:  # every smtplib error is one
        # The class alone: the text of such an error names the recipient.
        log.warning(
            "Mail %s was not sent, attempt %s: %s", mail.pk, mail.tries, type(problem).__name__
        )
        try_later(mail, now=timezone.now())
    else:
        # Whatever the database does meanwhile, or a mail that has gone would go again.
        sent = Mail.objects.filter(pk=mail.pk)
        outlast(lambda: sent.update(state=Mail.State.SENT, sent_at=timezone.now()))


def queue_job(mail: Mail, *, not_before: datetime | None, now: datetime) -> None:
    send_mail.using(run_after=not_before if not_before and not_before > now else None).enqueue(
        mail.pk, mail.tries
    )


def may_go_at(mail: Mail, *, now: datetime) -> datetime:
    return (
        now
        if mail.send_after is None
        else quiet.goes_at(now=now, send_after=mail.send_after, useful_until=mail.useful_until)
    )


def as_message(mail: Mail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        reply_to=[replies_to(mail)],
        headers=headers,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.attach(calendar_part(mail.calendar))
    return message


def replies_to(mail: Mail) -> str:
    return contact_of(campaign_of(mail)).email


def calendar_part(calendar: str) -> MIMEText:
    """A file beside the words, and not instead of them: a mail that a program takes for an
    invitation is put away as soon as it is answered.
    """
    part = MIMEText(calendar, "calendar", "utf-8")
    method = next(line for line in calendar.splitlines() if line.startswith(METHOD))
    part.set_param("method", method.removeprefix(METHOD))
    part.add_header("Content-Disposition", "attachment", filename="talk.ics")
    return part


@transaction.atomic
def try_later(mail: Mail, *, now: datetime) -> None:
    """Given up as soon as the next try would come too late, so that the team hears of it while it
    can still call.
    """
    when = may_go_at(mail, now=now + WAITS[min(mail.tries, len(WAITS)) - 1])
    last = max(mail.written_at, mail.send_after or mail.written_at) + GIVE_UP_AFTER
    if when > min(last, mail.useful_until or last):
        give_up(mail)
        return
    queue_job(mail, not_before=when, now=now)


def give_up(mail: Mail) -> None:
    log.warning("Mail %s is given up", mail.pk)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.GIVEN_UP)

"""What the queue's worker does. A job is a row of the same database, so it comes and goes with the change it belongs to."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from campaigns.models import Mail

log = logging.getLogger(__name__)

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
GIVE_UP_AFTER = timedelta(days=3)


@task()
def send_mail(mail_id: int, attempt: int) -> None:
    """Each attempt can be claimed once, whoever else holds a job for it. No row stays locked while a mail server thinks:
    on SQLite that would stop every booking."""
    claimed = Mail.objects.filter(pk=mail_id, state=Mail.State.WAITING, tries=attempt).update(tries=attempt + 1)
    if not claimed:
        return
    mail = Mail.objects.get(pk=mail_id)
    if mail.useful_until and mail.useful_until <= timezone.now():
        give_up(mail)
        return
    try:
        as_message(mail).send()
    except OSError as problem:  # every smtplib error is one
        # The class alone: the text of such an error names the recipient.
        log.warning("Mail %s was not sent, attempt %s: %s", mail.pk, mail.tries, type(problem).__name__)
        try_later(mail, now=timezone.now())
    else:
        Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=timezone.now())


def as_message(mail: Mail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.to], reply_to=[settings.TEAM_EMAIL], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


@transaction.atomic
def try_later(mail: Mail, *, now: datetime) -> None:
    """Given up as soon as the next try would come too late, so that the team hears of it while it can still call."""
    wait = WAITS[min(mail.tries, len(WAITS)) - 1]
    last = mail.written_at + GIVE_UP_AFTER
    if now + wait > min(last, mail.useful_until or last):
        give_up(mail)
        return
    send_mail.using(run_after=now + wait).enqueue(mail.pk, mail.tries)


def give_up(mail: Mail) -> None:
    log.warning("Mail %s is given up", mail.pk)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.GIVEN_UP)

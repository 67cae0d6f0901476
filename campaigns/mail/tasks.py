"""What the queue's worker does.

A job is a row of the same database, so it comes and goes with the change it belongs to.
"""

import logging
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from email.utils import formataddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from campaigns.mail import quiet
from campaigns.mail.icalendar import may_be_sender, organizer_in
from campaigns.mail.team_contact import campaign_of, contact_of
from campaigns.models import Mail
from sextortion_aware.patience import outlast

log = logging.getLogger(__name__)

METHOD = "METHOD:"
FILE_NAME = "invite.ics"  # as the invitations of calendar programs are called
FOR_GOOD = 500  # from here on an answer of a mail server says "never"; below, "not now"
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
        message = built(mail)
    except ValueError as problem:  # UnicodeError is one; no other day makes it another address
        log.warning("Mail %s cannot be written: %s", mail.pk, type(problem).__name__)
        refuse(mail)
        return
    try:
        hand_over(message)
    except OSError as problem:  # every smtplib error is one
        # The class alone: the text of such an error names the recipient.
        log.warning(
            "Mail %s was not sent, attempt %s: %s", mail.pk, mail.tries, type(problem).__name__
        )
        if is_refused(problem):
            refuse(mail)
        else:
            try_later(mail, now=timezone.now())
    else:
        # Whatever the database does meanwhile, or a mail that has gone would go again.
        sent = Mail.objects.filter(pk=mail.pk)
        outlast(lambda: sent.update(state=Mail.State.SENT, sent_at=timezone.now()))


def built(mail: Mail) -> EmailMultiAlternatives:
    """ValueError for an address that no mail server can be told."""
    message = as_message(mail)
    for address in message.recipients():
        sanitize_address(address, "utf-8")
    message.message()
    return message


def hand_over(message: EmailMultiAlternatives) -> None:
    """A server that lets us write in the site's name alone gets the letter so: a calendar that a
    program doubts is better than no letter.
    """
    try:
        message.send()
    except SMTPSenderRefused as problem:
        is_own = message.from_email == settings.DEFAULT_FROM_EMAIL
        if is_own or problem.smtp_code < FOR_GOOD:
            raise
        message.from_email = settings.DEFAULT_FROM_EMAIL
        message.send()


def is_refused(problem: OSError) -> bool:
    """For good, and because of the address or the letter. What a server says to our greeting, our
    password or our own address is no answer of theirs, and is tried again.
    """
    codes: list[int] = []
    if isinstance(problem, SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
    elif isinstance(problem, SMTPDataError):
        codes = [problem.smtp_code]
    return bool(codes) and min(codes) >= FOR_GOOD


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
        from_email=sender_of(mail),
        to=[mail.to],
        reply_to=[replies_to(mail)],
        headers=headers,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        attach_calendar(message, mail.calendar)
    return message


def sender_of(mail: Mail) -> str:
    """Outlook and Gmail follow a calendar whose organiser sends it."""
    if mail.calendar:
        name, address = organizer_in(mail.calendar)
        if may_be_sender(address):
            return formataddr((name, address))
    return settings.DEFAULT_FROM_EMAIL


def replies_to(mail: Mail) -> str:
    return contact_of(campaign_of(mail)).email


def attach_calendar(message: EmailMultiAlternatives, calendar: str) -> None:
    """A file beside the words, and not instead of them: a mail that a program takes for an
    invitation is put away as soon as it is answered. CALENDAR_ALTERNATIVE makes it one of the
    bodies, the last, with the file beside it as before.
    """
    method = next(line for line in calendar.splitlines() if line.startswith(METHOD))
    method = method.removeprefix(METHOD)
    if settings.CALENDAR_ALTERNATIVE:
        kind = f"text/calendar; method={method}; name={FILE_NAME}"
        message.attach_alternative(calendar, kind)
        message.attach(FILE_NAME, calendar.encode(), "application/ics")
        return
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", method)
    part.set_param("name", FILE_NAME)
    part.add_header("Content-Disposition", "attachment", filename=FILE_NAME)
    message.attach(part)


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


def refuse(mail: Mail) -> None:
    """No second try: a server that hears an unknown address again and again thinks ill of us."""
    log.warning("Mail %s is refused for good", mail.pk)
    now = timezone.now()
    refused = Mail.objects.filter(pk=mail.pk)
    outlast(lambda: refused.update(state=Mail.State.REFUSED, refused_at=now))


def give_up(mail: Mail) -> None:
    log.warning("Mail %s is given up", mail.pk)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.GIVEN_UP)

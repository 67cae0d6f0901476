"""Mail is a row and a job, both written in the transaction of the change they tell of: no change without its mail, no mail without its change."""

from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.emails import Letter
from campaigns.models import Mail
from campaigns.tasks import send_mail

# Longer than any conversation with a mail server, which is cut off after EMAIL_TIMEOUT seconds of silence.
LONGEST_JOB = timedelta(minutes=10)


def write_mail(letter: Letter) -> Mail:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a mail is written in the transaction of its change")
    mail = Mail(
        key=letter.key,
        message_id=make_msgid(domain=settings.SITE_HOST),
        talk_request=letter.talk_request,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        useful_until=letter.useful_until,
    )
    mail.full_clean()
    mail.save()
    send_mail.enqueue(mail.pk, mail.tries)
    return mail


@transaction.atomic
def requeue_mails(*, now: datetime) -> int:
    """Gives a job to every waiting mail that has none, as after a worker was killed. Run twice or beside a worker it does no harm:
    an attempt can be claimed once only."""
    waiting = Mail.objects.select_for_update().filter(state=Mail.State.WAITING).exclude(pk__in=_mails_with_a_job(now=now))
    lost = list(waiting.values_list("pk", "tries"))
    for mail_id, attempt in lost:
        send_mail.enqueue(mail_id, attempt)
    return len(lost)


def _mails_with_a_job(*, now: datetime) -> set[int]:
    jobs = DBTaskResult.objects.filter(task_path=send_mail.module_path)
    ready = jobs.filter(status=TaskResultStatus.READY)
    at_work = jobs.filter(status=TaskResultStatus.RUNNING, started_at__gt=now - LONGEST_JOB)
    return {job["args"][0] for job in (ready | at_work).values_list("args_kwargs", flat=True)}

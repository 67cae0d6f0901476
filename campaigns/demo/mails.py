"""The worker of the demonstration: what is due counts as sent, and nothing is.

No e-mail leaves for a made-up school; what waits for a day to come waits like any other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django_tasks_db.models import DBTaskResult

from campaigns.demo.people import DEMO_DOMAIN
from campaigns.mail.tasks import send_mail
from campaigns.models import Campaign, Mail, Notice, User
from campaigns.talks.heard.digest import write_digests

State = Mail.State


@contextmanager
def writing(now: datetime) -> Iterator[None]:
    """Django itself fills in when a mail was written, by the machine's clock."""
    before = Mail.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Mail.objects.filter(pk__gt=before).update(written_at=now)


def send_what_is_due(campaign: Campaign, now: datetime) -> None:
    waiting = mails_of(campaign).filter(state=State.WAITING)
    waiting.filter(Q(send_after=None) | Q(send_after__lte=now)).update(
        state=State.SENT, tries=1, sent_at=Coalesce(F("send_after"), F("written_at"))
    )


def drop_jobs(campaign: Campaign) -> None:
    """Of what went or was stopped no job is left."""
    mails = mails_of(campaign)
    done = set(mails.exclude(state=State.WAITING).values_list("pk", flat=True))
    jobs = DBTaskResult.objects.filter(task_path=send_mail.module_path)
    jobs.filter(pk__in=[job.pk for job in jobs if job.args_kwargs["args"][0] in done]).delete()


def mails_of(campaign: Campaign) -> QuerySet[Mail]:
    """To its schools, and to its team of what these did."""
    to_team = Q(kind=Mail.Kind.NOTICE, to__endswith=DEMO_DOMAIN)
    return Mail.objects.filter(Q(talk_request__campaign=campaign) | to_team)


def deal_with_the_past(campaign: Campaign, *, by: User) -> None:
    """What its schools did long ago is news to nobody, and no letter of a morning tells of it."""
    for notice in Notice.objects.filter(talk_request__campaign=campaign).select_related("change"):
        at = notice.change.at
        Notice.objects.filter(pk=notice.pk).update(dealt_at=at, dealt_by=by, answered_at=at)
    DBTaskResult.objects.filter(task_path=write_digests.module_path).delete()

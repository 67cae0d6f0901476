"""The morning's letter: what nobody has dealt with yet, once to each person, one letter a day.

Its job is a row that waits for half past seven, written with the first notice that it is for. A
worker that is away then finds it when it is back. Whoever writes a letter has locked its reader,
and its key has the day: however many jobs there are, one letter goes.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from campaigns.mail.quiet import MORNING, NIGHT_BEGINS
from campaigns.mail.write import write_mail
from campaigns.models import Mail, Membership, Notice, NoticeMail
from campaigns.models.notices import ABOUT_GIVEN, NoticeQuerySet
from campaigns.models.people import Hears
from campaigns.talks.heard.letters import digest_letter
from campaigns.talks.heard.lines import lines_of, with_talks

SATURDAY = 6


@task()
def write_digests() -> None:
    now = timezone.now()
    if is_time(now):
        for pk in Membership.objects.presenters().order_by("pk").values_list("pk", flat=True):
            write_digest(pk, now=now)
    if is_needed(now=now):
        plan_digest(now=now)


@transaction.atomic
def write_digest(member_pk: int, *, now: datetime) -> Mail | None:
    """None when there is no news for them, or when they had their letter today."""
    locked = Membership.objects.select_for_update(of=("self",)).select_related("user", "campaign")
    member, today = locked.get(pk=member_pk), timezone.localdate(now)
    notices = list(with_talks(news_for(member, today=today)))
    if not notices or not member.is_active:
        return None
    letter = digest_letter(member, lines_of(notices, today=today), today=today)
    if Mail.objects.filter(key=letter.key).exists():
        return None
    mail = write_mail(letter, now=now)
    NoticeMail.objects.bulk_create(
        NoticeMail(notice=notice, member=member, mail=mail) for notice in notices
    )
    return mail


def news_for(member: Membership, *, today: date) -> NoticeQuerySet:
    """What they want in the morning, were not written to of, and nobody has dealt with. Of the
    past only what a school says of its talk.
    """
    wanted, given = Q(), ABOUT_GIVEN if member.hears_rest != Hears.TODAY else Q(pk__in=[])
    if member.hears_near != Hears.MORNING:
        wanted &= Q(is_near=False)
    if member.hears_rest != Hears.MORNING:
        wanted &= Q(is_near=True)
    over = Q(talk_request__session__held_on__lt=today)
    told = NoticeMail.objects.filter(member=member).values("notice")
    mine = Notice.objects.for_member(member).unseen()
    coming = mine.filter(wanted).exclude(over).exclude(ABOUT_GIVEN)
    return mine.filter(given | Q(pk__in=coming.values("pk"))).exclude(pk__in=told)


def plan_digest(*, now: datetime) -> None:
    """One job is enough for all; one more does no harm."""
    waiting = DBTaskResult.objects.filter(
        task_path=write_digests.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        write_digests.using(run_after=next_morning(now)).enqueue()


def plan_lost_digest(*, now: datetime) -> None:
    """The job went with a worker that was killed, or with a backup that was restored. What was due
    this morning goes now.
    """
    if is_needed(now=now, since_before=last_morning(now)):
        write_digests.enqueue()
    elif is_needed(now=now):
        plan_digest(now=now)


def is_needed(*, now: datetime, since_before: datetime | None = None) -> bool:
    today = timezone.localdate(now)
    late = Q(change__at__lt=since_before) if since_before else Q()
    members = Membership.objects.presenters().filter(
        Q(hears_near=Hears.MORNING) | ~Q(hears_rest=Hears.TODAY)
    )
    return any(news_for(member, today=today).filter(late).exists() for member in members)


def is_time(now: datetime) -> bool:
    local = timezone.localtime(now)
    return local.isoweekday() < SATURDAY and MORNING <= local.time() < NIGHT_BEGINS


def last_morning(now: datetime) -> datetime:
    """Half past seven of the last working day that has come to it."""
    day = timezone.localdate(now)
    while True:
        morning = timezone.make_aware(datetime.combine(day, MORNING))
        if morning <= now and day.isoweekday() < SATURDAY:
            return morning
        day -= timedelta(days=1)


def next_morning(now: datetime) -> datetime:
    """Half past seven of the next working day that has not come to it."""
    day = timezone.localdate(now)
    while True:
        morning = timezone.make_aware(datetime.combine(day, MORNING))
        if morning > now and day.isoweekday() < SATURDAY:
            return morning
        day += timedelta(days=1)

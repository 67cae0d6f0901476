"""How long a request waits for its address, in the school days of its council."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns.mail.address_letters import confirm_reminder
from campaigns.mail.write import write_mail
from campaigns.models import CouncilArea, Mail, Place, TalkRequest
from campaigns.places.school_days import SchoolCalendar, school_days_after

REMIND_AFTER_SCHOOL_DAYS = 2
REMIND_AT = time(8, 0)


class Where(Protocol):
    @property
    def place(self) -> Place | None: ...
    @property
    def unlisted_town(self) -> str: ...
    @property
    def area(self) -> CouncilArea: ...


def town_of(where: Where) -> str:
    return where.place.town if where.place else where.unlisted_town


def last_day_to_confirm(where: Where, *, asked_on: date) -> date:
    days = settings.FORGET_UNCONFIRMED_AFTER_SCHOOL_DAYS
    return school_days_after(asked_on, days, where.area, town_of(where))


def remind_to_confirm(*, now: datetime) -> int:
    """How many letters go at eight in the morning. Run twice or beside the button, no more do.

    One to a mailbox, or whoever types its address often has us write to it as often.
    """
    written = 0
    for talk in _due(now=now):
        written += _remind(talk, now=now)
    return written


def _due(*, now: datetime) -> Iterable[TalkRequest]:
    today = timezone.localdate(now)
    waiting = TalkRequest.objects.filter(
        state=TalkRequest.State.UNCONFIRMED, confirm_by__gte=today
    ).select_related("place", "area")
    talks = list(waiting)
    if not talks:
        return []
    asked = {talk.pk: timezone.localdate(talk.asked_at) for talk in talks}
    calendar = SchoolCalendar(
        areas={talk.area for talk in talks}, first=min(asked.values()), last=today
    )
    return [
        talk
        for talk in talks
        if calendar.is_school_day(today, talk.area, town_of(talk))
        and calendar.days_between(asked[talk.pk], today, talk.area, town_of(talk))
        >= REMIND_AFTER_SCHOOL_DAYS
    ]


@transaction.atomic
def _remind(talk: TalkRequest, *, now: datetime) -> bool:
    locked = TalkRequest.objects.select_for_update().get(pk=talk.pk)
    reminders = Mail.objects.filter(
        kind=Mail.Kind.CONFIRM_REMINDER, to__iexact=locked.contact_email
    )
    had_one = reminders.filter(talk_request=locked).exists()
    if locked.state != TalkRequest.State.UNCONFIRMED or had_one:
        return False
    if reminders.filter(state=Mail.State.WAITING).exists():
        return False
    at_eight = timezone.make_aware(datetime.combine(timezone.localdate(now), REMIND_AT))
    return bool(write_mail(confirm_reminder(locked, send_after=at_eight), now=now))

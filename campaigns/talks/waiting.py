"""How long requests have waited, in the school days of their own council."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.access.permissions import may_run_queue, talks_seen_by
from campaigns.models import Membership, Notice, TalkRequest
from campaigns.models.talks import TalkRequestQuerySet
from campaigns.places.school_days import SchoolCalendar

LONGEST_WITHOUT_OWNER = 3  # school days
NOBODY_OWNS = Q(owner=None) | Q(owner__ended_at__isnull=False) | Q(owner__user__is_active=False)

State = TalkRequest.State


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """`days` are school days since it was asked."""

    talk: TalkRequest
    days: int

    @property
    def is_overdue(self) -> bool:
        return (
            self.talk.state == State.SUBMITTED
            and self.talk.owner_id is None
            and self.days > LONGEST_WITHOUT_OWNER
        )


def queue_rows(talks: Sequence[TalkRequest], *, today: date) -> list[QueueRow]:
    """Needs `place` and `area` selected. One query for all of them."""
    if not talks:
        return []
    asked = {talk.pk: timezone.localdate(talk.asked_at) for talk in talks}
    calendar = SchoolCalendar(
        areas={talk.area for talk in talks}, first=min(asked.values()), last=today
    )
    return [
        QueueRow(
            talk=talk, days=calendar.days_between(asked[talk.pk], today, talk.area, town_of(talk))
        )
        for talk in talks
    ]


def town_of(talk: TalkRequest) -> str:
    return talk.place.town if talk.place else talk.unlisted_town


def overdue(talks: TalkRequestQuerySet, *, today: date) -> int:
    """How many wait for a first answer longer than they should, with nobody who sees to them."""
    waiting = talks.filter(state=State.SUBMITTED, owner=None).select_related("place", "area")
    return sum(row.is_overdue for row in queue_rows(list(waiting), today=today))


def late_answers(talks: TalkRequestQuerySet, *, today: date) -> int:
    """How many schools were told that they hear from us by a day that has passed."""
    late = Notice.objects.overdue(today).values("talk_request")
    return talks.filter(Q(pk__in=late) | Q(pk__in=_unheard(today))).count()


def late_first_answers(member: Membership, *, today: date) -> TalkRequestQuerySet:
    """For the page Today: of the requests that they see to and, for those who run the queue, of
    those that nobody sees to.
    """
    mine = Q(owner=member) | NOBODY_OWNS if may_run_queue(member) else Q(owner=member)
    late = talks_seen_by(member).filter(mine, pk__in=_unheard(today))
    return late.select_related("place__area").order_by("hear_by", "pk")


def _unheard(today: date) -> QuerySet[TalkRequest, int]:
    return TalkRequest.objects.unheard().filter(hear_by__lt=today).values_list("pk", flat=True)

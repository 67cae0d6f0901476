"""The diaries of some officers for some days, read at once.

Their hours, where they differ, what is planned and held: five queries for any number of officers.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from campaigns.diaries.hours import USUAL_HOURS, Hours, Stretch
from campaigns.diaries.rule import Taken
from campaigns.diaries.taken import taken_by
from campaigns.models import Campaign, Membership, OfficerHours, OfficerTime

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Different:
    """Away, or there although the week says otherwise. In wall time."""

    row: OfficerTime
    begins: datetime
    ends: datetime

    @property
    def is_opening(self) -> bool:
        return self.row.kind == OfficerTime.Kind.OPENING


@dataclass(frozen=True, kw_only=True)
class Diaries:
    """By the officer's pk. Only officers with hours of their own are in `hours`."""

    campaign: Campaign
    now: datetime
    hours: Mapping[int, Hours]
    different: Mapping[int, Sequence[Different]]
    taken: Mapping[int, Sequence[Taken]]

    def hours_on(self, officer: Membership, day: date) -> Sequence[Stretch]:
        return self.hours.get(officer.pk, USUAL_HOURS).get(day.isoweekday(), ())

    def different_on(self, officer: Membership, day: date) -> list[Different]:
        first, last = begin_of(day), begin_of(day + DAY)
        return [
            row
            for row in self.different.get(officer.pk, ())
            if row.begins < last and row.ends > first
        ]

    def taken_around(self, officer: Membership, day: date) -> list[Taken]:
        """With the days beside it, for what goes on past midnight."""
        first, last = moment_of(day - DAY), moment_of(day + 2 * DAY)
        return [
            other
            for other in self.taken.get(officer.pk, ())
            if other.begins < last and other.ends > first
        ]


def read_diaries(
    *, campaign: Campaign, officers: Collection[Membership], first: date, last: date, now: datetime
) -> Diaries:
    diaries = read_hours(campaign=campaign, officers=officers, first=first, last=last, now=now)
    return replace(diaries, taken=taken_by(officers, first=first, last=last, now=now))


def read_hours(
    *, campaign: Campaign, officers: Collection[Membership], first: date, last: date, now: datetime
) -> Diaries:
    """Two queries, and nothing of what is planned or held."""
    members = [officer.pk for officer in officers]
    hours: defaultdict[int, defaultdict[int, list[Stretch]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for stretch in OfficerHours.objects.filter(officer__in=members):
        hours[stretch.officer_id][stretch.weekday].append((stretch.starts_at, stretch.ends_at))
    different: defaultdict[int, list[Different]] = defaultdict(list)
    for row in OfficerTime.objects.filter(
        officer__in=members, begins_at__lt=moment_of(last + DAY), ends_at__gt=moment_of(first)
    ):
        different[row.officer_id].append(
            Different(row=row, begins=wall(row.begins_at), ends=wall(row.ends_at))
        )
    return Diaries(campaign=campaign, now=now, hours=hours, different=different, taken={})


def wall(moment: datetime) -> datetime:
    """As a clock on a Scottish wall shows it."""
    return timezone.localtime(moment).replace(tzinfo=None)


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min)


def moment_of(day: date) -> datetime:
    return timezone.make_aware(begin_of(day))

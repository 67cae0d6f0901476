"""A Tuesday, and who is away on it."""

from datetime import date, datetime, time

from django.utils import timezone

from campaigns.diaries.hours import add_times
from campaigns.models import OfficerTime

TUESDAY = date(2026, 12, 8)


def wall(day, hour=0):
    return datetime.combine(date(2026, 12, day), time(hour))


def add_leave(officer, *, begins, ends, kind="leave"):
    spans = [(timezone.make_aware(begins), timezone.make_aware(ends))]
    return add_times(officer=officer, kind=OfficerTime.Kind(kind), spans=spans, by=officer.user)

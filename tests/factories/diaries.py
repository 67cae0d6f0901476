"""The hours of officers."""

from datetime import datetime, time

from django.utils import timezone

from campaigns.models import Membership, OfficerHours, OfficerTime


def make_hours(
    *,
    officer: Membership,
    weekday: int = 1,
    starts_at: time = time(9, 0),
    ends_at: time = time(12, 0),
) -> OfficerHours:
    return OfficerHours.objects.create(
        officer=officer, weekday=weekday, starts_at=starts_at, ends_at=ends_at
    )


def make_time(
    *, officer: Membership, kind: str = "leave", begins: datetime, ends: datetime
) -> OfficerTime:
    """Wall times, as they are typed."""
    moments = {"begins_at": timezone.make_aware(begins), "ends_at": timezone.make_aware(ends)}
    return OfficerTime.objects.create(
        officer=officer, kind=kind, entered_by=officer.user, **moments
    )

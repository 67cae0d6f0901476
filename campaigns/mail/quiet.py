"""Night, when no school is written to, in Scottish wall time.

What may not wait says so in its letter; docs/decisions/0016-told.md has the list and why.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from campaigns.models import Mail

NIGHT_BEGINS, MORNING = time(20, 0), time(7, 30)


def not_at_night(moment: datetime) -> datetime:
    """The same moment by day, else the next morning."""
    local = timezone.localtime(moment)
    if not settings.QUIET_AT_NIGHT or MORNING <= local.time() < NIGHT_BEGINS:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= NIGHT_BEGINS else local.date()
    return timezone.make_aware(datetime.combine(day, MORNING))


def goes_at(
    *, now: datetime, send_after: datetime | None, useful_until: datetime | None
) -> datetime:
    """By day and not before `send_after`. What would be of no use in the morning goes at night."""
    earliest = max(now, send_after or now)
    by_day = not_at_night(earliest)
    return earliest if useful_until and by_day >= useful_until else by_day


def in_words(moment: datetime, *, now: datetime) -> str:
    """As it goes on after "goes"."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    days = {today: "today", today + timedelta(days=1): "tomorrow"}
    day = days.get(local.date()) or f"on {date_format(local, 'l j F Y')}"
    return f"{day} at {date_format(local, 'H:i')}"


def morning_of(mails: Iterable[Mail], *, now: datetime) -> str:
    """When the first of those goes that somebody who looks at a page now would expect at once. Not
    a reminder or thanks, which have their own time.
    """
    moments = [
        mail.send_after
        for mail in mails
        if mail.state == Mail.State.WAITING
        and mail.kind not in (Mail.Kind.REMINDER, Mail.Kind.THANKS)
        and mail.send_after
        and mail.send_after > now
    ]
    return in_words(min(moments), now=now) if moments else ""

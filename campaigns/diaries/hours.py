"""When an officer gives talks: the usual week, and what differs from it.

A line of history says that it was changed and by whom, and not what it was. privacy/forget.py takes
away what is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.diaries.record import record_diary
from campaigns.history.record import differences, record_deed
from campaigns.models import (
    Campaign,
    Change,
    Membership,
    OfficerHours,
    OfficerTime,
    Place,
    Topic,
    User,
)

Span = tuple[datetime, datetime]
Stretch = tuple[time, time]
Hours = Mapping[int, Sequence[Stretch]]

USUAL_HOURS: Hours = {weekday: ((time(9, 0), time(15, 30)),) for weekday in range(1, 6)}
SOME_DAY_NEEDED = (
    "Enter hours on one day at least. "
    "When no talks are given for a while, enter leave or other duty instead"
)


@transaction.atomic
def set_hours(*, officer: Membership, hours: Hours, by: User) -> None:
    """The whole week at once. What overlaps on one day becomes one."""
    if not any(hours.values()):
        raise ValidationError(SOME_DAY_NEEDED)
    _hold(officer)
    officer.hours.all().delete()
    rows = [
        OfficerHours(officer=officer, weekday=weekday, starts_at=starts_at, ends_at=ends_at)
        for weekday, stretches in sorted(hours.items())
        for starts_at, ends_at in joined(stretches)
    ]
    for row in rows:
        row.full_clean()
    OfficerHours.objects.bulk_create(rows)
    record_diary(officer=officer, by=by, parts=["Usual week"])


@transaction.atomic
def use_usual_hours(*, officer: Membership, by: User) -> None:
    _hold(officer)
    if officer.hours.all().delete()[0]:
        record_diary(officer=officer, by=by, parts=["Usual week, as the campaign’s again"])


@transaction.atomic
def add_times(
    *, officer: Membership, kind: OfficerTime.Kind, spans: Sequence[Span], by: User
) -> list[OfficerTime]:
    """All of them or none.

    What overlaps an entry of the same kind becomes one with it, so that the same form sent twice is
    one entry.
    """
    _hold(officer)
    if kind == OfficerTime.Kind.OPENING:
        _refuse_while_away(officer, spans)
    record_diary(officer=officer, by=by, parts=["Time entered"])
    return [_added(officer=officer, kind=kind, span=span, by=by) for span in spans]


@transaction.atomic
def remove_time(*, time: OfficerTime, by: User) -> None:
    if time.delete()[0]:
        record_diary(officer=time.officer, by=by, parts=["Time removed"])


@transaction.atomic
def set_travel_rule(
    *, campaign: Campaign, km_an_hour: int, least_minutes_between: int, by: User
) -> None:
    """For what is planned from now on. Ways that stand in a diary stay as they were worked out."""
    before = _travel_rule_of(campaign)
    campaign.km_an_hour = km_an_hour
    campaign.least_minutes_between = least_minutes_between
    campaign.full_clean()
    campaign.save(update_fields=["km_an_hour", "least_minutes_between"])
    if fields := differences(before, _travel_rule_of(campaign)):
        record_deed(
            campaign=campaign,
            kind=Change.Kind.EDITED,
            about="Setting: Travel rule",
            by=by,
            fields=fields,
        )


def _travel_rule_of(campaign: Campaign) -> dict[str, object]:
    return {
        "Kilometres an hour": campaign.km_an_hour,
        "Minutes between two talks, at least": campaign.least_minutes_between,
    }


@transaction.atomic
def set_base_and_topics(
    *, officer: Membership, base: Place | None, topics: Iterable[Topic], by: User
) -> None:
    officer.base = base
    officer.save(update_fields=["base"])
    officer.topics.set(topics)
    record_diary(officer=officer, by=by, parts=["Base and topics"])


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, and what overlaps or touches is one."""
    result: list[Stretch] = []
    for starts_at, ends_at in sorted(stretches):
        if result and starts_at <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], ends_at))
        else:
            result.append((starts_at, ends_at))
    return result


def _added(*, officer: Membership, kind: OfficerTime.Kind, span: Span, by: User) -> OfficerTime:
    begins, ends = span
    same = list(officer.times.filter(kind=kind, begins_at__lt=ends, ends_at__gt=begins))
    if len(same) == 1 and same[0].begins_at <= begins and ends <= same[0].ends_at:
        return same[0]
    begins = min([begins, *(row.begins_at for row in same)])
    ends = max([ends, *(row.ends_at for row in same)])
    entry = OfficerTime(officer=officer, kind=kind, entered_by=by, begins_at=begins, ends_at=ends)
    entry.full_clean()
    officer.times.filter(pk__in=[row.pk for row in same]).delete()
    entry.save()
    return entry


def _refuse_while_away(officer: Membership, spans: Sequence[Span]) -> None:
    """Being away wins, so an opening in the middle of it would do nothing."""
    for begins, ends in spans:
        away = (
            officer.times.exclude(kind=OfficerTime.Kind.OPENING)
            .filter(begins_at__lt=ends, ends_at__gt=begins)
            .first()
        )
        if away:
            raise ValidationError(
                f"{officer} is away then: {away.get_kind_display().lower()}. "
                "Remove that first, or choose another time"
            )


def _hold(officer: Membership) -> None:
    """Two forms for one officer come one after the other."""
    Membership.objects.select_for_update(no_key=True).get(pk=officer.pk)

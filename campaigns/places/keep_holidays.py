"""School holidays are entered, put right and removed, with a line of history each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, SchoolHoliday, User, stages_label


@transaction.atomic
def save_holiday(
    *,
    campaign: Campaign,
    holiday: SchoolHoliday | None,
    given: Mapping[str, Any],
    by: User | None,
) -> SchoolHoliday:
    """The history is that of the campaign whose member did it: others may work in this council."""
    if holiday:
        holiday = SchoolHoliday.objects.select_for_update().get(pk=holiday.pk)
    before = holiday_in_words(holiday) if holiday else {}
    about = about_holiday(holiday) if holiday else ""
    holiday = holiday or SchoolHoliday()
    for name, value in given.items():
        setattr(holiday, name, value)
    holiday.full_clean()
    holiday.save()
    if fields := differences(before, holiday_in_words(holiday)):
        kind = Change.Kind.PUT_RIGHT if before else Change.Kind.ADDED
        about = about or about_holiday(holiday)
        record_deed(campaign=campaign, kind=kind, about=about, by=by, fields=fields)
    return holiday


@transaction.atomic
def remove_holiday(*, campaign: Campaign, holiday: SchoolHoliday, by: User | None) -> None:
    if not SchoolHoliday.objects.select_for_update().filter(pk=holiday.pk).exists():
        return
    told = differences({}, holiday_in_words(holiday))
    record_deed(
        campaign=campaign,
        kind=Change.Kind.REMOVED,
        about=about_holiday(holiday),
        by=by,
        fields={name: (was, "") for name, (_, was) in told.items()},
    )
    holiday.delete()


def about_holiday(holiday: SchoolHoliday) -> str:
    return f"School holiday: {holiday.name}, {holiday.area.name}"


def holiday_in_words(holiday: SchoolHoliday) -> dict[str, object]:
    return {
        "Council area": holiday.area.name,
        "Name": holiday.name,
        "First day": holiday.first_on,
        "Last day": holiday.last_on,
        "Only schools in this town": holiday.town,
        "Only these stages": stages_label(holiday.stages),
        "Staff are in": holiday.staff_are_in,
    }

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from campaigns.models import SchoolHoliday
from campaigns.places.save import BATCH, Saved, council_areas
from campaigns.places.term_dates_file import Holiday
from sextortion_aware.reading.names import compared_place


@transaction.atomic
def save_holidays(*, holidays: Sequence[Holiday]) -> Saved:
    """Creates and updates by council, town, first day and name.

    What is not in the file stays: one file is seldom all years.
    """
    areas = council_areas({holiday.area for holiday in holidays})
    known = {
        key_of(row.area.name, row.town, row.first_on, row.name): row
        for row in SchoolHoliday.objects.select_related("area").filter(area__in=areas.values())
    }
    new: list[SchoolHoliday] = []
    changed: list[SchoolHoliday] = []
    for holiday in holidays:
        row = known.get(key_of(holiday.area, holiday.town, holiday.first_on, holiday.name))
        if row is None:
            new.append(
                SchoolHoliday(
                    area=areas[holiday.area],
                    town=holiday.town,
                    first_on=holiday.first_on,
                    last_on=holiday.last_on,
                    name=holiday.name,
                    staff_are_in=holiday.staff_are_in,
                )
            )
        elif (row.last_on, row.staff_are_in) != (holiday.last_on, holiday.staff_are_in):
            row.last_on, row.staff_are_in = holiday.last_on, holiday.staff_are_in
            changed.append(row)
    SchoolHoliday.objects.bulk_create(new, batch_size=BATCH)
    SchoolHoliday.objects.bulk_update(changed, ["last_on", "staff_are_in"], batch_size=BATCH)
    return Saved(
        created=len(new), updated=len(changed), unchanged=len(holidays) - len(new) - len(changed)
    )


def key_of(area: str, town: str, first_on: date, name: str) -> tuple[str, str, date, str]:
    return area, compared_place(town), first_on, compared_place(name)

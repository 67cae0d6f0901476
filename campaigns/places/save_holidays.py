"""School holidays of a list: what is new in it, and the press that takes it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import Kind, record_deed
from campaigns.models import Campaign, CouncilArea, SchoolHoliday, User
from campaigns.places.save import BATCH, NOT_AS_SHOWN, Saved, council_areas
from campaigns.places.term_dates_file import Holiday
from sextortion_aware.reading.names import compared_place


@dataclass(frozen=True)
class HolidayFindings:
    """`changed` has the row of ours beside the one of the list."""

    new: tuple[Holiday, ...] = ()
    changed: tuple[tuple[SchoolHoliday, Holiday], ...] = ()
    unchanged: int = 0
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        changed = [(row.pk, row.last_on, row.staff_are_in, day) for row, day in self.changed]
        return hashlib.sha256(repr((self.new, changed)).encode()).hexdigest()


def compare_holidays(
    *, holidays: Iterable[Holiday], only_areas: frozenset[str] = frozenset()
) -> HolidayFindings:
    """By council, town, first day and name. Days of councils that are not in `only_areas`, when
    some are, are left out.
    """
    all_of_them = list(holidays)
    ours = [day for day in all_of_them if not only_areas or day.area in only_areas]
    areas = {day.area for day in ours}
    known = {
        key_of(row.area.name, row.town, row.first_on, row.name): row
        for row in SchoolHoliday.objects.select_related("area").filter(area__name__in=areas)
    }
    new, changed = [], []
    for day in ours:
        row = known.get(key_of(day.area, day.town, day.first_on, day.name))
        if row is None:
            new.append(day)
        elif (row.last_on, row.staff_are_in) != (day.last_on, day.staff_are_in):
            changed.append((row, day))
    others = Counter(day.area for day in all_of_them if only_areas and day.area not in only_areas)
    return HolidayFindings(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=len(ours) - len(new) - len(changed),
        elsewhere=dict(sorted(others.items())),
    )


@transaction.atomic
def save_holidays(
    *,
    holidays: Sequence[Holiday],
    campaigns: Iterable[Campaign] = (),
    file_name: str = "",
    by: User | None = None,
    only_areas: frozenset[str] = frozenset(),
    shown: str | None = None,
) -> Saved:
    """What is not in the file stays: one file is seldom all years.

    `campaigns` are those whose history says so. `shown` is the digest of what was looked at.
    """
    said = {day.area for day in holidays}
    areas = council_areas(said & only_areas if only_areas else said)
    # A second list of the same council waits for this one.
    list(CouncilArea.objects.select_for_update().filter(name__in=areas).order_by("pk"))
    found = compare_holidays(holidays=holidays, only_areas=only_areas)
    if shown is not None and found.digest != shown:
        raise Conflict(NOT_AS_SHOWN)
    SchoolHoliday.objects.bulk_create(
        [
            SchoolHoliday(
                area=areas[day.area],
                town=day.town,
                first_on=day.first_on,
                last_on=day.last_on,
                name=day.name,
                staff_are_in=day.staff_are_in,
            )
            for day in found.new
        ],
        batch_size=BATCH,
    )
    for row, day in found.changed:
        row.last_on, row.staff_are_in = day.last_on, day.staff_are_in
    SchoolHoliday.objects.bulk_update(
        [row for row, _ in found.changed], ["last_on", "staff_are_in"], batch_size=BATCH
    )
    counts = {"New": len(found.new), "Changed": len(found.changed)}
    for campaign in campaigns if any(counts.values()) else ():
        record_deed(
            campaign=campaign,
            kind=Kind.UPLOADED,
            about=f"School holidays: {file_name}",
            by=by,
            fields={name: ("", f"{count:,}") for name, count in counts.items()},
        )
    return Saved(created=len(found.new), updated=len(found.changed), unchanged=found.unchanged)


def key_of(area: str, town: str, first_on: date, name: str) -> tuple[str, str, date, str]:
    return area, compared_place(town), first_on, compared_place(name)

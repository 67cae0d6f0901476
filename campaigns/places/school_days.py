"""Days on which a council's schools are open to pupils: no weekend and no day of its calendar.

An in-service day is none; on exam leave the others are in.
"""

from collections.abc import Collection
from datetime import date, timedelta

from campaigns.models import CouncilArea, SchoolHoliday
from sextortion_aware.reading.names import compared_place

DAY = timedelta(days=1)
SATURDAY = 6
LONGEST_WAIT = 120  # days; longer than the summer


class SchoolCalendar:
    """The holidays of some councils between two days, read once: for a whole list, make one and ask
    it.
    """

    def __init__(self, *, areas: Collection[CouncilArea], first: date, last: date) -> None:
        self.holidays: dict[int, list[tuple[date, date, str]]] = {area.pk: [] for area in areas}
        for row in SchoolHoliday.objects.closing().filter(
            area__in=list(self.holidays), first_on__lte=last, last_on__gte=first
        ):
            self.holidays[row.area_id].append((row.first_on, row.last_on, row.town_words))

    def is_school_day(self, day: date, area: CouncilArea, town: str = "") -> bool:
        off = (
            first <= day <= last and where in ("", compared_place(town))
            for first, last, where in self.holidays[area.pk]
        )
        return day.isoweekday() < SATURDAY and not any(off)

    def days_between(self, first: date, last: date, area: CouncilArea, town: str = "") -> int:
        """How many school days later: from a Friday to the Monday after it is one."""
        return sum(
            self.is_school_day(first + DAY * number, area, town)
            for number in range(1, (last - first).days + 1)
        )


def is_school_day(day: date, area: CouncilArea, town: str = "") -> bool:
    return SchoolCalendar(areas=[area], first=day, last=day).is_school_day(day, area, town)


def next_school_days(after: date, how_many: int, area: CouncilArea, town: str = "") -> list[date]:
    """Fewer only when the calendar says that the schools are closed for months."""
    calendar = SchoolCalendar(
        areas=[area], first=after, last=after + DAY * (LONGEST_WAIT + how_many * 2)
    )
    days = (after + DAY * number for number in range(1, LONGEST_WAIT + how_many * 2 + 1))
    return [day for day in days if calendar.is_school_day(day, area, town)][:how_many]


def school_days_after(day: date, number: int, area: CouncilArea, town: str = "") -> date:
    """The `number`-th school day after this day."""
    found = next_school_days(day, number, area, town)
    return found[-1] if len(found) == number else day + DAY * LONGEST_WAIT


def school_days_between(first: date, last: date, area: CouncilArea, town: str = "") -> int:
    """How many school days later `last` is than `first`. For a list, ask one SchoolCalendar."""
    return SchoolCalendar(areas=[area], first=first, last=last).days_between(
        first, last, area, town
    )


def school_days_before(day: date, number: int, area: CouncilArea, town: str = "") -> date:
    """The `number`-th school day before this day, for a reminder."""
    calendar = SchoolCalendar(areas=[area], first=day - DAY * LONGEST_WAIT, last=day)
    days = [
        day - DAY * back
        for back in range(1, LONGEST_WAIT + 1)
        if calendar.is_school_day(day - DAY * back, area, town)
    ]
    return days[number - 1] if len(days) >= number else day - DAY * LONGEST_WAIT

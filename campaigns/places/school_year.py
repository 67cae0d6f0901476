"""The days of a council's school year that people name without a date:

Christmas, Easter, the summer, the end of term.

They are taken from its calendar. Where that is not known yet, they are close to what it usually is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter  # type: ignore[import-untyped]  # it ships no types

from campaigns.models import CouncilArea, SchoolHoliday

DAY = timedelta(days=1)
YEARS_AHEAD = 2
WEEKEND = timedelta(days=3)  # from a Friday to the Monday after it
BEFORE_EASTER, AFTER_EASTER = timedelta(days=16), timedelta(days=21)  # so near is a spring break


@dataclass(frozen=True)
class Break:
    """Between two terms: until the day before `first_on`,
    and again from the day after `last_on`.
    """

    first_on: date
    last_on: date


def monday_of(day: date) -> date:
    return day - DAY * (day.isoweekday() - 1)


@dataclass(frozen=True)
class Kind:
    where: Callable[[int], tuple[date, date]]  # a calendar has it
    usual: Callable[[int], tuple[date, date]]


CHRISTMAS = Kind(
    lambda year: (date(year, 12, 12), date(year + 1, 1, 10)),
    lambda year: (date(year, 12, 23), date(year + 1, 1, 5)),
)
EASTER = Kind(
    # the holiday in May is another one, however late Easter is
    lambda year: (
        easter(year) - BEFORE_EASTER,
        min(easter(year) + AFTER_EASTER, date(year, 4, 30)),
    ),
    lambda year: (easter(year) - 2 * DAY, easter(year) + DAY),
)
SUMMER = Kind(
    lambda year: (date(year, 6, 15), date(year, 8, 25)),
    lambda year: (date(year, 6, 25), date(year, 8, 14)),
)
OCTOBER = Kind(
    lambda year: (date(year, 10, 5), date(year, 10, 25)),
    lambda year: (monday_of(date(year, 10, 14)), monday_of(date(year, 10, 14)) + 4 * DAY),
)
FEBRUARY = Kind(
    lambda year: (date(year, 2, 5), date(year, 2, 22)),
    lambda year: (date(year, 2, 15), date(year, 2, 17)),
)
TERMS = (CHRISTMAS, EASTER, SUMMER)


def holidays_of(
    area: CouncilArea, *, town: str, stages: Iterable[str], today: date
) -> list[SchoolHoliday]:
    """What concerns these stages of this town's schools, from today on; one query."""
    rows = SchoolHoliday.objects.at(area=area, town=town).closing(stages)
    return list(
        rows.filter(last_on__gte=today, first_on__lte=today + timedelta(days=366 * YEARS_AHEAD))
    )


class SchoolYear:
    def __init__(self, holidays: Iterable[SchoolHoliday], *, today: date) -> None:
        self.holidays = [row for row in holidays if not row.staff_are_in and not row.stages]
        self.today = today

    def christmas(self) -> Break:
        """Of each of these the one that is not over yet."""
        return self._next(CHRISTMAS)

    def easter(self) -> Break:
        return self._next(EASTER)

    def easter_holidays(self) -> Break:
        """Without the long weekend of Easter, where pupils are back between the two."""
        whole = self.easter()
        rows = sorted(
            (row.first_on, row.last_on)
            for row in self.holidays
            if whole.first_on <= row.first_on and row.last_on <= whole.last_on
        )
        runs: list[Break] = []
        for first, last in rows:
            if runs and first - runs[-1].last_on <= WEEKEND:
                runs[-1] = Break(runs[-1].first_on, max(last, runs[-1].last_on))
            else:
                runs.append(Break(first, last))
        runs = [run for run in runs if run.last_on >= self.today]
        return max(runs, key=lambda run: run.last_on - run.first_on, default=whole)

    def summer(self) -> Break:
        return self._next(SUMMER)

    def october(self) -> Break:
        return self._next(OCTOBER)

    def february(self) -> Break:
        return self._next(FEBRUARY)

    def between_terms(self) -> Break:
        """The one that is on, or the next."""
        return min((self._next(kind) for kind in TERMS), key=lambda found: found.last_on)

    def ends_of_term(self) -> list[Break]:
        """Those that have not begun; the next one first."""
        return sorted(
            (self._next(kind, may_be_on=False) for kind in TERMS), key=lambda found: found.first_on
        )

    def _next(self, kind: Kind, *, may_be_on: bool = True) -> Break:
        for year in range(self.today.year - 1, self.today.year + YEARS_AHEAD + 1):
            found = self._in(*kind.where(year)) or Break(*kind.usual(year))
            if found.first_on > self.today or (may_be_on and found.last_on >= self.today):
                return found
        raise AssertionError("no year comes after this one")

    def _in(self, first: date, last: date) -> Break | None:
        rows = [row for row in self.holidays if first <= row.first_on and row.last_on <= last]
        return (
            Break(min(row.first_on for row in rows), max(row.last_on for row in rows))
            if rows
            else None
        )

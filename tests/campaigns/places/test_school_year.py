from datetime import date, timedelta

import pytest

from campaigns.models import SchoolHoliday
from campaigns.places.school_year import SchoolYear


@pytest.mark.parametrize(
    "sunday",
    [
        date(2016, 3, 27),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
        date(2049, 4, 18),
        date(2076, 4, 19),
        date(2099, 4, 12),
    ],
)
def test_easter_without_a_calendar_is_from_good_friday_to_monday(sunday):
    found = SchoolYear([], today=date(sunday.year, 1, 31)).easter()

    assert (found.first_on, found.last_on) == (
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
    )


def test_break_that_is_on_is_the_one_that_is_meant_but_no_end_of_term():
    year = SchoolYear([], today=date(2026, 12, 29))

    assert year.christmas().last_on == year.between_terms().last_on == date(2027, 1, 5)
    assert year.ends_of_term()[0] == year.easter()


def test_holiday_in_may_is_not_easter_however_late_that_is():
    row = SchoolHoliday(first_on=date(2028, 5, 1), last_on=date(2028, 5, 1))
    found = SchoolYear([row], today=date(2028, 1, 31)).easter()

    assert found.last_on == date(2028, 4, 17)


def test_spring_break_belongs_to_easter_although_days_of_school_lie_between():
    rows = [
        SchoolHoliday(first_on=date(2027, 3, 26), last_on=date(2027, 3, 29)),
        SchoolHoliday(first_on=date(2027, 4, 5), last_on=date(2027, 4, 16)),
    ]
    found = SchoolYear(rows, today=date(2027, 1, 31)).easter()

    assert (found.first_on, found.last_on) == (date(2027, 3, 26), date(2027, 4, 16))

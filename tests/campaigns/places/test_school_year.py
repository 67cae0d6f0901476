from datetime import date, timedelta

import pytest

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

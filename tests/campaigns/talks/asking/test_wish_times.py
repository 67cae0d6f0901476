"""Two times with a dash between them are no date, and a date is no time."""

from datetime import date, time

import pytest

from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_words import WHICH_TIME, read_words

TODAY = date(2026, 11, 23)
YEAR = SchoolYear([], today=TODAY)


def read(said):
    return read_words(said, today=TODAY, year=YEAR)


def days_and_times(said):
    found = read(said)
    assert (found.rest, found.remarks) == ("", ())
    return [(span.first_on, span.last_on, span.not_before, span.not_after) for span in found.spans]


@pytest.mark.parametrize(
    ("said", "day", "first", "last"),
    [
        ("Tuesday 8 December, 9.30-10.30", 8, time(9, 30), time(10, 30)),
        ("Tuesday 8 December 9.30–10.20", 8, time(9, 30), time(10, 20)),
        ("Tuesday 8 December 9:30-10:30", 8, time(9, 30), time(10, 30)),
        ("Monday 7 December 13.10-14.00", 7, time(13, 10), time(14)),
        ("10 December 7.30-8.30pm", 10, time(19, 30), time(20, 30)),
        ("8.12.2026 9.30-10.30", 8, time(9, 30), time(10, 30)),
        ("8.12.26, 9.15-10.05", 8, time(9, 15), time(10, 5)),
        ("9.15-10.05, 8 December", 8, time(9, 15), time(10, 5)),
        ("13.30-14.20 on 8 December", 8, time(13, 30), time(14, 20)),
        ("9.15-10.05 on 8-12-2026", 8, time(9, 15), time(10, 5)),
    ],
)
def test_range_in_points_on_a_day(said, day, first, last):
    on = date(2026, 12, day)

    assert days_and_times(said) == [(on, on, first, last)]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("9.15-10.05", time(9, 15), time(10, 5)),
        ("9.00-9.50", time(9), time(9, 50)),
        ("9.30–10.20", time(9, 30), time(10, 20)),
        ("at 9-10am", time(9), time(10)),
        ("9-10am", time(9), time(10)),
        ("at 9-10", time(9), time(10)),
        ("from 9-11", time(9), time(11)),
        ("between 9-11", time(9), time(11)),
        ("2-3pm", time(14), time(15)),
        ("7-8 p.m.", time(19), time(20)),
        ("9-2pm", time(9), time(14)),
        ("11-1pm", time(11), time(13)),
        ("13.10-2pm", time(13, 10), time(14)),
        ("6.30-7.30am", time(6, 30), time(7, 30)),
    ],
)
def test_range_on_a_weekday(said, first, last):
    found = read(f"any Tuesday {said}")

    assert [(span.weekdays, span.not_before, span.not_after) for span in found.spans] == [
        ("2", first, last)
    ]
    assert (found.rest, found.remarks) == ("", ())


@pytest.mark.parametrize(
    "said",
    [
        "8.12.2026",
        "8.12.26",
        "8-12-2026",
        "8-12-26",
        "Tue 8.12.2026",
        "8-Dec-2026",
        "8-Dec-26",
        "08-Dec",
        "8-December-2026",
        "8/Dec/2026",
        "8.Dec.2026",
        "Tue 8-Dec-2026",
        "8th-Dec-2026",
    ],
)
def test_date_with_points_or_dashes(said):
    day = date(2026, 12, 8)

    assert days_and_times(said) == [(day, day, None, None)]


@pytest.mark.parametrize(
    "said",
    [
        "7.12.2026-11.12.2026",
        "7.12.26 - 11.12.26",
        "7.12-11.12.2026",
        "7.12.-11.12.2026",
        "7.12 - 11.12.26",
        "7-12-2026 - 11-12-2026",
        "7-12-2026 to 11-12-2026",
        "7-11 December",
        "7-Dec-2026 to 11-Dec-2026",
        "7-Dec - 11-Dec",
        "7-Dec-26 to 11-Dec-26",
        "7/12-11/12/2026",
        "7-11-Dec-2026",
    ],
)
def test_range_of_dates_with_points_or_dashes(said):
    assert days_and_times(said) == [(date(2026, 12, 7), date(2026, 12, 11), None, None)]


def test_date_of_a_spreadsheet_in_the_next_year_with_its_time():
    day = date(2027, 1, 12)

    assert days_and_times("12-Jan-2027, 9.30-10.30") == [(day, day, time(9, 30), time(10, 30))]


def test_no_such_day_with_dashes_is_said():
    found = read("31-Feb-2027")

    assert found.spans == ()
    assert found.remarks == ("There is no day like “31 feb 2027”. Please check it.",)


@pytest.mark.parametrize(
    "said",
    [
        "930",
        "9 30",
        "1415hrs",
        "930-1030",
        "9 30 - 10 30",
        "at 930-1030",
        "at 9 30 - 10 30",
        "before 930",
        "before 9 30",
        "after 9 30",
        "from 9 30",
        "between 9 30 and 10 30",
    ],
)
def test_hour_and_minutes_without_a_sign_are_read_or_handed_back(said):
    """What is not read stays whole, so that an officer sees it."""
    found = read(f"any Tuesday {said}")
    times = [(span.not_before, span.not_after) for span in found.spans]
    right = {
        "1415hrs": (time(14, 15), None),
        "930-1030": (time(9, 30), time(10, 30)),
        "at 930-1030": (time(9, 30), time(10, 30)),
        "at 9 30 - 10 30": (time(9, 30), time(10, 30)),
        "before 930": (None, time(9, 30)),
        "before 9 30": (None, time(9, 30)),
        "after 9 30": (time(9, 30), None),
        "from 9 30": (time(9, 30), None),
        "between 9 30 and 10 30": (time(9, 30), time(10, 30)),
    }

    assert (times, found.rest) in [
        ([(None, None)], said),
        ([], f"any Tuesday {said}"),
        ([right.get(said)], ""),
    ]


def test_minutes_before_a_list_of_days_are_no_day():
    first, second = date(2026, 12, 8), date(2026, 12, 10)
    at = (time(9, 30), time(10, 20))

    assert days_and_times("9.30-10.20, 8 or 10 December") == [
        (first, first, *at),
        (second, second, *at),
    ]


def test_each_of_two_days_has_its_own_time():
    first, second = date(2026, 12, 8), date(2026, 12, 10)

    assert days_and_times("8 December 13.30-14.20 or 10 December 9.00-9.50") == [
        (first, first, time(13, 30), time(14, 20)),
        (second, second, time(9), time(9, 50)),
    ]


def test_of_two_times_that_belong_to_no_day_neither_is_taken():
    found = read("8 or 10 December, 13.30-14.20, 9.00-9.50")

    assert {(span.not_before, span.not_after) for span in found.spans} == {(None, None)}
    assert found.remarks == (WHICH_TIME,)


def test_time_with_a_dash_for_its_point_is_no_date():
    found = read("9.30-10-30 Tuesday 8 December")

    assert [span.first_on for span in found.spans] == [date(2026, 12, 8)]


@pytest.mark.parametrize(("said", "classes"), [("S1-3 pm", "s1"), ("P6-7 at 9.30", "p6-7")])
def test_classes_do_not_begin_a_time(said, classes):
    found = read(f"any Tuesday {said}")

    assert found.rest == classes

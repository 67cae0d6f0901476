"""Cells as officers write them: each is read, with a remark on what was understood, or refused with
the reason.
"""

from datetime import date, time

import pytest

from campaigns.spreadsheets.cells import NoDay, to_date, to_start
from campaigns.spreadsheets.how_many import Number, to_class, to_number, to_people
from sextortion_aware.reading.problems import CannotRead


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("~120", 120),
        ("30ish", 30),
        ("25+", 25),
        ("approx 30+2", 32),
        ("c. 28 + 27 + 25", 80),
        ("2 x 30", 60),
        ("2x30", 60),
        ("3 × 25 pupils", 75),
        ("2 classes of 30", 60),
        ("2 classes x 25", 50),
        ("3 groups @ 12 pupils", 36),
        ("2 classes of 25 each", 50),
        ("about 2 x 25", 50),
    ],
)
def test_estimate_says_what_it_is_taken_as(text, number):
    remarks = []
    assert to_number(text, remarks.append) == Number(number, estimated=True)
    assert remarks == [f"“{text}” is taken as {number}, an estimate."]


@pytest.mark.parametrize("text", ["28", "1,200", "26 + 24", "0", "", "?"])
def test_number_that_stands_there_is_not_remarked_on(text):
    remarks = []
    assert not to_number(text, remarks.append).estimated
    assert not remarks


@pytest.mark.parametrize(
    "text", ["28 + 2 staff", "2 x 30 mins", "30-35", "2 x", "x 30", "2 x 30 x 2", "100 x 5"]
)
def test_number_that_may_be_something_else_is_refused(text):
    with pytest.raises(CannotRead):
        to_number(text)


@pytest.mark.parametrize(
    ("text", "pupils", "staff", "remark"),
    [
        ("25 pupils + 2 staff", Number(25), 2, "25 pupils and 2 staff"),
        ("26 + 24 + 2 teachers", Number(50), 2, "50 pupils and 2 staff"),
        ("about 25 (+ 1 teacher)", Number(25, estimated=True), 1, "25 pupils, an estimate, and 1"),
        ("28 and 3 members of staff", Number(28), 3, "28 pupils and 3 staff"),
    ],
)
def test_staff_beside_pupils_are_staff(text, pupils, staff, remark):
    remarks = []
    assert to_people(text, remarks.append, column="pupils") == (pupils, staff)
    assert len(remarks) == 1
    assert remarks[0].startswith(f"“{text}” is taken as {remark}")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("25 pupils + 2 staff", "total"),
        ("25 pupils + 2 staff", "parents"),
        ("1,200 staff", "pupils"),
        ("25 pupils + 2 adults", "pupils"),
        ("25 parents + 2 staff", "pupils"),
        ("30 mins + 2 staff", "pupils"),
    ],
)
def test_staff_elsewhere_are_refused(text, column):
    with pytest.raises(CannotRead):
        to_people(text, column=column)


@pytest.mark.parametrize(
    ("text", "start", "minutes", "said"),
    [
        ("9", time(9), None, "09:00"),
        ("2", time(14), None, "14:00"),
        ("20", time(20), None, "20:00"),
        ("9-10", time(9), 60, "09:00 to 10:00"),
        ("11 to 1", time(11), 120, "11:00 to 13:00"),
        ("1-2", time(13), 60, "13:00 to 14:00"),
        ("12.15 - 1", time(12, 15), 45, "12:15 to 13:00"),
    ],
)
def test_hour_alone_is_a_time_here(text, start, minutes, said):
    remarks = []
    assert to_start(text, remarks.append) == (start, minutes)
    assert remarks == [f"“{text}” is taken as {said}."]


@pytest.mark.parametrize(
    "text",
    [
        "Period 3",
        "P3",
        "pd 4",
        "Periods 3 & 4",
        "Period 3/4",
        "3rd period",
        "double period",
        "lunchtime",
        "after school",
        "first thing",
        "Late morning",
        "Registration",
        "am/pm",
    ],
)
def test_part_of_a_school_day_is_no_time_of_the_clock(text):
    remarks = []
    assert to_start(text, remarks.append) == (None, None)
    assert remarks == [f"“{text}” is not a time of the clock: brought in without a time."]


@pytest.mark.parametrize("text", ["25", "21", "0", "7", "8", "7-8", "3 4", "room 9", "10-9"])
def test_start_that_is_neither_is_refused(text):
    with pytest.raises(CannotRead):
        to_start(text)


@pytest.mark.parametrize(
    ("text", "stages", "number"),
    [
        ("P6/7 60", ("P6", "P7"), 60),
        ("P7 (25)", ("P7",), 25),
        ("S2: 120 pupils", ("S2",), 120),
        ("S1-S3 = 150", ("S1", "S2", "S3"), 150),
        ("Primary 7 28", ("P7",), 28),
        ("P7-30", ("P7",), 30),
        ("P7 - 30 pupils", ("P7",), 30),
        ("S1-30", ("S1",), 30),
        ("P5-7 – 64", ("P5", "P6", "P7"), 64),
    ],
)
def test_count_beside_the_class_is_found(text, stages, number):
    remarks = []
    assert to_class(text, remarks.append) == (stages, Number(number))
    assert len(remarks) == 1
    assert f"{number} people" in remarks[0]


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("P.7", ("P7",)),
        ("P. 6 - P. 7", ("P6", "P7")),
        ("P5, P6 & P7", ("P5", "P6", "P7")),
        ("P5-7", ("P5", "P6", "P7")),
        ("P5 - 7", ("P5", "P6", "P7")),
        ("S1-3", ("S1", "S2", "S3")),
    ],
)
def test_stages_without_a_count_are_stages_only(text, stages):
    remarks = []
    assert to_class(text, remarks.append) == (stages, Number(None))
    assert not remarks


@pytest.mark.parametrize("text", ["Parents", "whole school", "Staff", "parents & carers", "Mixed"])
def test_people_in_the_column_of_classes_are_no_stage(text):
    remarks = []
    assert to_class(text, remarks.append) == ((), Number(None))
    assert remarks == [f"“{text}” is not a stage: brought in without one."]


@pytest.mark.parametrize(
    "text", ["P6 7", "P7 2024", "P7-9", "P7-2024", "P6-24 25", "Mrs Smith", "P7 0", "P9 30", "60"]
)
def test_class_that_may_be_something_else_is_refused(text):
    with pytest.raises(CannotRead):
        to_class(text)


@pytest.mark.parametrize(
    ("text", "day", "moment"),
    [
        ("2024-06-11T23:00:00.000Z", date(2024, 6, 12), None),
        ("2024-06-12T00:00:00Z", date(2024, 6, 12), None),
        ("2024-06-12T08:15:00+00:00", date(2024, 6, 12), time(9, 15)),
        ("2024-01-12T09:15:00Z", date(2024, 1, 12), time(9, 15)),
        ("2024-06-12 09:15:30 UTC", date(2024, 6, 12), time(10, 15)),
        ("2024-06-12T09:15", date(2024, 6, 12), time(9, 15)),
        ("2024-06-12T22:30:00Z", date(2024, 6, 12), time(23, 30)),
        ("Mar 12, 2024", date(2024, 3, 12), None),
        ("Tuesday, March 12th, 2024", date(2024, 3, 12), None),
        (
            "Tue Mar 12 2024 09:15:00 GMT+0000 (Greenwich Mean Time)",
            date(2024, 3, 12),
            time(9, 15),
        ),
        ("20240312", date(2024, 3, 12), None),
        ("12 Mar 2024, 09:15", date(2024, 3, 12), time(9, 15)),
    ],
)
def test_date_as_a_machine_exports_it(text, day, moment):
    assert to_date(text) == (day, moment)


@pytest.mark.parametrize("text", ["w/c 25 March", "W/C 25/3/24", "week commencing 25 March 2024"])
def test_week_is_held_and_named(text):
    with pytest.raises(NoDay, match="is a week"):
        to_date(text)


@pytest.mark.parametrize("text", ["12 June", "Wed 12 June", "12/6", "June 12th", "the 3rd of May"])
def test_day_without_its_year_is_held(text):
    with pytest.raises(NoDay):
        to_date(text)


@pytest.mark.parametrize("text", ["20241399", "2024-13-01T09:00:00Z", "30/02/24", "Mar 40, 2024"])
def test_day_that_is_not_in_the_calendar_is_refused(text):
    with pytest.raises(CannotRead):
        to_date(text)

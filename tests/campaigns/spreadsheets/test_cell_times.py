"""Times in cells: beside a date, in the fraction of one, and as a start with or without an end."""

from datetime import date, datetime, time

import pytest

from campaigns.spreadsheets.cells import to_date, to_start
from sextortion_aware.files.workbook import words
from sextortion_aware.reading.problems import CannotRead

DAY = date(2019, 3, 12)


def test_date_with_a_time_gives_both():
    assert to_date("12/03/2019 9.30") == (DAY, time(9, 30))
    assert to_date("12/03/2019 2:15 PM") == (DAY, time(14, 15))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("46123.4375", time(10, 30)),
        ("46123.43055556", time(10, 20)),  # a third of a minute has no end
        ("46123.4305554", time(10, 20)),
        ("46123.5", time(12)),
        ("46123.59375", time(14, 15)),
        ("46123.09375", time(14, 15)),  # as 2026-04-11 02:15, which no talk starts at
        ("46123.0", None),
        ("46123.000001", None),
        ("46123.0004", None),
        ("46123", None),
    ],
)
def test_date_as_a_number_has_the_time_of_its_fraction(text, moment):
    day = date(2026, 4, 11)

    assert to_date(text) == (day, moment)
    if moment:
        assert to_date(words(datetime.combine(day, moment))) == (day, moment)


def test_fraction_that_is_a_whole_day_is_the_next_one():
    assert to_date("46123.999999") == (date(2026, 4, 12), None)


def test_midnight_beside_a_date_is_no_time():
    assert to_date("2019-03-12 00:00:00") == (DAY, None)


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("9.30", time(9, 30), None),
        ("09:30", time(9, 30), None),
        ("930", time(9, 30), None),
        ("9:30am", time(9, 30), None),
        ("2pm", time(14), None),
        ("12.30 pm", time(12, 30), None),
        ("1330", time(13, 30), None),
        ("09:30:00", time(9, 30), None),
        ("1.30", time(13, 30), None),
        ("7.00", time(7), None),
        ("9.30-10.20", time(9, 30), 50),
        ("11:45 to 12:30", time(11, 45), 45),
        ("1:15 - 2:05", time(13, 15), 50),
        ("7.30-8.30pm", time(19, 30), 60),
        ("7.30 - 8.30 p.m.", time(19, 30), 60),
        ("7.30pm-8.30", time(19, 30), 60),
        ("7-8pm", time(19), 60),
        ("7pm to 8", time(19), 60),
        ("6.30 - 7.30", time(18, 30), 60),
        ("06:30-07:30", time(18, 30), 60),
        ("6.30 to 7.30pm", time(18, 30), 60),
        ("7.30 - 8.30", time(7, 30), 60),
        ("11.30-12.30pm", time(11, 30), 60),
        ("11-1pm", time(11), 120),
        ("11.30am - 1.15", time(11, 30), 105),
        ("9.30-10.20am", time(9, 30), 50),
        ("14.15-3pm", time(14, 15), 45),
        ("noon - 12.50", time(12), 50),
        ("am", None, None),
        ("", None, None),
    ],
)
def test_start_is_read(text, start, minutes):
    assert to_start(text) == (start, minutes)


@pytest.mark.parametrize("text", ["8", "25:00", "13pm", "9.75", "half past"])
def test_what_is_no_start_is_refused(text):
    with pytest.raises(CannotRead):
        to_start(text)


@pytest.mark.parametrize(
    "text",
    [
        "noon-ish",
        "10.30-9.30",
        "14.15-9.30",
        "9.30-",
        "-9.30",
        "7-8",
        "9.30-9.75",
        "8.30pm-7.30pm",
        "11.30pm-12.30am",
    ],
)
def test_two_times_that_are_no_start_and_end_are_refused_as_that(text):
    with pytest.raises(CannotRead, match=f"^“{text}” is not a start and an end that we can read"):
        to_start(text)

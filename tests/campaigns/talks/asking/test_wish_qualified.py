"""Words that follow a wish say something of it: they change what is read, or they are handed back,
asked about or leave the whole to an officer. They are never swallowed.
"""

from datetime import date

import pytest

from campaigns.models import SchoolHoliday
from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_words import read_words
from tests.campaigns.talks.asking.phrases import days_said

TODAY = date(2027, 1, 13)
YEAR = SchoolYear(
    [
        SchoolHoliday(first_on=date(2027, 2, 15), last_on=date(2027, 2, 16)),
        SchoolHoliday(first_on=date(2027, 4, 5), last_on=date(2027, 4, 16)),
        SchoolHoliday(first_on=date(2027, 6, 28), last_on=date(2027, 8, 11)),
    ],
    today=TODAY,
)
WISHES = (
    "Tue 9, Wed 10 or Thu 11 Feb",
    "8-12 Feb",
    "w/c 8 Feb",
    "February",
    "Tuesdays and Thursdays",
    "before Easter",
)
# What follows may say it of a part only, or of another day.
QUALIFIERS = (
    "before lunch on the Fri",
    "except the last one",
    "but mornings on Tuesdays",
    "not the first",
    "if not then the following week",
    "unless it's a Monday",
    "from 10 on the 9th",
    "the later the better",
    "every other",
    "only after exams",
    "as soon as you can",
    "when we are back",
    "once exams are over",
    "for two weeks",
    "one only",
)
OF_A_PART = (
    "am on Tues",
    "mornings on the Tuesday",
    "10-11 on Thursday",
    "before lunch on the Thurs",
)


def read(said):
    return read_words(said, today=TODAY, year=YEAR)


@pytest.mark.parametrize("said", WISHES)
@pytest.mark.parametrize("more", QUALIFIERS)
def test_what_follows_a_wish_is_not_swallowed(said, more):
    alone, found = read(said), read(f"{said}, {more}")

    assert alone.spans
    is_same = days_said(found.spans) == days_said(alone.spans)
    assert not is_same or found.rest or found.remarks


@pytest.mark.parametrize("said", WISHES)
@pytest.mark.parametrize("more", OF_A_PART)
def test_a_time_of_one_day_among_several_is_left_to_an_officer(said, more):
    assert read(f"{said}, {more}").spans == ()
    assert read(f"{said} ({more})").spans == ()


@pytest.mark.parametrize(
    "said",
    [
        "Tuesdays and Thursdays (Tues am only)",
        "8-12 Feb (Thurs 10.30)",
        "Tuesdays and Thursdays, Tuesdays am",
        "9 or 11 Feb or the day after",
        "9, 10 or 11 Feb, ideally Tues",
        "February, when we are back",
        "week after the February holiday",
        "February, not Mon-Wed",
        "Tuesdays and Thursdays, Mondays are bad",
        "8-12 Feb or Monday",
        "8-12 Feb, in the evening on the Tuesday",
        "Tuesdays and Thursdays or any day in March",
        "Tuesdays and Thursdays, Monday am ok",
    ],
)
def test_what_may_be_said_of_one_of_them_is_left_to_an_officer(said):
    assert read(said).spans == ()


def test_a_week_that_may_be_counted_in_two_ways_is_asked_about_with_both():
    found = read("second week in June")

    assert found.spans == ()
    assert found.remarks == (
        "Do you mean the week of Monday 7 June 2027 or of Monday 14 June 2027?",
    )


def test_in_a_month_that_begins_on_a_monday_there_is_one_second_week():
    found = read("second week in February")

    assert [(span.first_on, span.last_on) for span in found.spans] == [
        (date(2027, 2, 8), date(2027, 2, 12))
    ]
    assert found.remarks == ()

"""“Not before” holds the word “before”, and must never be read as its opposite."""

from datetime import date, time

import pytest

from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_words import read_words

TODAY = date(2026, 11, 23)
YEAR = SchoolYear([], today=TODAY)
TOMORROW = date(2026, 11, 24)


def read(said):
    return read_words(said, today=TODAY, year=YEAR)


def times_of(said):
    found = read(said)
    return [(span.not_before, span.not_after) for span in found.spans], found.rest


def days_of(said):
    found = read(said)
    return [(span.first_on, span.last_on) for span in found.spans], found.rest


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("not before 9.30", time(9, 30), None),
        ("not before 9.30am", time(9, 30), None),
        ("not before 10 a.m.", time(10), None),
        ("no earlier than 9.30", time(9, 30), None),
        ("not earlier than 10", time(10), None),
        ("not any sooner than 10", time(10), None),
        ("never before 10", time(10), None),
        ("can’t before 10", time(10), None),
        ("cannot before 10", time(10), None),
        ("but not before 10", time(10), None),
        ("not before lunch", time(12, 30), None),
        ("not after 2", None, time(14)),
        ("not after 2pm", None, time(14)),
        ("can't after 2", None, time(14)),
        ("no later than 2.30", None, time(14, 30)),
        ("not later than 2.30", None, time(14, 30)),
        ("not after lunch", None, time(12, 30)),
        ("but before 11", None, time(11)),
        ("not before 9.30, over by 11", time(9, 30), time(11)),
        ("not before 9.30 and not after 2", time(9, 30), time(14)),
    ],
)
def test_a_time_that_is_denied_is_the_other_end(said, first, last):
    assert times_of(f"Thursday 10 December, {said}") == ([(first, last)], "")


@pytest.mark.parametrize("said", ["not before break", "not after school"])
def test_a_part_of_the_day_that_is_denied_stays_in_its_words(said):
    assert times_of(f"Thursday 10 December, {said}") == ([(None, None)], said)


@pytest.mark.parametrize("said", ["except before 10", "avoid after 2", "unless after 2"])
def test_what_takes_a_time_away_is_left_to_an_officer(said):
    assert times_of(f"any Tuesday {said}") == ([], f"any Tuesday {said}")


def test_a_time_that_is_denied_beside_a_bound():
    said = "any Tuesday not before 11 until Easter"

    assert times_of(said) == ([(time(11), None)], "")
    assert days_of(said) == ([(TOMORROW, YEAR.easter().first_on - date.resolution)], "")


@pytest.mark.parametrize(
    ("said", "first_on"),
    [
        ("not before 10 December", date(2026, 12, 10)),
        ("no earlier than 10 December", date(2026, 12, 10)),
        ("not earlier than 10 December", date(2026, 12, 10)),
        ("not before March", date(2027, 3, 1)),
        ("no earlier than March", date(2027, 3, 1)),
        ("not before Easter", YEAR.easter().last_on + date.resolution),
        ("no earlier than Easter", YEAR.easter().last_on + date.resolution),
        ("not before the end of term", YEAR.ends_of_term()[0].last_on + date.resolution),
        ("after the end of term", YEAR.ends_of_term()[0].last_on + date.resolution),
        ("not before the new year", YEAR.christmas().last_on + date.resolution),
    ],
)
def test_not_before_a_day_is_from_it_on(said, first_on):
    found = read(f"any Tuesday {said}")

    assert ([span.first_on for span in found.spans], found.rest) == ([first_on], "")


@pytest.mark.parametrize(
    ("said", "last_on"),
    [
        ("not after 10 December", date(2026, 12, 10)),
        ("no later than 10 December", date(2026, 12, 10)),
        ("not later than 10 December", date(2026, 12, 10)),
        ("not after March", date(2027, 3, 31)),
        ("no later than March", date(2027, 3, 31)),
        ("not after Easter", YEAR.easter().first_on - date.resolution),
        ("not later than Easter", YEAR.easter().first_on - date.resolution),
        ("not after the end of term", YEAR.ends_of_term()[0].first_on - date.resolution),
        ("before the new year", YEAR.christmas().first_on - date.resolution),
    ],
)
def test_not_after_a_day_is_until_it(said, last_on):
    assert days_of(f"any Tuesday {said}") == ([(TOMORROW, last_on)], "")

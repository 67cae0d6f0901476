"""A time, a date or a number means the same wherever it is written.
tests/browser/offline/test_mistakes.py holds the phone to the same table.
"""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from campaigns.diaries.forms import HoursField
from campaigns.places.school_year import SchoolYear
from campaigns.spreadsheets.cells import to_date, to_start
from campaigns.spreadsheets.how_many import to_number
from campaigns.talks.asking.wish_words import read_words
from sextortion_aware.forms.fields import CountField, DateField, SumField, TimeField
from sextortion_aware.reading.problems import CannotRead
from tests.reading.written import (
    COUNTS,
    DATES,
    HOURS_ALONE,
    MONTHS_IN_FIGURES,
    MONTHS_IN_WORDS,
    TIMES,
)

TODAY = date(2026, 11, 23)
DAY_OF_WISH = date(2026, 12, 8)


def or_none(read, said, *refusals):
    try:
        return read(said)
    except refusals:
        return None


def answers(read, table, *refusals):
    return {said: or_none(read, said, *refusals) for said in table}


def wished(said):
    return read_words(said, today=TODAY, year=SchoolYear([], today=TODAY)).spans


def time_of_wish(said):
    spans = wished(f"Tuesday 8 December at {said}")
    assert [span.first_on for span in spans] == [DAY_OF_WISH]
    return spans[0].not_before


def date_of_wish(said):
    spans = wished(said)
    return spans[0].first_on if len(spans) == 1 and spans[0].first_on == spans[0].last_on else None


def test_number_in_the_box_of_a_form():
    alone = {said: read for said, read in COUNTS.items() if "+" not in said}

    assert answers(SumField().clean, COUNTS, ValidationError) == COUNTS
    assert answers(CountField().clean, alone, ValidationError) == alone


def test_number_in_a_cell():
    """There a cell has no blanks around it, and “26 +” is more than 26."""
    cells = {said: read for said, read in COUNTS.items() if said.strip() == said != "26 +"}

    assert answers(lambda said: to_number(said).count, cells, CannotRead) == cells


def test_time_in_the_box_of_a_form():
    assert answers(TimeField().clean, TIMES, ValidationError) == TIMES


def test_time_in_a_cell():
    assert answers(lambda said: to_start(said)[0], TIMES, CannotRead) == TIMES


def test_time_beside_the_date_in_one_cell():
    clocks = {said: read for said, read in TIMES.items() if said[-1].isdigit() and "." in said}

    found = answers(lambda said: to_date(f"12/03/2027 {said}")[1], clocks, CannotRead)

    assert found == clocks


def test_time_in_the_words_of_a_school():
    """What it means to say is never guessed at: a time that cannot be read stays in its words."""
    read = {said: moment for said, moment in TIMES.items() if moment is not None}
    refused = [said for said in ("13pm", "0.30am", "24.00", "half past") if not TIMES[said]]

    assert {said: time_of_wish(said) for said in read} == read
    assert {said: time_of_wish(said) for said in refused} == dict.fromkeys(refused)


def test_time_in_the_hours_of_an_officer():
    ends = {said: read for said, read in TIMES.items() if read and time(0, 1) < read}

    assert {said: HoursField().clean(f"0.01 to {said}") for said in ends} == {
        said: [(time(0, 1), read)] for said, read in ends.items()
    }


@pytest.mark.parametrize("said", HOURS_ALONE)
def test_hour_alone_in_a_column_of_start_times_is_an_hour_and_said(said):
    remarks = []
    found = or_none(lambda text: to_start(text, remarks.append), said, CannotRead)
    assert found is None or (found[0].minute == 0 and remarks)


@pytest.mark.parametrize("said", HOURS_ALONE)
def test_hour_alone_is_refused_where_nothing_stands_around_it(said):
    assert or_none(TimeField().clean, said, ValidationError) is None


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("between 9 and 11", time(9), time(11)),
        ("from 11 to 2", time(11), time(14)),
        ("9.30 a.m. to 2.15 p.m.", time(9, 30), time(14, 15)),
        ("from 1 p.m. until 3 p.m.", time(13), time(15)),
        ("at 7 p.m.", time(19), None),
        ("after 12 noon", time(12), None),
        ("before 11 a.m.", None, time(11)),
    ],
)
def test_hour_alone_among_words_is_an_hour(said, first, last):
    spans = wished(f"Tuesday 8 December {said}")

    assert [(span.not_before, span.not_after) for span in spans] == [(first, last)]


def test_date_in_three_boxes():
    assert answers(DateField().clean, DATES, ValidationError) == DATES


def test_date_in_a_cell():
    figures = answers(lambda said: to_date("/".join(said))[0], MONTHS_IN_FIGURES, CannotRead)
    words = answers(lambda said: to_date(" ".join(said))[0], MONTHS_IN_WORDS, CannotRead)

    assert figures | words == MONTHS_IN_FIGURES | MONTHS_IN_WORDS


def test_date_in_the_words_of_a_school():
    """In front of a number a sign is a dash."""
    figures = {said: day for said, day in MONTHS_IN_FIGURES.items() if said[0][0] not in "+-"}

    found = {said: date_of_wish("/".join(said)) for said in figures}
    words = {said: date_of_wish(" ".join(said)) for said in MONTHS_IN_WORDS}

    assert found | words == figures | MONTHS_IN_WORDS


@given(st.times())
def test_time_that_a_form_shows_is_read_as_itself(moment):
    moment = moment.replace(second=0, microsecond=0)

    assert TimeField().clean(TimeField().prepare_value(moment)) == moment

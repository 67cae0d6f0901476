"""The drill's own rules: what counts as a failure, and what the table says of it."""

import math
import re

import pytest

from tests.drill.client import Answer
from tests.drill.readers import ADVICE, OTHER, READY, Note, wrong_answer, wrong_page
from tests.drill.table import Row, failures, percentile, table

SORRY = b"Please try again. In danger now? Call 999."


def advice(began, *, seconds=0.01, problem=""):
    return Note(ADVICE, "/", began, seconds, 0 if problem else 200, problem)


def answer(status, body=SORRY, **headers):
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([1], 0.95, 1), ([1, 2, 3, 4], 0.5, 2), (list(range(1, 101)), 0.95, 95), ([3, 1, 2], 1, 3)],
)
def test_percentile_is_a_value_that_was_measured(values, share, expected):
    assert percentile(values, share) == expected


def test_percentile_of_nothing_is_no_number():
    assert math.isnan(percentile([], 0.95))


def test_row_fails_when_one_reader_was_not_answered():
    row = Row("nginx", "a deed", notes=[advice(1), advice(2, problem="timed out")])

    assert row.is_failed
    assert failures([row]) == ["nginx, a deed: advice timed out, 1× (/)"]


@pytest.mark.parametrize(
    ("began", "seconds", "is_failed"),
    [(9.9, 0.05, True), (9.0, 2.0, False), (10.5, 2.0, False), (12.1, 0.1, True)],
    ids=["before", "waiting when it was killed", "meanwhile", "too late"],
)
def test_row_pardons_who_met_a_process_that_is_being_replaced(began, seconds, is_failed):
    row = Row("make run", "a kill", notes=[advice(began, seconds=seconds, problem="timed out")])
    row.pardon.give(10.0, 2)

    assert row.is_failed is is_failed


def test_row_pardons_no_slowness_away_and_fails_for_none():
    notes = [
        advice(1, seconds=1.9),
        Note(OTHER, "/talks/", 1, 9.0, 503),
        Note(READY, "/readyz", 1, 1, 503),
    ]

    assert not Row("nginx", "a deed", notes=notes).is_failed


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (answer(200), ""),
        (answer(503, retry_after="60"), ""),
        (answer(503), "503 without Retry-After"),
        (answer(503, b"Try again", retry_after="60"), "503 without a telephone number"),
        (answer(500), "answered 500"),
        (answer(504, retry_after="60"), "answered 504"),
        (answer(429), "429 says too many"),
        (answer(503, b"Too many tries. Call 999.", retry_after="60"), "503 says too many"),
        (answer(403), "answered 403"),
    ],
)
def test_wrong_answer_allows_503_with_somebody_to_call_and_nothing_else(got, said):
    assert wrong_answer(got, 200) == said


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (answer(200, b"page"), ""),
        (answer(200, b"pag"), "not the page that it was"),
        (answer(503, b"page", retry_after="60"), "answered 503"),
    ],
)
def test_wrong_page_allows_nothing_but_the_page_as_it_was(got, said):
    assert wrong_page(got, b"page") == said


def test_table_sets_each_deed_beside_its_shape_undisturbed():
    rows = [
        Row("make run", "nothing", notes=[advice(1, seconds=0.002)]),
        Row("make run", "a deed", notes=[advice(1, seconds=0.01), advice(9, seconds=0.5)], ended=5),
        Row("nginx", "nothing", notes=[advice(1, seconds=0.001)]),
        Row("nginx", "a deed", notes=[advice(1, seconds=0.001)], problems=["no"], well_after=0.3),
        Row("nginx", "another", not_done="it cannot be"),
    ]

    printed = [re.split(r"  +", line) for line in table(rows).splitlines()[2:]]

    assert printed[1][:7] == ["make run", "a deed", "2", "10.0", "10.0", "5.0 !", "0"]
    assert (printed[3][5], printed[3][-1]) == ("1.0", "FAILED")
    assert printed[4] == ["nginx", "another", "not done: it cannot be"]

"""A number that names its people stands in a column of theirs, or is refused."""

import pytest

from campaigns.spreadsheets.columns import guess
from tests.campaigns.spreadsheets.dry_run import read_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Pupils", "30 staff"),
        ("Pupils", "12 adults"),
        ("Pupils", "15 parents"),
        ("Pupils", "approx 15 carers"),
        ("Pupils", "2 x 15 teachers"),
        ("Young people", "30 children"),
        ("Staff", "30 pupils"),
        ("Parents", "30 yp"),
    ],
)
def test_number_of_other_people_is_refused_by_its_words(known, column, text):
    row = read_row(known, **{column: text})

    assert row.verdict == "wrong"
    assert row.problems == [
        f"“{text}” names other people than its column is for. Move it to a column of theirs, or "
        "take the word out"
    ]


def test_number_beside_a_class_is_of_pupils(known):
    assert "“30 staff” names other people" in read_row(known, Class="P7 30 staff").problems[0]


@pytest.mark.parametrize(
    ("column", "text", "audience"),
    [
        ("Pupils", "30 pupils", "children"),
        ("Pupils", "30 children", "children"),
        ("Pupils", "30 people", "children"),
        ("Pupils", "30 attended", "children"),
        ("Pupils", "30 in total", "children"),
        ("Staff", "30 teachers", "professionals"),
        ("Staff", "30 adults", "professionals"),
        ("Parents", "30 carers", "parents"),
        ("Total", "30 staff", "not_recorded"),
    ],
)
def test_words_that_fit_the_column_are_read(known, column, text, audience):
    row = read_row(known, **{"Class": "P7", column: text})

    assert (row.verdict, row.people) == ("ready", {audience: 30})


@pytest.mark.parametrize(
    "header",
    [
        "No",
        "No.",
        "Number",
        "Number of classes",
        "number of sessions",
        "Total sessions",
        "Running total",
        "No of hours",
    ],
)
def test_number_of_something_else_is_no_attendance(header):
    assert guess([header], [["1"]]) == {}


@pytest.mark.parametrize(
    "header",
    [
        "Total",
        "Numbers",
        "No. of people",
        "Number attending",
        "Number of attendees",
        "Total number of people",
        "Total attendance",
        "Attendance",
        "Attendees",
        "Reach",
        "Audience",
        "People reached",
        "Total (all)",
        "No. in audience",
    ],
)
def test_number_of_people_is_the_total(header):
    assert guess([header], [["1"]]) == {"total": 0}

"""What the boxes for dates, counts, times and stages read, and how they say what is wrong."""

from datetime import date, time

import pytest

from campaigns.places.stages_field import StagesField
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from tests.html import read
from tests.service_forms import Everything, drawn, message, one_field


def test_messages_say_how_to_put_it_right():
    said = {
        field: list(errors)
        for field, errors in Everything({"name": "too long", "email": "x"}).errors.items()
    }

    assert said["name"] == ["Shorten this to 5 characters or fewer: it has 8, 3 too many"]
    assert said["email"] == ["Enter an e-mail address in full, like name@example.com"]
    assert said["length"] == ["Answer “How long?”"]
    assert said["topics"] == ["Choose topics"]
    assert said["agreed"] == ["Tick “Staff stay”"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", ""), "Enter the date of the talk"),
        (("31", "2", "2026"), "The date of the talk must be a real date, like 23 11 2026"),
        (("0", "13", "2026"), "The date of the talk must be a real date, like 23 11 2026"),
        (("one", "two", "2026"), "The date of the talk must be a real date, like 23 11 2026"),
        (("1", "2", "three"), "The date of the talk must be a real date, like 23 11 2026"),
        (("1", "2", "26"), "The date of the talk needs a year of 4 numbers, like 2026"),
        (("1", "", "2026"), "The date of the talk must include a month"),
        (("", "2", ""), "The date of the talk must include a day and a year"),
        (("1", "1", "2027"), "The date of the talk must be on or before 23 November 2026"),
        (("1", "1", "2014"), "The date of the talk must be on or after 1 November 2015"),
    ],
)
def test_date_says_what_is_wrong(typed, said):
    field = DateField(
        what="the date of the talk", earliest=date(2015, 11, 1), latest=date(2026, 11, 23)
    )

    assert message(
        field, **dict(zip(("answer_day", "answer_month", "answer_year"), typed, strict=True))
    ) == [said]


@pytest.mark.parametrize("month", ["2", "02", " 2 ", "Feb", "february"])
def test_date_takes_a_month_in_figures_or_words(month):
    form = one_field(
        DateField(), data={"answer_day": "3", "answer_month": month, "answer_year": "2026"}
    )

    assert form.is_valid()
    assert form.cleaned_data["answer"] == date(2026, 2, 3)


def test_date_shows_what_it_was_given():
    boxes = [
        field["value"]
        for field in read(drawn(one_field(DateField(), initial=date(2026, 2, 3)))).fields
    ]

    assert boxes == ["3", "2", "2026"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter how many came"),
        ("-3", "Enter how many came as 0 or more"),
        ("a few", "Enter how many came as a whole number, like 25"),
        ("2.5", "Enter how many came as a whole number, like 25"),
        ("²", "Enter how many came as a whole number, like 25"),
        ("5001", "Enter how many came, 5,000 at most"),
        ("9" * 5000, "Enter how many came, 5,000 at most"),
    ],
)
def test_count_says_what_is_wrong(typed, said):
    assert message(CountField(what="how many came", most=5_000), answer=typed) == [said]


@pytest.mark.parametrize(
    ("typed", "counted"), [("0", 0), (" 25 ", 25), ("1,200", 1200), ("1 200", 1200)]
)
def test_count_reads_what_people_write(typed, counted):
    form = one_field(CountField(), data={"answer": typed})

    assert form.is_valid()
    assert form.cleaned_data["answer"] == counted


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("9.30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("930", time(9, 30)),
        ("1415", time(14, 15)),
        ("2pm", time(14)),
        ("12 am", time(0)),
    ],
)
def test_time_reads_what_people_write(typed, read_as):
    form = one_field(TimeField(), data={"answer": typed})

    assert form.is_valid()
    assert form.cleaned_data["answer"] == read_as


@pytest.mark.parametrize("typed", ["9", "25.00", "9.75", "13pm", "half past", "9.3"])
def test_time_refuses_what_could_mean_two_things_or_none(typed):
    assert message(TimeField(what="the start time"), answer=typed) == [
        "Enter the start time like 9.30 or 14.15"
    ]


def test_stages_come_in_school_order():
    form = one_field(StagesField(), data={"answer": ["S1", "P7"]})

    assert form.is_valid()
    assert form.cleaned_data["answer"] == ("P7", "S1")

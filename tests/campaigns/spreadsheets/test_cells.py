"""What people write in cells.

What would have to be guessed is refused, and the month never comes first.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.places.stages import to_stages_said
from campaigns.spreadsheets.cells import NoDay, to_date, to_minutes, to_start
from campaigns.spreadsheets.how_many import Number, to_number
from sextortion_aware.reading.problems import CannotRead

DAY = date(2019, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2019",
        "12/3/19",
        "12.3.19",
        "12-03-2019",
        "12 / 3 / 2019",
        "12 March 2019",
        "12th Mar 2019",
        "the 12th of March 2019",
        "12-Mar-19",
        "12Mar2019",
        "12 march '19",
        "Tue 12 March 2019",
        "Tuesday, 12/03/19",
        "2019-03-12",
        "2019/3/12",
        "43536",
        "43536.5",
        "12/03/2019 09:30",
        "2019-03-12 09:30:00",
    ],
)
def test_date_is_read(text):
    assert to_date(text)[0] == DAY


@pytest.mark.parametrize("year", [15, 26, 99])
def test_year_of_two_digits_is_of_this_century(year):
    assert to_date(f"1/2/{year}")[0] == date(2000 + year, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "n/a",
        "tbc",
        "March 2019",
        "Mar-19",
        "03/2019",
        "2019",
        "Spring term 2019",
        "Autumn 2018/19",
        "12/03",
        "19",
    ],
)
def test_date_without_its_day_is_not_wrong_but_none(text):
    with pytest.raises(NoDay):
        to_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "03/14/2019",
        "31/02/2019",
        "12/13/2019",
        "0/1/2019",
        "hello",
        "12345678",
        "99999",
        "1/1/1",
        "Total: 5 talks",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(CannotRead) as problem:
        to_date(text)

    assert not isinstance(problem.value, NoDay)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("50", 50),
        ("50 mins", 50),
        ("1 hr", 60),
        ("1h30", 90),
        ("1 hour 30 mins", 90),
        ("1.5 hours", 90),
        ("1:30", 90),
        ("01:00:00", 60),
        ("", None),
    ],
)
def test_length_is_read(text, minutes):
    assert to_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "count", "estimated"),
    [
        ("25", 25, False),
        ("0", 0, False),
        ("1,200", 1200, False),
        ("30 pupils", 30, False),
        ("25.0", 25, False),
        ("approx 30", 30, True),
        ("approx. 30", 30, True),
        ("c. 30", 30, True),
        ("about 30 pupils", 30, True),
        ("~30", 30, True),
        ("30ish", 30, True),
        ("25+", 25, True),
        ("over 100", 100, True),
        ("30 (est)", 30, True),
        ("30?", 30, True),
        ("", None, False),
        ("?", None, False),
        ("not known", None, False),
    ],
)
def test_number_is_read(text, count, estimated):
    assert to_number(text) == Number(count, estimated)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "30-35",
            "“30-35” is two numbers. Enter one, with “approx” before it when it is an estimate",
        ),
        (
            "1.200",
            (
                "“1.200” is not a number that we can read. Enter 0 when nobody came, and nothing "
                "when it is not known"
            ),
        ),
        (
            "-5",
            (
                "“-5” is not a number that we can read. Enter 0 when nobody came, and nothing "
                "when it is not known"
            ),
        ),
        (
            "thirty",
            (
                "“thirty” is not a number that we can read. Enter 0 when nobody came, and nothing "
                "when it is not known"
            ),
        ),
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(CannotRead, match="^" + sentence.replace(".", r"\.") + "$"):
        to_number(text)


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("P6/7", "P6 P7"),
        ("P5-P7", "P5 P6 P7"),
        ("S1 - S3", "S1 S2 S3"),
        ("p6 & p7", "P6 P7"),
        ("Primary 7", "P7"),
        ("P1-7", "P1 P2 P3 P4 P5 P6 P7"),
        ("P7, S1", "P7 S1"),
        ("P6 P7", "P6 P7"),
        ("P7a", "P7"),
        ("P7s", "P7"),
        ("P7 to S1", "P7 S1"),
        ("S1/S2/S3", "S1 S2 S3"),
        ("", ""),
    ],
)
def test_stages_are_read(text, stages):
    assert " ".join(to_stages_said(text)) == stages


@pytest.mark.parametrize("text", ["whole school", "P8", "S3-S1", "7", "P", "all"])
def test_what_is_no_stage_is_refused(text):
    with pytest.raises(CannotRead):
        to_stages_said(text)


ALPHABET = st.text(
    alphabet=st.sampled_from("0123456789/-.:, +?PSapmthrcMarchneJu²٣é=~’"), max_size=30
) | st.text(max_size=60)


@given(ALPHABET)
def test_whatever_stands_in_a_cell_it_is_read_or_refused_in_a_sentence(text):
    assert all(
        read_or_refused(how, text)
        for how in (to_date, to_start, to_minutes, to_number, to_stages_said)
    )


def read_or_refused(how, text):
    """Anything else that is raised fails the test; a refusal without words is falsy."""
    try:
        how(text)
    except CannotRead as refused:
        return str(refused)
    return True


@given(
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(2000, 2099),
    st.sampled_from("/-."),
    st.booleans(),
    st.booleans(),
)
def test_month_never_comes_first(first, second, year, separator, padded, short):
    """Read as day and month, or not at all."""
    width = "02" if padded else ""
    text = (
        f"{first:{width}}{separator}{second:{width}}{separator}{year % 100:02}"
        if short
        else f"{first:{width}}{separator}{second:{width}}{separator}{year}"
    )
    try:
        wanted = date(year, second, first)
    except ValueError:
        wanted = None

    try:
        found = to_date(text)[0]
    except CannotRead:
        found = None

    assert found == wanted


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%d-%b-%y", "%A %d %B %Y", "%Y-%m-%d", "%d/%m/%Y"]),
)
def test_every_day_of_the_century_is_read_as_itself(day, form):
    assert to_date(day.strftime(form))[0] == day

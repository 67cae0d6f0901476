"""Words made to keep a worker busy, at each place where people hand words in: each is answered at
once, kindly.
"""

from contextlib import nullcontext
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from campaigns.diaries.forms import HoursField
from campaigns.places import schools_file, term_dates_file
from campaigns.places.school_year import SchoolYear
from campaigns.sessions.notes import refuse_contacts
from campaigns.talks.asking.visit_forms import DatesForm
from campaigns.talks.asking.wish_words import read_words
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.words import WordsField
from tests import factories
from tests.campaigns.pumps import PUMPS, long
from tests.factories import TODAY
from tests.guard import cpu_seconds

SEEN = "1 " + 25 * ", " + "x"  # 53 characters that kept a worker busy for 40 seconds
LONGEST_WISH = 150
FAILING = ["", "x", "!", " december", "@"]
MILLION = 1_000_000


def read(said):
    return read_words(said, today=TODAY, year=SchoolYear([], today=TODAY))


@pytest.mark.django_db
@pytest.mark.parametrize("said", [SEEN, long(", ", "x", LONGEST_WISH)], ids=len)
def test_wished_date_never_keeps_a_worker_busy(said):
    area = factories.make_area()
    before = {"new-place": {"area": area, "unlisted_town": "", "is_school": "yes"}, "place": {}}

    with cpu_seconds():
        form = DatesForm(
            {"when_1": said, "when_2": said},
            campaign=factories.make_campaign(),
            today=TODAY,
            before=before,
        )
        found = form.wishes if form.is_valid() else []

    assert [(wish.words, wish.spans) for wish in found] == [(said, ()), (said, ())]


@pytest.mark.parametrize("ending", FAILING)
@pytest.mark.parametrize("pump", PUMPS)
def test_words_about_a_date_are_read_at_once(pump, ending):
    with cpu_seconds():
        found = read(long(pump, ending, LONGEST_WISH))

    assert found.spans or found.rest


@pytest.mark.parametrize(
    ("said", "first_on", "last_on", "rest"),
    [
        ("early feb 9am to 11am", date(2027, 2, 1), date(2027, 2, 10), ""),
        ("8 may before lunch", date(2027, 5, 8), date(2027, 5, 8), ""),
        ("you may come 8 december", date(2026, 12, 8), date(2026, 12, 8), ""),
        ("8 december, it may suit", date(2026, 12, 8), date(2026, 12, 8), ""),
        ("Tuesday 8/12/26am", date(2026, 12, 8), date(2026, 12, 8), ""),
        ("8 december @ 9.30", date(2026, 12, 8), date(2026, 12, 8), ""),
        ("@a@ 8 december", date(2026, 12, 8), date(2026, 12, 8), ""),
    ],
)
def test_what_follows_a_number_or_a_word_decides_what_it_is(said, first_on, last_on, rest):
    """Patterns cannot look ahead or behind, so these are read by plain code."""
    found = read_words(
        said, today=date(2026, 11, 25), year=SchoolYear([], today=date(2026, 11, 25))
    )

    assert ([(span.first_on, span.last_on) for span in found.spans], found.rest) == (
        [(first_on, last_on)],
        rest,
    )


@pytest.mark.parametrize(
    ("said", "not_before", "not_after"),
    [
        ("any day at 9", time(9), None),
        ("8 December for 9 weeks at 10", time(10), None),
        ("any day at 25.30", None, None),
        ("any day 9am/10", None, None),
        ("any day 9 - 11 pupils", None, None),
        ("any day between 9 - 11", time(9), time(11)),
        ("any day from 9 to 2", time(9), time(14)),
        ("any day, a.m.", None, time(12, 30)),
        ("any day at noon/midday", time(12), None),
    ],
)
def test_hour_is_one_only_when_it_is_whole(said, not_before, not_after):
    found = read(said)

    assert [(span.not_before, span.not_after) for span in found.spans] == [(not_before, not_after)]


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("any day 9am/10am", time(9), time(10)),
        ("any day 9.30am/11am", time(9, 30), time(11)),
    ],
)
def test_talk_may_begin_at_either_of_two_times(said, first, second):
    assert [(span.not_before, span.not_after) for span in read(said).spans] == [
        (first, None),
        (second, None),
    ]


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("a@" * 500, False),
        ("a" * 500 + "@" + "b" * 499, False),
        ("0" + " " * 999, False),
        ("0" + "1 -" * 333 + "!", False),
        ("0(" * 500, True),
        ("@." * 500, False),
    ],
)
def test_notes_are_looked_through_for_contacts_at_once(text, is_refused):
    with cpu_seconds(), pytest.raises(ValidationError) if is_refused else nullcontext():
        assert refuse_contacts(text) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (WordsField(max_length=100), "x" * MILLION),
        (WordsField(max_length=100), "\x00" * MILLION),
        (WordsField(max_length=100, validators=[refuse_contacts]), "0(" * (MILLION // 2)),
        (HoursField(), " " * 10 + "9" + " " * MILLION + "x"),
        (TimeField(), "9" * MILLION),
        (TimeField(), "9" + " " * MILLION + "x"),
        (CountField(), "9" * MILLION),
        (DateField(), ["9" * MILLION, "9" * MILLION, "2026"]),
        (DateField(), ["8", "12", "2" * MILLION]),
        (DateField(), ["99999999999", "12", "2026"]),
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_million_characters_are_refused_at_once(field, value):
    with cpu_seconds(), pytest.raises(ValidationError) as problem:
        field.clean(value)

    assert len(problem.value.messages) == 1
    assert len(problem.value.messages[0]) < 200


def test_words_that_are_too_long_are_told_their_length_and_looked_at_no_further():
    looked_at = []

    with pytest.raises(ValidationError) as problem:
        WordsField(max_length=100, validators=[looked_at.append]).clean("\x01" * 101)

    assert [found.code for found in problem.value.error_list] == ["max_length"]
    assert looked_at == []


@pytest.mark.parametrize("read", [schools_file.read_schools, term_dates_file.read_term_dates])
def test_endless_cell_of_a_file_is_a_bad_row(tmp_path, read):
    columns = schools_file.COLUMNS if read is schools_file.read_schools else term_dates_file.COLUMNS
    file = tmp_path / "file.csv"
    file.write_text(
        f"{','.join(columns)}\n{','.join(['1' * 50_000] * 2 + [''] * (len(columns) - 2))}\n"
    )

    with cpu_seconds():
        found = read(file)

    assert [str(row) for row in found.bad] == ["line 2: a cell has more than 1,000 characters"]

"""Words made to keep a worker busy, at each place where people hand words in: each is answered at once, kindly."""

import io
import random
import zipfile
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from campaigns.forms.diaries import HoursField
from campaigns.forms.fields import CountField, DateField, TimeField
from campaigns.forms.sessions import refuse_contacts
from campaigns.forms.talk_visit import DatesForm
from campaigns.forms.words import WordsField
from campaigns.services.import_columns import guess
from campaigns.services.import_names import KnownTopics, as_alias, is_online
from campaigns.services.import_words import CannotRead, to_date, to_minutes, to_number, to_stages_said, to_start, to_time
from campaigns.services.wish_calendar import SchoolYear
from campaigns.services.wish_words import read_words
from campaigns.spreadsheets import LONGEST_CELL
from campaigns.spreadsheets_xlsx import read_spreadsheet
from tests import factories
from tests.campaigns.import_files import a_row, repacked, workbook_of
from tests.factories import TODAY
from tests.guard import cpu_seconds

SEEN = "1 " + 25 * ", " + "x"  # 53 characters that kept a worker busy for 40 seconds
LONGEST_WISH = 150
PUMPS = [
    "1 , ", ", ", "1,", "1 or ", "1 to and ", " ", "-", "@a@", "@", "8/", "8.8.", "1-", "december ", "may ", "tue ", "9.30 ", "9am ", "9", "a.m.",
    "2 weeks of ", "before ", "the ", "'", "until the ", "from ", ";", "in the ", "not ", "20", "1st ", "\u0660", "\u00e9",
]  # fmt: skip
FAILING = ["", "x", "!", " december", "@"]
MILLION = 1_000_000


def read(said):
    return read_words(said, today=TODAY, year=SchoolYear([], today=TODAY))


def long(pump, ending, length):
    return (f"1 {pump * length}")[: length - len(ending)] + ending


@pytest.mark.django_db
@pytest.mark.parametrize("said", [SEEN, long(", ", "x", LONGEST_WISH)], ids=len)
def test_wished_date_never_keeps_a_worker_busy(said):
    area = factories.make_area()
    before = {"new-place": {"area": area, "unlisted_town": "", "is_school": "yes"}, "place": {}}

    with cpu_seconds():
        form = DatesForm({"when_1": said, "when_2": said}, campaign=factories.make_campaign(), today=TODAY, before=before)
        found = form.wishes if form.is_valid() else []

    assert [(wish.words, wish.spans) for wish in found] == [(said, ()), (said, ())]


@pytest.mark.parametrize("ending", FAILING)
@pytest.mark.parametrize("pump", PUMPS)
def test_words_about_a_date_are_read_at_once(pump, ending):
    with cpu_seconds():
        found = read(long(pump, ending, LONGEST_WISH))

    assert found.spans or found.rest


@pytest.mark.parametrize("reader", [to_date, to_time, to_start, to_minutes, to_number, to_stages_said, as_alias, is_online])
@pytest.mark.parametrize("pump", [*PUMPS, "a ", "P6 ", "P6,", "1,000", "primary", "x\u0308", "(", "pc "])
def test_cell_of_the_greatest_length_is_read_at_once(reader, pump):
    said = long(pump, "!", LONGEST_CELL)

    with cpu_seconds(), suppress(CannotRead):
        reader(said)


@pytest.mark.django_db
def test_cell_of_the_greatest_length_is_searched_for_topics_at_once():
    campaign = factories.make_campaign()
    factories.make_topic(name="a" * 60, campaign=campaign)

    with cpu_seconds():
        found = KnownTopics(campaign).called("a" * LONGEST_CELL)

    assert found == []


def test_header_of_a_spreadsheet_is_known_at_once():
    with cpu_seconds():
        found = guess(["date" + " (" * 1_000, "start" * 400, "place"], [])

    assert found == {"place": 2, "start": 1}


@pytest.mark.parametrize("text", ["a@" * 500, "a" * 500 + "@" + "b" * 499, "0" + " " * 999, "0" + "1 -" * 333 + "!", "0(" * 500, "@." * 500])
def test_notes_are_looked_through_for_contacts_at_once(text):
    with cpu_seconds(), suppress(ValidationError):
        refuse_contacts(text)


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


@pytest.mark.parametrize("tags", [b"<mergeCell", b"<mergeCell ref", b"<a:mergeCell ref='A1:", b"<" + b"a" * 65_536, b"<mergeCell " + b"x" * 65_536])
def test_workbook_full_of_half_written_merged_cells_is_read_at_once(tags):
    content = workbook_of([a_row()])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    endless = b"<!--" + tags * (2_000_000 // len(tags)) + random.Random(1).randbytes(200_000).hex().encode() + b"-->"  # or it would be a bomb

    with cpu_seconds():
        read = read_spreadsheet(repacked(content, **{"xl/worksheets/sheet1.xml": sheet.replace(b"</worksheet>", endless + b"</worksheet>")}))

    assert len(read.rows) == 1

"""Cells and workbooks made to keep a worker busy: each is answered at once, kindly."""

import io
import random
import zipfile

import pytest

from campaigns.places.aliases import as_alias
from campaigns.places.stages import to_stages_said
from campaigns.spreadsheets.cells import to_date, to_minutes, to_start
from campaigns.spreadsheets.columns import guess
from campaigns.spreadsheets.file import LONGEST_CELL
from campaigns.spreadsheets.how_many import to_number
from campaigns.spreadsheets.names import KnownTopics, is_online
from campaigns.spreadsheets.workbook import read_spreadsheet
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.reading.problems import CannotRead
from sextortion_aware.reading.times import to_time
from tests import factories
from tests.campaigns.pumps import PUMPS, long
from tests.campaigns.spreadsheets.files import a_row, repacked, workbook_of
from tests.guard import cpu_seconds

CELL_PUMPS = [*PUMPS, "a ", "P6 ", "P6,", "1,000", "primary", "x\u0308", "(", "pc "]
# Else the file would pack too well.
NO_BOMB = b"<!--" + random.Random(1).randbytes(200_000).hex().encode() + b"-->"


@pytest.mark.parametrize(
    "reader", [to_date, to_time, to_start, to_minutes, to_number, to_stages_said]
)
@pytest.mark.parametrize("pump", CELL_PUMPS)
def test_cell_of_the_greatest_length_is_refused_at_once(reader, pump):
    said = long(pump, "!", LONGEST_CELL)

    with cpu_seconds(), pytest.raises(CannotRead):
        reader(said)


@pytest.mark.parametrize("pump", CELL_PUMPS)
def test_cell_of_the_greatest_length_is_a_name_and_no_word_for_online_at_once(pump):
    said = long(pump, "!", LONGEST_CELL)

    with cpu_seconds():
        name, online = as_alias(said), is_online(said)

    assert name == as_alias(name)
    assert online is False


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


@pytest.mark.parametrize(
    "tags",
    [
        b"<mergeCell",
        b"<mergeCell ref",
        b"<a:mergeCell ref='A1:",
        b"<" + b"a" * 65_536,
        b"<mergeCell " + b"x" * 65_536,
    ],
)
def test_workbook_full_of_half_written_merged_cells_is_read_at_once(tags):
    content = workbook_of([a_row()])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    endless = b"<!--" + tags * (2_000_000 // len(tags)) + b"-->" + NO_BOMB

    with cpu_seconds():
        read = read_spreadsheet(
            repacked(
                content,
                **{
                    "xl/worksheets/sheet1.xml": sheet.replace(
                        b"</worksheet>", endless + b"</worksheet>"
                    )
                },
            )
        )

    assert len(read.rows) == 1


def test_workbook_with_endless_names_is_read_at_once():
    content = workbook_of([a_row()])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    names = "".join(
        f'<definedName name="_xlnm.{name}" localSheetId="0">{"A" * 100_000}</definedName>'
        for name in ("Print_Titles", "Print_Area")
    )
    book = (
        book.replace("<calcPr", f"<definedNames>{names}</definedNames><calcPr") + NO_BOMB.decode()
    )

    with cpu_seconds(10):
        read = read_spreadsheet(repacked(content, **{"xl/workbook.xml": book.encode()}))

    assert len(read.rows) == 1


@pytest.mark.parametrize("quote", ["'", '"'])
def test_workbook_with_an_endless_format_is_refused_at_once(quote):
    content = workbook_of([a_row()])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    formats = (
        f"<numFmts><numFmt numFmtId='170' formatCode={quote}{'[' * 1_000_000}{quote}/></numFmts>"
    )
    styles = (
        styles.replace('<numFmts count="0" />', formats).replace('numFmtId="0"', 'numFmtId="170"')
        + NO_BOMB.decode()
    )

    with cpu_seconds(), pytest.raises(Unreadable, match="formats of cells"):
        read_spreadsheet(repacked(content, **{"xl/styles.xml": styles.encode()}))

"""Files for the import tests, built as a person's own program would."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from campaigns.models import Campaign, ImportBatch, Membership, Place, Topic
from campaigns.spreadsheets.batches import check_rows, choose_columns, start_work
from campaigns.spreadsheets.columns import guess
from campaigns.spreadsheets.file import How
from campaigns.spreadsheets.uploads import upload
from campaigns.spreadsheets.workbook import read_spreadsheet
from sextortion_aware.files.unreadable import Unreadable
from tests import factories
from tests.factories import TODAY

HEADER = ("Date", "Time", "School", "Stages", "Total", "Officer", "Notes")
ST_MARYS = "St Mary’s Primary School"


def csv_of(
    rows: Sequence[Sequence[object]],
    *,
    header: Sequence[str] = HEADER,
    encoding: str = "utf-8",
    separator: str = ",",
) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def workbook_of(
    rows: Sequence[Sequence[object]],
    *,
    header: Sequence[str] = HEADER,
    merged: str = "",
    sheets: Sequence[str] = ("Talks",),
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in sheets:
        sheet = book.create_sheet(title)
        for row in [header, *rows]:
            sheet.append(list(row))
        if merged:
            sheet.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The workbook with some of its parts put in place of its own; names with __ for the slash."""
    given = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, given.pop(name, old.read(name)))
        for name, data in given.items():
            new.writestr(name, data)
    return packed.getvalue()


def a_row(
    number: int = 0, *, place: str = "Braeside Primary School", total: object = 25
) -> list[object]:
    """Rows of different numbers are on different days."""
    return [
        (date(2016, 1, 4) + timedelta(days=number)).strftime("%d/%m/%Y"),
        "9.30",
        place,
        "P7",
        total,
        "",
        "",
    ]


def team() -> tuple[Campaign, Membership, Topic]:
    """A campaign with a place, a topic and a coordinator,
    who is also the officer of what has none.
    """
    campaign = factories.make_campaign()
    factories.make_place(campaign=campaign)
    return (
        campaign,
        factories.make_member(role="coordinator", name="Catriona Muir"),
        factories.make_topic(campaign=campaign),
    )


def two_of_a_name(name: str = ST_MARYS) -> list[Place]:
    return [factories.make_place(name=name, town=town) for town in ("Lanark", "Larkhall")]


def upload_rows(
    rows: Sequence[Sequence[object]],
    *,
    member: Membership,
    topic: Topic,
    header: Sequence[str] = HEADER,
    content: bytes = b"",
    **columns: object,
) -> ImportBatch:
    """Uploaded, with the columns that we guess."""
    batch = upload(
        campaign=member.campaign,
        file_name="talks.csv",
        content=content or csv_of(rows, header=header),
        by=member.user,
    )
    chosen = guess(batch.header, [row.cells for row in batch.rows.all()[:3]])
    defaults = {
        "default_format": "lesson",
        "default_topic": topic.pk,
        "default_officer": member.pk,
        "default_known": "counted",
    }
    choose_columns(batch=batch, columns=defaults | chosen | columns)
    return batch


def check(batch: ImportBatch, *, today: date = TODAY) -> ImportBatch:
    from django.utils import timezone

    start_work(batch=batch, work=ImportBatch.Work.CHECKING, now=timezone.now())
    check_rows(batch=batch, today=today, clock=timezone.now)
    batch.refresh_from_db()
    return batch


def verdicts(batch: ImportBatch) -> list[tuple[int, str]]:
    return list(batch.rows.values_list("line", "verdict"))


def refused(content: bytes, **given: Any) -> str:
    with pytest.raises(Unreadable) as problem:
        read_spreadsheet(content, how=How(**given))
    return str(problem.value)

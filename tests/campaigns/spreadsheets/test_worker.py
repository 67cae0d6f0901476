"""The work on a large file in a process of its own: killed half-way it has done nothing and can be
run again; how long it takes and how large it grows.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from campaigns.models import Attendance, Change, ImportBatch, Session
from campaigns.spreadsheets.batches import CHUNK, start_work
from campaigns.spreadsheets.file import MOST_COLUMNS, MOST_ROWS
from campaigns.spreadsheets.tasks import work_on_import
from tests import factories
from tests.campaigns.spreadsheets.files import HEADER, a_row, check, team, upload_rows
from tests.races import database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads"),
]

Work = ImportBatch.Work
MOST_MEGABYTES = 300


@contextmanager
def worker(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """On the database of this test, which it does not outlive."""
    name = str(connection.settings_dict["NAME"])
    url = (
        f"sqlite:///{name}"
        if connection.vendor == "sqlite"
        else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    )
    command = [
        sys.executable,
        "-m",
        "tests.campaigns.spreadsheets.import_worker",
        *map(str, arguments),
    ]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_killed_half_way_it_has_written_nothing_and_can_be_run_again():
    _, member, topic = team()
    number = CHUNK + 1
    batch = check(upload_rows([a_row(day) for day in range(number)], member=member, topic=topic))
    start_work(batch=batch, work=Work.WRITING, now=timezone.now())

    with worker("hang", batch.pk, member.user.pk) as process:
        assert process.stdout.readline() == "half-way\n"
    assert process.returncode == -signal.SIGKILL

    batch.refresh_from_db()
    assert (batch.state, batch.work) == ("checked", "writing")
    assert [model.objects.count() for model in (Session, Attendance, Change)] == [0, 0, 0]

    start_work(batch=batch, work=Work.WRITING, now=timezone.now() + timedelta(minutes=2))
    work_on_import.call(batch.pk, Work.WRITING.value, member.user.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.work, batch.rows_done) == ("committed", "", number)
    assert [model.objects.count() for model in (Session, Attendance, Change)] == [
        number,
        number,
        number + 1,
    ]


def test_check_that_was_killed_can_be_run_again():
    _, member, topic = team()
    batch = upload_rows([a_row(day) for day in range(3)], member=member, topic=topic)
    start_work(batch=batch, work=Work.CHECKING, now=timezone.now() - timedelta(minutes=2))
    batch.rows.filter(line=2).update(verdict="wrong", problems=["Half done"])

    start_work(batch=batch, work=Work.CHECKING, now=timezone.now())
    work_on_import.call(batch.pk, Work.CHECKING.value, member.user.pk)

    assert list(batch.rows.values_list("verdict", flat=True)) == ["ready"] * 3


def workbook_at(path: Path, *, rows: int, columns: int) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    extra = columns - len(HEADER)
    sheet.append([*HEADER, *(f"More {number}" for number in range(extra))])
    for number in range(rows):
        sheet.append(
            [
                *a_row(number // 6, place=f"School {number % 300} PS", total=20 + number % 10),
                *range(number, number + extra),
            ]
        )
    book.save(path)
    return path


ONCE = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="the memory is the reader's, so it is measured once, on SQLite",
)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("rows", "columns"),
    [(10_000, 10), pytest.param(MOST_ROWS, MOST_COLUMNS, id="the largest", marks=ONCE)],
)
def test_large_file_is_brought_in_within_bounded_memory(tmp_path, rows, columns, capsys):
    """The time is printed and not asserted, because machines differ."""
    campaign, _, _ = team()
    for number in range(300):
        factories.make_place(name=f"School {number} Primary School", campaign=campaign)

    with worker(
        "whole", workbook_at(tmp_path / "talks.xlsx", rows=rows, columns=columns)
    ) as process:
        said, _ = process.communicate(timeout=300)

    with capsys.disabled():
        sys.stdout.write(f"\n{connection.vendor}, {rows:,} rows of {columns} columns: {said}")
    assert f"sessions {rows}\n" in said
    assert max(map(int, re.findall(r"(\d+) MB", said))) < MOST_MEGABYTES

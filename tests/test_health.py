"""What an operator hears: /readyz, and one line when something begins or is over."""

import errno
import sqlite3
import tempfile
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from sextortion_aware import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place_of_its_own(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "nightly").write_text(timezone.now().isoformat())
    health.known.clear()


def install(*, days_ago):
    applied = timezone.now() - timedelta(days=days_ago)
    MigrationRecorder.Migration.objects.update(applied=applied)


def make_job(*, enqueued, run_after=None):
    job = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x",
        backend_name="default",
        run_after=run_after or get_date_max(),
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=enqueued)


def wrong():
    return list(health.what_stops_work())


def test_nothing_stops_work():
    assert wrong() == []


def test_each_part_is_named_before_it_is_looked_at():
    parts = []

    list(health.what_stops_work(parts.append))

    assert parts == ["database", "disk"]


def test_database_that_is_away_stops_work(monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("secret words")

    monkeypatch.setattr(CursorWrapper, "execute", away)

    assert wrong() == [("database", "does not answer (OperationalError)")]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file is no standby")
def test_standby_stops_work():
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")

    assert wrong() == [("database", "cannot be written to")]


@pytest.fixture
def file(tmp_path):
    name = tmp_path / "site.sqlite3"
    with sqlite3.connect(name) as own:
        own.execute("CREATE TABLE words (word)")
    own.close()
    return name


def test_database_file_is_well(file):
    assert list(health.wrong_with_file(str(file))) == []


def test_database_file_that_is_locked_cannot_be_written_to(file):
    own = sqlite3.connect(file, isolation_level=None)
    own.execute("BEGIN IMMEDIATE")

    found = list(health.wrong_with_file(str(file)))
    own.close()

    assert found == [("database", "cannot be written to (SQLITE_BUSY)")]


def test_database_file_that_was_moved_away_is_not_made_anew(file):
    file.rename(file.with_suffix(".away"))

    found = list(health.wrong_with_file(str(file)))

    assert found == [("database", "cannot be written to (SQLITE_CANTOPEN)")]
    assert not file.exists()


@pytest.mark.parametrize(
    ("enqueued", "run_after", "minutes"),
    [
        (timedelta(minutes=-9), None, None),
        (timedelta(minutes=-14), None, 14),
        (timedelta(days=-3), timedelta(minutes=-9), None),
        (timedelta(days=-3), timedelta(minutes=-11), 11),
        (timedelta(days=-3), timedelta(hours=1), None),
    ],
)
def test_old_queue_stops_work(enqueued, run_after, minutes):
    """From the moment at which a job could begin: one for next week has not waited yet."""
    now = timezone.now()
    make_job(enqueued=now + enqueued, run_after=now + run_after if run_after else None)

    said = f"a job has waited for {minutes} minutes: is the worker running?"
    assert wrong() == ([("queue", said)] if minutes else [])


def test_full_disk_stops_work(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)

    said = f"{site.VAR_DIR.name} cannot be written to (No space left on device)"
    assert wrong() == [("disk", said)]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("", "has never come"),
        ("no time", "has never come"),
        ("2026-11-20T03:15:00+00:00", "last came on 20 November 2026 at 03:15 UTC"),
    ],
)
def test_night_that_did_not_come_is_told_and_stops_nothing(tmp_path, caplog, last, said):
    install(days_ago=2)
    (tmp_path / "nightly").write_text(last)

    health.report()

    words = f"nightly run: {said}: nothing is forgotten and no held date lapses without it"
    assert [record.getMessage() for record in caplog.records] == [words]
    assert wrong() == []


def test_site_of_today_has_had_no_night_yet(tmp_path, caplog):
    install(days_ago=1)
    (tmp_path / "nightly").unlink()

    health.report()

    assert caplog.records == []


def test_report_tells_once_what_begins_and_once_that_it_is_over(caplog, tmp_path):
    make_job(enqueued=timezone.now() - timedelta(minutes=30))

    health.report()
    health.report()
    DBTaskResult.objects.all().delete()
    health.report()
    health.report()

    assert [record.getMessage() for record in caplog.records] == [
        "queue: a job has waited for 30 minutes: is the worker running?",
        "queue: well again",
    ]


def test_report_of_a_database_that_is_away_raises_nothing(caplog, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("secret words")

    monkeypatch.setattr(CursorWrapper, "execute", away)

    health.report()

    assert [record.getMessage() for record in caplog.records] == [
        "database: does not answer (OperationalError)"
    ]

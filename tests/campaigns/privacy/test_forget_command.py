"""The night's work as a whole: all or nothing, what it says, and no byte left."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import ConnectionHandler, DatabaseError, connection
from django.utils import timezone

from campaigns.management.commands import forget as command
from campaigns.privacy import forget as forgetting
from sextortion_aware.months import months_before
from tests.campaigns.privacy.forgetting import EMAIL, given_talk, tonight, whole_database

pytestmark = pytest.mark.django_db


def test_all_or_nothing(monkeypatch):
    given_talk()
    before = whole_database()

    def fail(**times):
        raise DatabaseError(EMAIL)

    monkeypatch.setattr(forgetting, "_forget_limits", fail)

    with pytest.raises(DatabaseError):
        tonight()

    assert whole_database() == before


@pytest.mark.parametrize(
    ("day", "months", "answer"),
    [
        (date(2026, 11, 23), 12, date(2025, 11, 23)),
        (date(2026, 11, 30), 9, date(2026, 2, 28)),
        (date(2026, 1, 31), 3, date(2025, 10, 31)),
    ],
)
def test_months_before(day, months, answer):
    assert months_before(day, months) == answer


def test_the_command_says_how_much_it_forgot(capsys, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    given_talk(held_on=timezone.localdate() - timedelta(days=400))
    for name, days in (("old.log", 31), ("new.log", 29)):
        (tmp_path / name).write_text(EMAIL)
        then = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (then, then))

    call_command("forget")

    told = (
        "Forgotten: drafts 0, unconfirmed 0, old-answers 0, contacts 1, links 0, mails 0, "
        "import-rows 0, times 0, jobs 0, sign-ins 0, sign-ins-seen 0, invitations 0, trail 0, "
        "limits 0, mail files 1.\n"
    )
    assert capsys.readouterr().out == told
    assert [path.name for path in tmp_path.iterdir()] == ["new.log"]


def test_the_command_fails_loudly_and_tells_no_contact(monkeypatch):
    def fail(**times):
        raise DatabaseError(f"Failing row contains ({EMAIL})")

    monkeypatch.setattr("campaigns.management.commands.forget.forget", fail)

    with pytest.raises(CommandError) as failed:
        call_command("forget")

    assert (
        str(failed.value)
        == "Not everything was forgotten: DatabaseError. It is safe to run this again."
    )
    assert failed.value.returncode == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no journal of ours")
def test_a_deleted_row_leaves_no_byte_in_the_files_of_sqlite(tmp_path, monkeypatch):
    """A connection with the site's own options, to a file."""
    file = ConnectionHandler(
        {"default": {**site.DATABASES["default"], "NAME": tmp_path / "site.sqlite3"}}
    )["default"]
    monkeypatch.setattr(command, "connection", file)
    (tmp_path / "site.sqlite3").touch()  # only `migrate` makes one
    with file.cursor() as cursor:
        cursor.execute("CREATE TABLE talk (contact text)")
        cursor.execute("INSERT INTO talk VALUES (%s)", [EMAIL])
        command.empty_journal()  # from the journal into the database's own file
        assert EMAIL.encode() in bytes_of(tmp_path)
        cursor.execute("DELETE FROM talk")

    command.empty_journal()

    assert EMAIL.encode() not in bytes_of(tmp_path)
    file.close()


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())

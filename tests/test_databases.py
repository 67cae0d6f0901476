"""SQLite's file is taken away under a running site, as no test of PostgreSQL can show."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import ConnectionHandler, OperationalError, connections, transaction

from tests.test_settings import PRODUCTION, python

pytestmark = pytest.mark.django_db
FILE = "in a file"
WAL = {"init_command": "PRAGMA journal_mode=WAL"}
URLS = ["", "sqlite:////tmp/site.sqlite3"]


@pytest.fixture
def site(tmp_path):
    """A connection to a file of its own, with one row in it that is still in the journal."""
    ours = {"ENGINE": "sextortion_aware.databases.sqlite3", "OPTIONS": WAL}
    named = ours | {"NAME": tmp_path / "s i?t#.sqlite3"}
    database = ConnectionHandler({"default": named})["default"]
    connections[FILE] = database  # where transaction.atomic looks for it
    named["NAME"].touch()  # only `migrate` makes one
    run(database, "CREATE TABLE talk (word text)")
    say(database, "first")
    yield database
    database.close()
    del connections[FILE]


def run(database, statement, *values):
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def say(database, word):
    run(database, "INSERT INTO talk VALUES (%s)", word)


def said(database):
    return run(database, "SELECT word FROM talk")


@pytest.mark.parametrize("url", URLS)
def test_site_on_sqlite_watches_its_file(url, tmp_path):
    tell = "from sextortion_aware.settings import DATABASES as all; print(all['default']['ENGINE'])"

    done = python(tell, PRODUCTION | {"DATABASE_URL": url}, tmp_path)

    assert (done.stderr, done.stdout) == ("", "sextortion_aware.databases.sqlite3\n")


def test_file_is_made_by_migrate_alone(tmp_path):
    """By the documented commands, in a folder that holds nothing."""
    environment = os.environ | PRODUCTION | {"VAR_DIR": str(tmp_path), "DATABASE_URL": ""}

    def manage(*command):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stderr, (tmp_path / "site.sqlite3").exists()

    assert manage("lapse_offers")[2] is False
    assert manage("migrate", "contenttypes", "--verbosity", "0") == (0, "", True)


def test_lost_file_is_an_error_and_no_new_one_is_made(site):
    path = site.settings_dict["NAME"]
    path.rename(path.with_name("away"))

    for _ in range(2):
        with pytest.raises(OperationalError):
            said(site)

    assert not path.exists()


def test_lost_file_is_let_go_of_before_a_request_without_an_error(site):
    """Django asks there, where no error becomes a page."""
    path = site.settings_dict["NAME"]
    path.rename(path.with_suffix(".away"))

    site.close_if_unusable_or_obsolete()

    assert site.connection is None


def test_file_that_comes_back_is_used_again_and_has_lost_nothing(site):
    path = site.settings_dict["NAME"]
    away = path.rename(path.with_name("away"))
    with pytest.raises(OperationalError):
        say(site, "while it was away")
    away.rename(path)

    say(site, "second")

    assert said(site) == ["first", "second"]


def test_other_file_in_its_place_is_the_one_that_is_used(site):
    """As when a backup is put back."""
    path = site.settings_dict["NAME"]
    for file in list(path.parent.iterdir()):
        file.rename(path.parent / f"old {file.name}")
    with closing(sqlite3.connect(path)) as backup:
        backup.execute("CREATE TABLE talk (word text)")

    say(site, "after")

    assert said(site) == ["after"]


def test_change_is_not_kept_when_the_file_goes_before_its_end(site):
    path = site.settings_dict["NAME"]

    def change():
        with transaction.atomic(using=FILE):
            say(site, "second")
            path.rename(path.with_name("away"))

    with pytest.raises(OperationalError):
        change()
    path.with_name("away").rename(path)

    assert said(site) == ["first"]

"""What stops a backup or a restore: one sentence, an end with an error, and nothing half made."""

import os
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from sextortion_aware.backup import folder
from sextortion_aware.backup.keys import new_pair
from tests.processes import started, wait_until

pytestmark = pytest.mark.django_db  # or no tables would be made to copy
CODE = "import sys; from django.core.management import execute_from_command_line as run; "
RUN = "run(['manage.py', 'backup'])"


@pytest.fixture(scope="module")
def site(installations):
    made = installations(tables=True)
    made.fill()
    return made


@pytest.fixture(scope="module")
def file(site):
    return site.backup()


def kept(site) -> set[str]:
    return {path.name for path in (site.var / "backups").glob("*")}


def last_line(said: str) -> str:
    return said.splitlines()[-1]


def test_another_key_does_not_open_it(file, installations):
    other = installations()

    code, said = other.restore(file, key=new_pair()[1])

    assert (code, last_line(said)) == (1, f"CommandError: This key does not open {file.name}.")


def test_public_half_does_not_open_it(file, installations):
    code, said = installations().restore(file, key=new_pair()[0])

    assert code == 1
    assert "holds no secret half" in last_line(said)


@pytest.mark.parametrize("harm", ["cut", "flipped", "longer", "empty", "other words"])
def test_harmed_file_is_refused_and_nothing_is_restored(harm, file, site, installations):
    other, words = installations(), bytearray(file.read_bytes())
    harmed = site.var.parent / f"{harm}.age"
    if harm == "flipped":
        words[len(words) // 2] ^= 1
    results = {
        "cut": words[: len(words) - 70_000],
        "longer": words + b"more",
        "empty": b"",
        "other words": b"PK\3\4" * 1000,
    }
    harmed.write_bytes(results.get(harm, words))

    code, said = other.restore(harmed)

    assert (code, last_line(said)) == (
        1,
        f"CommandError: {harm}.age is no whole backup: "
        "it was cut or changed, or is something else.",
    )
    assert other.file.exists() is False if other.vendor == "sqlite" else other.rows() == {}
    assert not any(path.name.startswith("archive") for path in other.var.rglob("*"))


def test_checked_one_is_named_whole_and_not_restored(file, installations):
    other = installations()

    code, said = other.restore(file, "--check")

    assert (code, said.count("all whole.")) == (0, 1)
    assert other.file.exists() is False if other.vendor == "sqlite" else other.rows() == {}


def test_backup_of_newer_code_is_refused(installations):
    newer, other = installations(tables=True), installations()
    newer.do(
        "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
        "campaigns",
        "9999_of_next_year",
        "2027-01-01 00:00:00+00",
    )

    code, said = other.restore(newer.backup())

    assert (code, last_line(said)) == (
        1,
        "CommandError: The backup was made by newer code (campaigns.9999_of_next_year): "
        "install that, then restore.",
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="has both kinds beside each other")
def test_other_kind_of_database_is_refused(file, installations):
    code, said = installations(vendor="sqlite").restore(file)

    assert (code, last_line(said)) == (
        1,
        "CommandError: The backup is of PostgreSQL and DATABASE_URL names SQLite: "
        "restore into the same kind.",
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file knows nobody who reads it")
def test_site_that_still_runs_is_to_be_stopped_first(file, installations):
    other = installations()

    with other.opened() as running:
        running.cursor().execute("SELECT 1")
        code, said = other.restore(file)

    assert code == 1
    assert "connected to the database: stop the site first." in last_line(said)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no tool")
def test_missing_tool_is_named(site, tmp_path):
    before = kept(site)

    code, said = site.manage("backup", PATH=str(tmp_path))

    assert (code, last_line(said)) == (
        1,
        "CommandError: pg_dump is missing: install it with `sudo apt install postgresql-client`.",
    )
    assert kept(site) == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no tool")
def test_tool_that_is_older_than_the_database_is_named(site, tmp_path):
    tool = tmp_path / "pg_dump"
    tool.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    tool.chmod(0o755)

    code, said = site.manage("backup", PATH=f"{tmp_path}:{os.environ['PATH']}")

    assert code == 1
    assert "pg_dump is of version 9 and the database of version" in last_line(said)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("", "BACKUP_KEY is missing: `manage.py backup_key` makes a pair"),
        ("age1" + "q" * 58, "BACKUP_KEY has a mistake in it"),
    ],
)
def test_key_that_will_not_do_is_told_and_old_backups_go_all_the_same(key, sentence, installations):
    made = installations(tables=True)
    old = made.var / "backups" / folder.name_of(datetime.now(UTC) - timedelta(days=31))
    old.parent.mkdir(parents=True)
    old.touch()

    code, said = made.manage("backup", BACKUP_KEY=key)

    assert (code, kept(made)) == (1, set())
    assert sentence in last_line(said)
    assert f"30 days at most: {old.name}" in said


def test_pair_that_is_made_locks_and_opens(site, installations):
    _, said = site.manage("backup_key")
    words = said.split()
    public = next(word for word in words if word.startswith("BACKUP_KEY=")).partition("=")[2]
    secret = next(word for word in words if word.startswith("AGE-SECRET-KEY-1"))

    made = installations(tables=True)
    code, said = installations().restore(made.backup(BACKUP_KEY=public), "--check", key=secret)

    assert (code, "all whole" in said) == (0, True)


def test_full_disk_leaves_nothing_half_made(site):
    """A limit on the size of a file, which a process meets as it would meet a full disk."""
    before = kept(site)
    limited = (
        f"{CODE}import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "from sextortion_aware.backup import sealed; seal = sealed.seal\n"
        "def small(*a): resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); seal(*a)\n"
        f"from sextortion_aware.backup import make; make.seal = small\n{RUN}"
    )

    done = site.run("-c", limited)

    assert done.returncode == 1
    assert "CommandError: The backup was not written: File too large." in done.stderr
    assert kept(site) == before
    assert not any((site.var / folder.WORK).glob("*/*"))


@pytest.mark.parametrize("name", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_ended_midway_looks_like_none_and_the_next_clears_up(name, site, tmp_path):
    before = kept(site)
    slow = (
        f"{CODE}import time; from sextortion_aware.backup import make; seal = make.seal\n"
        "def hang(*a): seal(*a); print('here', flush=True); time.sleep(60)\n"
        f"make.seal = hang\n{RUN}"
    )
    with started([sys.executable, "-c", slow], tmp_path / "log", **site.environment()) as process:
        process.wait_for_words("here")
        midway = kept(site) - before
        os.kill(process.pid, name)
        wait_until(lambda: process.process.poll() is not None, "the process ends")

    assert [(name.startswith("."), name.endswith(".part")) for name in midway] == [(True, True)]
    assert kept(site) == (before | midway if name == signal.SIGKILL else before)
    site.backup()
    assert kept(site) & midway == set()
    assert not any((site.var / folder.WORK).glob("*/*"))


def test_two_at_once_are_one(site, tmp_path):
    with folder.alone(site.var):
        code, said = site.manage("backup")

    assert (code, last_line(said)) == (
        1,
        "CommandError: Another backup or restore is at work: wait for it.",
    )


def test_installation_without_a_database_has_nothing_to_back_up(installations):
    code, said = installations().manage("backup")

    assert code == 1
    assert last_line(said) in (
        "CommandError: The database was not copied: unable to open database file.",
        "CommandError: The database holds nothing: there is nothing to back up.",
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks after itself")
def test_damaged_database_is_told_and_not_kept(installations):
    made = installations(tables=True)
    with closing(sqlite3.connect(made.file)) as database:
        database.execute("CREATE TABLE many AS SELECT hex(randomblob(500)) w FROM sqlite_master")
        database.execute("CREATE INDEX by_word ON many (w)")
        database.commit()
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(w)', '(w DESC)') WHERE name = 'by_word'"
        )
        database.commit()

    code, said = made.manage("backup")

    assert code == 1
    assert "damaged" in last_line(said)
    assert kept(made) == set()

"""Real ways in which a database cannot write: inside the block it is broken, after it well."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def full(table: str) -> Iterator[None]:
    """No file may grow, so nothing reaches SQLite's journal; PostgreSQL says what it says then."""
    if connection.vendor == "sqlite":
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    fail = "BEGIN RAISE EXCEPTION 'No space left' USING ERRCODE = 'disk_full'; END"
    run(f"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ {fail} $$")
    run(f"CREATE TRIGGER fails BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION fail()")
    try:
        yield
    finally:
        run("DROP FUNCTION fail CASCADE")


@contextmanager
def read_only(table: str) -> Iterator[None]:
    sqlite = connection.vendor == "sqlite"
    run("PRAGMA query_only = ON" if sqlite else "SET default_transaction_read_only = on")
    try:
        yield
    finally:
        run("PRAGMA query_only = OFF" if sqlite else "SET default_transaction_read_only = off")


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Somebody else writes and does not end."""
    sqlite = connection.vendor == "sqlite"
    run("PRAGMA busy_timeout = 200" if sqlite else "SET lock_timeout = 200")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            lock = f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"
            cursor.execute("BEGIN IMMEDIATE" if sqlite else lock)
            yield
    finally:
        other.close()


@contextmanager
def lost_table(table: str) -> Iterator[None]:
    run(f"ALTER TABLE {table} RENAME TO mislaid")
    try:
        yield
    finally:
        run(f"ALTER TABLE mislaid RENAME TO {table}")


@contextmanager
def moved(table: str) -> Iterator[None]:
    """While it is open, as by a hand that tidies up."""
    file = Path(connection.settings_dict["NAME"])
    elsewhere = file.rename(file.with_suffix(".away"))
    try:
        yield
        assert not file.exists(), "an empty database stands in the place of the lost one"
    finally:
        elsewhere.rename(file)


@contextmanager
def no_database(table: str) -> Iterator[None]:
    """Something else lies in its place."""
    file = Path(connection.settings_dict["NAME"])
    elsewhere = file.rename(file.with_suffix(".away"))
    file.write_text("This is no database. " * 1000)
    try:
        yield
    finally:
        elsewhere.rename(file)


WAYS: list[Callable[..., object]] = [full, read_only, locked, lost_table]
WAYS += [moved, no_database] if connection.vendor == "sqlite" else []

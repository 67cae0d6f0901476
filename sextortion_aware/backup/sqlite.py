"""SQLite by its own online backup, in one reading transaction that keeps no writer waiting."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.db import connection
from django.db.backends.sqlite3._functions import register

from sextortion_aware.backup import BackupError, counts
from sextortion_aware.backup.files import of_sqlite

PATIENCE = 60  # for a lock


def here() -> Path:
    return Path(connection.settings_dict["NAME"])


def opened(path: Path) -> "closing[sqlite3.Connection]":
    """Read only: never made anew where there is none."""
    file = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=PATIENCE)
    register(file)  # the constraints of our tables call Django's functions
    return closing(file)


def snapshot(to: Path) -> tuple[dict[str, int], list[str]]:
    try:
        with opened(here()) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, and none beside it
        return looked_through(to)
    except sqlite3.Error as problem:
        raise BackupError(f"The database was not copied: {problem}.") from None


def looked_through(file: Path) -> tuple[dict[str, int], list[str]]:
    with opened(file) as database:
        [[found], *_] = database.execute("PRAGMA integrity_check(1)").fetchall()
        if found != "ok":
            raise BackupError("SQLite says that the database is damaged: PRAGMA integrity_check.")
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = [name for [name] in database.execute(names)]
        rows = {name: database.execute(counts.how_many(name)).fetchone()[0] for name in tables}
        known = counts.MIGRATIONS in tables
        return rows, [name for [name] in database.execute(counts.MADE_BY)] if known else []


def put_back(file: Path, expected: dict[str, int]) -> None:
    """Looked through before it takes the place of the empty one."""
    try:
        found, _ = looked_through(file)
    except sqlite3.Error as problem:
        raise BackupError(f"The backup holds no database of SQLite: {problem}.") from None
    counts.refuse_others(found, expected)
    connection.close()
    for beside in of_sqlite(here()):
        beside.unlink(missing_ok=True)
    file.chmod(0o600)
    here().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    moved(file, here())


def moved(file: Path, to: Path) -> None:
    """VAR_DIR may be on another disk than the database."""
    half_made = to.with_name(f"{to.name}.new")
    with file.open("rb") as source, open(half_made, "wb", opener=for_owner) as written:
        while piece := source.read(1 << 20):
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
    half_made.replace(to)


def for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

"""SQLite that notices when its file is taken away.

An open file is still there for whoever has it open, so SQLite goes on writing into one that was
moved or deleted, and what was "saved" is lost. And it makes an empty database where it finds none.
See docs/decisions/0022-limits-that-tell-the-truth.md.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.db.backends.sqlite3 import base

from sextortion_aware.databases.slow import note_when_slow

Identity = tuple[int, int]


class DatabaseWrapper(base.DatabaseWrapper):
    file: str = ""
    opened: Identity | None = None

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        self.execute_wrappers.append(note_when_slow)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self.file = self.find_file()
        if self.file:
            # Whoever migrates makes the file; anybody else would make an empty one for a lost one.
            mode = "rwc" if settings.ROLE == "migration" else "rw"
            if mode == "rwc":
                Path(self.file).parent.mkdir(parents=True, exist_ok=True)
            params["database"] = f"{Path(self.file).as_uri()}?mode={mode}"
        return params

    def find_file(self) -> str:
        """Of a database in memory, or one named by an address, there is no file to watch."""
        name = str(self.settings_dict["NAME"])
        has_file = not self.is_in_memory_db() and not name.startswith("file:")
        return str(Path(name).absolute()) if has_file else ""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        self.opened = identity_of(self.file)
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        """Asked before each request, where no error becomes a page: it only lets go."""
        if self.connection is not None and not self.in_atomic_block and self.is_lost():
            self.close()
        super().close_if_unusable_or_obsolete()

    def ensure_connection(self) -> None:
        """Between transactions it lets go of a lost file and opens what now lies in its place."""
        if self.connection is not None and not self.in_atomic_block and self.is_lost():
            self.close()
        super().ensure_connection()

    def _commit(self) -> None:
        if self.is_lost():
            raise OperationalError("the database file was moved away")
        super()._commit()  # type: ignore[misc]  # the stubs leave it out

    def is_lost(self) -> bool:
        """Asked before every statement: two microseconds."""
        return bool(self.file) and identity_of(self.file) != self.opened


def identity_of(file: str) -> Identity | None:
    try:
        found = os.stat(file)  # noqa: PTH116  (a Path is four times slower)
    except OSError:
        return None
    return found.st_dev, found.st_ino

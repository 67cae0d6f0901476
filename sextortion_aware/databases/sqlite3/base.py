"""SQLite that notices when its file is taken away. docs/decisions/0022-limits-that-tell-the-truth.md

An open file is still there for whoever has it open, so SQLite goes on writing into one that was moved
or deleted, and what was "saved" is lost. And it makes an empty database where it finds none.
"""

import sqlite3
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

Identity = tuple[int, int]


class DatabaseWrapper(base.DatabaseWrapper):
    opened: Identity | None = None

    def prepare_database(self) -> None:
        """Django calls it as `migrate` begins: nothing else makes a file."""
        super().prepare_database()
        if self.path and not self.path.exists():
            self.path.touch()

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if self.path:
            params["database"] = f"{self.path.absolute().as_uri()}?mode=rw"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        self.opened = self.identity()
        return connection

    def ensure_connection(self) -> None:
        """Between transactions it lets go of a lost file and opens what now lies in its place."""
        if self.connection is not None and not self.in_atomic_block and self.is_lost():
            self.close()
        super().ensure_connection()

    def _commit(self) -> None:
        if self.is_lost():
            raise OperationalError("the database file was moved away")
        super()._commit()  # type: ignore[misc]  # the stubs leave it out

    @property
    def path(self) -> Path | None:
        """Of a database in memory, or with an address of its own, there is no file to watch."""
        name = str(self.settings_dict["NAME"])
        return None if self.is_in_memory_db() or name.startswith("file:") else Path(name)

    def is_lost(self) -> bool:
        return self.path is not None and self.identity() != self.opened

    def identity(self) -> Identity | None:
        try:
            found = self.path.stat() if self.path else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

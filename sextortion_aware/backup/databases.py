"""A snapshot of the database while the site writes, and the way back into an empty one."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from sextortion_aware.backup import BackupError, postgresql, sqlite

# What `migrate` fills, or only counts.
SAYS_NOTHING = {"django_migrations", "django_content_type", "auth_permission", "cache"}
LEFT_TO_NAME = 3


@dataclass(frozen=True)
class Snapshot:
    rows: dict[str, int]
    migrations: list[str]


def snapshot(to: Path) -> Snapshot:
    made = postgresql if connection.vendor == "postgresql" else sqlite
    rows, migrations = made.snapshot(to)
    if not migrations:
        raise BackupError("The database holds nothing: there is nothing to back up.")
    return Snapshot(rows, migrations)


def refuse_unless_empty() -> None:
    if connection.vendor == "sqlite" and not sqlite.here().exists():
        return
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        filled = sorted(t for t in tables if t not in SAYS_NOTHING and has_rows(cursor, t))
    if filled:
        more = f" and {len(filled) - LEFT_TO_NAME} more" if len(filled) > LEFT_TO_NAME else ""
        raise BackupError(
            f"The database {connection.settings_dict['NAME']} holds rows "
            f"({', '.join(filled[:LEFT_TO_NAME])}{more}): restore into an empty one."
        )


def has_rows(cursor: CursorWrapper, table: str) -> bool:
    # The name comes from the database itself.
    cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
    return cursor.fetchone() is not None


def put_back(file: Path, expected: dict[str, int]) -> None:
    made = postgresql if connection.vendor == "postgresql" else sqlite
    made.put_back(file, expected)

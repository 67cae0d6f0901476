"""How many rows each table has, and which migrations made it."""

from sextortion_aware.backup import BackupError

MIGRATIONS = "django_migrations"
MADE_BY = f"SELECT app || '.' || name FROM {MIGRATIONS} ORDER BY 1"  # noqa: S608
MOST_NAMED = 5


def how_many(table: str) -> str:
    """The name comes from the database itself."""
    quoted = '"' + table.replace('"', '""') + '"'
    return f"SELECT count(*) FROM {quoted}"  # noqa: S608


def refuse_others(found: dict[str, int], expected: dict[str, int]) -> None:
    tables = sorted(found.keys() | expected.keys())
    wrong = [table for table in tables if found.get(table) != expected.get(table)]
    if wrong:
        raise BackupError(
            f"The rows are not those that were backed up: {', '.join(wrong[:MOST_NAMED])}."
        )

"""PostgreSQL by its own pg_dump and pg_restore."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.utils import CursorWrapper

from sextortion_aware.backup import BackupError, counts

AS_ANYBODY = ("--no-owner", "--no-privileges")
LONGEST_REASON = 200


def snapshot(to: Path) -> tuple[dict[str, int], list[str]]:
    """pg_dump and the counts see the same moment, whatever is written meanwhile."""
    refuse_older_tool("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [moment] = cursor.fetchone()
        where, name = address()
        written = (f"--snapshot={moment}", f"--file={to}", name)
        run("pg_dump", "--format=custom", *AS_ANYBODY, *where, *written)
        rows = counted(cursor)
        if counts.MIGRATIONS in rows:
            cursor.execute(counts.MADE_BY)
            migrations = [row[0] for row in cursor.fetchall()]
        else:
            migrations = []
    run("pg_restore", "--file=/dev/null", str(to))  # reads it to its end
    return rows, migrations


def counted(cursor: CursorWrapper) -> dict[str, int]:
    rows = {}
    for table in connection.introspection.table_names(cursor):
        cursor.execute(counts.how_many(table))
        [rows[table]] = cursor.fetchone()
    return rows


def put_back(file: Path, expected: dict[str, int]) -> None:
    refuse_older_tool("pg_restore")
    with transaction.atomic(), connection.cursor() as cursor:
        refuse_company(cursor)
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
    connection.close()
    where, name = address()
    whole = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists")
    run("pg_restore", *whole, *AS_ANYBODY, *where, f"--dbname={name}", str(file))
    with connection.cursor() as cursor:
        counts.refuse_others(counted(cursor), expected)


def refuse_company(cursor: CursorWrapper) -> None:
    """A worker beside it would send what waits in the backup."""
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    if cursor.fetchone() != (0,):
        raise BackupError("Something else is connected to the database: stop the site first.")


def address() -> tuple[list[str], str]:
    arguments, _ = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments[1:-1], arguments[-1]


def run(tool: str, *arguments: str) -> str:
    """The password is in the environment: everybody on a machine may read arguments."""
    found = shutil.which(tool)
    if found is None:
        raise BackupError(
            f"{tool} is missing: install it with `sudo apt install postgresql-client`."
        )
    _, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    done = subprocess.run(  # noqa: S603  (our own words, and no shell)
        [found, *arguments],
        env=os.environ | (secrets or {}) | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        # The first line alone: those below may hold the words of a row.
        reason = (done.stderr.splitlines() or [f"it ended with {done.returncode}"])[0]
        raise BackupError(f"{tool} failed: {reason[:LONGEST_REASON].removeprefix(f'{tool}: ')}")
    return done.stdout


def refuse_older_tool(tool: str) -> None:
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10_000
    words = run(tool, "--version").split()  # pg_dump (PostgreSQL) 15.20 (Debian …)
    ours = next((word for word in words if word[0].isdigit()), "0").partition(".")[0]
    if int(ours) < server:
        raise BackupError(
            f"{tool} is of version {ours} and the database of version {server}: "
            f"install postgresql-client-{server}."
        )

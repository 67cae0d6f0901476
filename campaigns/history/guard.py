"""The database itself refuses to rewrite or delete history, whatever the code says.

Both databases; see docs/decisions/0014 and 0043.

Two things are let through, for campaigns/privacy/forget.py. Words of a reason may be blotted out:
for a session what is left must be what stood there, with "…" for each piece taken out; for a talk
request the whole may become NOT_KEPT. Nothing else of a row can change, and no other words can come
in. And a line of FORGOTTEN_KINDS about no session, talk request or import may be deleted when it is
older than FORGET_TRAIL_AFTER_MONTHS by the clock of the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from campaigns.history.kinds import FORGOTTEN_KINDS

TABLE = "campaigns_change"
NOT_KEPT = "The words are no longer kept."
TRIGGERS = ("change_not_rewritten", "change_not_deleted")

# What is left of the old words, read as a pattern: each "…" stands for a piece taken out.
_LEFT_OVER = (
    "OLD.reason LIKE "
    r"replace(replace(replace(replace(NEW.reason, '\', '\\'), '%', '\%'), '_', '\_'), '…', '%') "
    r"ESCAPE '\'"
)
_BLOTTED = (
    f"(OLD.talk_request_id IS NOT NULL AND OLD.reason <> '' AND NEW.reason = '{NOT_KEPT}') "
    f"OR ({_LEFT_OVER})"
)

_MONTHS = settings.FORGET_TRAIL_AFTER_MONTHS
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(FORGOTTEN_KINDS))
_FORGETTABLE = (
    f"OLD.kind IN ({_KINDS}) AND OLD.session_id IS NULL AND OLD.talk_request_id IS NULL "
    "AND OLD.batch_id IS NULL AND OLD.at < "
)

_EACH_ROW = "FOR EACH ROW EXECUTE FUNCTION campaigns_change_guard()"
_POSTGRES = (
    f"""
    CREATE OR REPLACE FUNCTION campaigns_change_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF {_FORGETTABLE} now() - interval '{_MONTHS} months' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'History is not deleted'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason' AND ({_BLOTTED}) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'History is not rewritten' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"CREATE TRIGGER change_not_rewritten BEFORE UPDATE ON {TABLE} {_EACH_ROW}",
    f"CREATE TRIGGER change_not_deleted BEFORE DELETE ON {TABLE} {_EACH_ROW}",
)


def put_up(database: BaseDatabaseWrapper) -> None:
    """To be called again at the end of a migration that makes the table anew.

    On SQLite most of those that alter it do.
    """
    take_down(database)
    is_postgres = database.vendor == "postgresql"
    statements = _POSTGRES if is_postgres else _sqlite(_columns(database))
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_down(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(
                f"DROP TRIGGER IF EXISTS {name} ON {TABLE}"
                if database.vendor == "postgresql"
                else f"DROP TRIGGER IF EXISTS {name}"
            )


@contextmanager
def lifted() -> Iterator[None]:
    """For the demonstration's reset and for tests.

    No page leads here. If anything fails, the guard stands as before.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # A table with checks still to do cannot be altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        take_down(connection)
        yield
        put_up(connection)


def _columns(database: BaseDatabaseWrapper) -> list[str]:
    with database.cursor() as cursor:
        return [
            column.name for column in database.introspection.get_table_description(cursor, TABLE)
        ]


def _sqlite(columns: list[str]) -> tuple[str, str]:
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in columns if name != "reason")
    return (
        f"CREATE TRIGGER change_not_rewritten BEFORE UPDATE ON {TABLE} "
        f"WHEN NOT ({same} AND ({_BLOTTED})) "
        "BEGIN SELECT RAISE(ABORT, 'History is not rewritten'); END",
        f"CREATE TRIGGER change_not_deleted BEFORE DELETE ON {TABLE} "
        f"WHEN NOT ({_FORGETTABLE} datetime('now', '-{_MONTHS} months')) "
        "BEGIN SELECT RAISE(ABORT, 'History is not deleted'); END",
    )

"""Whether an error says that the database is away: the same answer for pages and for the worker."""

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

# Locked, stopped, cut, full; and InternalError for a PostgreSQL that may only be read.
DATABASE_IS_AWAY = (OperationalError, InterfaceError, InternalError)
LOST_TABLE = "42P01"


def database_is_away(problem: BaseException | None) -> bool:
    """An answer that broke off and a file that is no database have no class of their own.

    A lost table is an OperationalError on SQLite; PostgreSQL has it among our mistakes.
    """
    reason = problem.__cause__ if problem else None  # the driver's; Django's own errors have none
    nameless = type(problem) is DatabaseError and reason is not None
    lost_table = getattr(reason, "pgcode", "") == LOST_TABLE
    return isinstance(problem, DATABASE_IS_AWAY) or nameless or lost_table

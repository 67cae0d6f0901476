"""A view that is run to draw a form as it was typed, and that writes nothing.

The forms say that they are not valid, so the view draws them again with all that is in them. And
whatever would write is refused at the database, so that no view can forget it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

READS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")

_drawn: ContextVar[object | None] = ContextVar("drawn", default=None)
_may_write: ContextVar[bool] = ContextVar("may_write", default=False)


class WouldWrite(Exception):
    """What was sent would have been carried out."""


@contextmanager
def only_drawn(looked_at: object) -> Iterator[None]:
    """`looked_at` is the query of the address: a filter that is read from it filters as ever."""
    token = _drawn.set(looked_at)
    try:
        with nothing_written():
            yield
    finally:
        _drawn.reset(token)


@contextmanager
def nothing_written() -> Iterator[None]:
    with connection.execute_wrapper(_refuse):
        yield


@contextmanager
def noted_anyway() -> Iterator[None]:
    """For a line about who looked: whoever sees a page as typed has looked as well."""
    token = _may_write.set(True)
    try:
        yield
    finally:
        _may_write.reset(token)


def is_only_drawn(data: object) -> bool:
    looked_at = _drawn.get()
    return looked_at is not None and data is not looked_at


def _refuse(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
    if not _may_write.get() and not sql.lstrip().upper().startswith(READS):
        raise WouldWrite
    return execute(sql, *given)

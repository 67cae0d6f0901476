"""The clock of what is done: the machine's, but in the demonstration.

Nobody else may hold it (tests/test_architecture.py), so no page dates history.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_stands_at: ContextVar[datetime | None] = ContextVar("stands_at", default=None)


def clock() -> datetime:
    return _stands_at.get() or timezone.now()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """For what runs inside, and for nothing beside it: another thread has its own."""
    before = _stands_at.set(moment)
    try:
        yield
    finally:
        _stands_at.reset(before)

"""For work that nobody waits for in front of a screen: it waits for a database that is away."""

import contextlib
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import Error, connection

from sextortion_aware.databases.away import DATABASE_IS_AWAY

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

Result = TypeVar("Result")


def outlast(deed: Callable[[], Result]) -> Result:
    """Tries again, with growing pauses, until the database lets it. Says so at the beginning and at
    the end, with the class alone: the text of such an error can hold a row."""
    pause, began = FIRST_PAUSE, 0.0
    while True:
        try:
            result = deed()
        except DATABASE_IS_AWAY as problem:
            if not began:
                began = time.monotonic()
                log.warning("Work waits: the database is away (%s).", type(problem).__name__)
            drop_connection()
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            if began:
                seconds = time.monotonic() - began
                log.warning("Work goes on: the database is back after %.0f s.", seconds)
            return result


def drop_connection() -> None:
    """Whatever state it is in: the next query opens a new one."""
    with contextlib.suppress(Error):
        connection.close()

"""Django's PostgreSQL, but for a database that has gone silent.

Neither statement_timeout nor tcp_user_timeout ends the wait for a server whose kernel still
answers while it does not: psycopg2 waits for ever. Its wait callback lets us do the waiting. COPY
does not work with it (docs/decisions/0021); migrations have none.
"""

import select
import time
from typing import Any

import psycopg2
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg2 import extensions

from sextortion_aware.databases.slow import note_when_slow

FOR_EVER = 10.0**9
EVENTS = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}


def wait(connection: extensions.connection) -> None:
    """psycopg2 closes the connection when this raises, so nothing half-read is left in it."""
    is_new = connection.status == extensions.STATUS_SETUP
    seconds = (settings.LIMITS.connect if is_new else settings.LIMITS.answer) or FOR_EVER
    until = time.monotonic() + seconds
    while (state := connection.poll()) != extensions.POLL_OK:
        poller = select.poll()  # no select(): it knows no file numbers above 1023
        poller.register(connection.fileno(), EVENTS[state])
        if not poller.poll(max(0.0, until - time.monotonic()) * 1000):
            raise psycopg2.OperationalError(f"no answer from the database in {seconds} seconds")


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        self.execute_wrappers.append(note_when_slow)


if settings.LIMITS.answer:
    extensions.set_wait_callback(wait)

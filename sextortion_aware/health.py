"""What an operator must hear of: the database, the disk, the queue, the night's work.

/readyz says what stops work now. The worker calls `report` once a minute: one line when something
begins and one when it is over.
"""

import logging
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from sextortion_aware.nightly import last_success

log = logging.getLogger(__name__)

QUEUE_MAY_BE = timedelta(minutes=10)
# The timer is at a quarter past three; a machine that was off makes up for it within the hour.
NIGHT_MAY_BE = timedelta(hours=26)
PROBE_BYTES = b"0" * 4096
LOCK_SECONDS = 0.5

known: set[str] = set()


def nobody(_: str) -> None:
    pass


def report() -> None:
    """Seen again in the next minute, the same thing is no news."""
    found = dict([*what_stops_work(), *what_should_be_looked_at()])
    for part, words in found.items():
        if part not in known:
            log.error("%s: %s", part, words)
    for part in known - found.keys():
        log.warning("%s: well again", part)
    known.clear()
    known.update(found)


def what_stops_work(looks_at: Callable[[str], None] = nobody) -> Iterator[tuple[str, str]]:
    """Pairs of the part and what is wrong with it, in words without anybody's data.

    `looks_at` hears of each part first: one that never answers can be named all the same.
    """
    looks_at("database")
    try:
        yield from wrong_with_database()
        yield from wrong_with_queue(timezone.now())
    except (DatabaseError, InterfaceError) as error:
        yield "database", f"does not answer ({type(error).__name__})"
    looks_at("disk")
    yield from wrong_with_disk()


def what_should_be_looked_at() -> Iterator[tuple[str, str]]:
    last = last_success(settings.VAR_DIR)
    if timezone.now() - (last or installed_at()) > NIGHT_MAY_BE:
        seen = f"last came on {last:%-d %B %Y at %H:%M} UTC" if last else "has never come"
        yield "nightly run", f"{seen}: nothing is forgotten and no held date lapses without it"


def installed_at() -> datetime:
    """A site of today has had no night yet. While the database is away, that is the news."""
    try:
        first = MigrationRecorder.Migration.objects.order_by("applied").first()
    except (DatabaseError, InterfaceError):
        first = None
    return first.applied if first else timezone.now()


def wrong_with_database() -> Iterator[tuple[str, str]]:
    """Whether it takes writes, and without writing: a standby and a locked file answer reads."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_setting('transaction_read_only')")
            if cursor.fetchone() == ("on",):
                yield "database", "cannot be written to"
        elif not is_in_memory(connection.settings_dict["NAME"]):
            yield from wrong_with_file(str(connection.settings_dict["NAME"]))


def is_in_memory(name: object) -> bool:
    return ":memory:" in str(name) or "mode=memory" in str(name)  # as Django asks itself


def wrong_with_file(name: str) -> Iterator[tuple[str, str]]:
    """On a connection of its own, so that no page has to wait as briefly."""
    try:
        address = f"{Path(name).absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=LOCK_SECONDS)) as own:
            own.isolation_level = None
            own.execute("BEGIN IMMEDIATE")
            own.execute("ROLLBACK")
    except sqlite3.Error as error:
        yield "database", f"cannot be written to ({error.sqlite_errorname})"


def wrong_with_queue(now: datetime) -> Iterator[tuple[str, str]]:
    """The oldest job that could have begun and has not."""
    at_once = Q(run_after=get_date_max())
    waiting = DBTaskResult.objects.ready().aggregate(
        at_once=Min("enqueued_at", filter=at_once), later=Min("run_after", filter=~at_once)
    )
    waited = max((now - since for since in waiting.values() if since), default=timedelta(0))
    if waited > QUEUE_MAY_BE:
        minutes = waited // timedelta(minutes=1)
        yield "queue", f"a job has waited for {minutes} minutes: is the worker running?"


def wrong_with_disk() -> Iterator[tuple[str, str]]:
    try:
        with tempfile.TemporaryFile(dir=settings.VAR_DIR) as probe:
            probe.write(PROBE_BYTES)
            probe.flush()
    except OSError as error:
        yield "disk", f"{settings.VAR_DIR.name} cannot be written to ({error.strerror})"

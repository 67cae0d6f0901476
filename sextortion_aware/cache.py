"""Where limits are counted and used codes are marked: a count changes in one piece, and an error is
raised, never an answer.

Django's own database cache says "no" for every error, so a full disk looked like too many tries.
See docs/decisions/0022-limits-that-tell-the-truth.md.
"""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

Moments = list[float]
Change = Callable[[Moments], Moments]

MOST_ROUNDS = 100  # each is lost to somebody whose change was written, so it ends far sooner
SECONDS_FOR_REDIS = 2

READ = "SELECT value FROM {table} WHERE cache_key = %s"
WRITE_IF_UNCHANGED = """
    INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%s, %s, %s)
    ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
    WHERE kept.value = %s
"""


class Once:
    """allauth marks a used code with `add`, and takes "no" for "it was used". Django's own answers
    "no" to every error, and what Redis raises is no database error.
    """

    change: Callable[[str, Change, int], None]

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """True for the first who adds it, for all workers, until it runs out."""
        is_first = False

        def mark(until: Moments) -> Moments:
            nonlocal is_first
            is_first = not stands(until)
            return [time.time() + timeout] if is_first else until

        self.change(key, mark, timeout)
        return is_first

    def is_added(self, key: str) -> bool:
        found: Moments = []

        def look(until: Moments) -> Moments:
            found[:] = until
            return until

        self.change(key, look, 1)
        return stands(found)


def stands(until: Moments) -> bool:
    return bool(until) and until[0] > time.time()


class DatabaseCounts(Once, DatabaseCache):
    _table: str

    def change(self, key: str, change: Change, seconds: int) -> None:
        """One query reads, one writes if nobody wrote in between: no lock is held."""
        name = self.make_and_validate_key(key)
        table = connection.ops.quote_name(self._table)
        for _ in range(MOST_ROUNDS):
            with connection.cursor() as cursor:
                cursor.execute(READ.format(table=table), [name])
                rows = cursor.fetchall()
                before = rows[0][0] if rows else "[]"
                after = json.dumps(change(json.loads(before)))
                if after == before:
                    return
                ends = timezone.now().replace(microsecond=0) + timedelta(seconds=seconds)
                expires = connection.ops.adapt_datetimefield_value(ends)
                values = [name, after, expires, before]
                cursor.execute(WRITE_IF_UNCHANGED.format(table=table), values)
                if cursor.rowcount == 1:
                    return
        raise OperationalError("others kept changing this count")


class RedisCounts(Once, RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        """Its client waits without end unless it is told, and then tries again and again."""
        within = {"socket_timeout": SECONDS_FOR_REDIS, "socket_connect_timeout": SECONDS_FOR_REDIS}
        super().__init__(server, {**params, "OPTIONS": {**within, "retry": None}})

    def change(self, key: str, change: Change, seconds: int) -> None:
        """What watches the key tries again for as long as others were quicker."""
        name = self.make_and_validate_key(key)

        def act(pipe: Any) -> None:
            before = json.loads(pipe.get(name) or "[]")
            after = change(before)
            pipe.multi()
            if after != before:
                pipe.set(name, json.dumps(after), ex=seconds)

        library: Any = self._cache._lib  # type: ignore[attr-defined]  # the stubs leave it out
        try:
            self._cache.get_client(name, write=True).transaction(act, name)
        except library.RedisError as problem:
            raise OperationalError("the counts cannot be reached") from problem


def hashed_key(key: str, prefix: str, version: int) -> str:
    """Cache keys tell who tried what from where; the table that holds them must not."""
    return salted_hmac("cache key", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()

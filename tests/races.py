"""Two people at once: real threads, each with a connection of its own, on both databases."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

PATIENT = {
    "sqlite": {"timeout": 60},
    "postgresql": {"options": "-c statement_timeout=60000 -c lock_timeout=60000"},
}


@pytest.fixture
def database_for_threads(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Threads cannot share SQLite's test database in memory the way processes share a file, so it
    is copied to one.

    They wait for a lock as long as a slow machine needs: how soon the site gives up is no part of a
    race.
    """
    monkeypatch.setitem(
        connections.settings["default"],
        "OPTIONS",
        connection.settings_dict["OPTIONS"] | PATIENT[connection.vendor],
    )
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connections["default"], connection.settings_dict["NAME"]
    with sqlite3.connect(tmp_path / "race.sqlite3") as file:
        in_memory.connection.backup(file)
    file.close()
    connections.settings["default"]["NAME"] = str(tmp_path / "race.sqlite3")
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"]["NAME"] = name
        connections["default"] = in_memory


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job returned or raised."""
    barrier = threading.Barrier(len(jobs))
    outcomes: list[Any] = [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        barrier.wait(timeout=60)
        try:
            outcomes[place] = job()
        except Exception as problem:
            outcomes[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes

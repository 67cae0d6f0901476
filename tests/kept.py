"""What costs seconds to make is made once a run, by the first worker that asks for it."""

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

FOLDER = "TESTS_MADE_ONCE"  # in the environment, from the first process of a run to its workers
Made = TypeVar("Made")


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One worker after the other, for this file: what is made may need another that is kept."""
    with file.with_name(f"{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def kept(make: Callable[[], Made]) -> Made:
    """What `make` makes, for all workers. Nobody may change it."""
    folder = Path(os.environ[FOLDER])
    file = folder / f"{make.__module__}.{make.__qualname__}"
    with alone(file):
        if not file.exists():
            file.write_bytes(pickle.dumps(make()))
        return pickle.loads(file.read_bytes())

"""One line for each fault: its class, its place in our code, a number that the page shows too.

Never what somebody typed, an address or a token: so neither an error's text nor any value. No
Django here, because the front has faults too.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = "site-packages"
# Without letters and digits that are taken for one another when read out on the telephone.
ALPHABET = "23456789BCDFGHJKMPQRTVWXY"
# Within this time the same part failing again is the same outage.
SAME_OUTAGE_SECONDS = 60.0


def new_number() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


def note(error: BaseException | None) -> str:
    """Returns the fault's number."""
    number = new_number()
    log.error("Fault %s: %s", number, described(error))
    return number


def described(error: BaseException | None) -> str:
    return f"{type(error).__name__} at {place(error.__traceback__)}" if error else "unknown"


def is_ours(file: Path) -> bool:
    """Not what stands between us and every query: it would be the place of each of its faults."""
    return (
        file.is_relative_to(ROOT)
        and INSTALLED not in file.parts
        and not file.is_relative_to(ROOT / "sextortion_aware/databases")
        and file.name != "manage.py"
    )


def place(trace: TracebackType | None) -> str:
    """The innermost line of our own code; of another's only when ours has no part in it."""
    frames = [
        (Path(frame.f_code.co_filename), line, frame.f_code.co_name)
        for frame, line in walk_tb(trace)
    ]
    ours = [each for each in frames if is_ours(each[0])]
    if not frames:
        return "an unknown place"
    file, line, name = (ours or frames)[-1]
    return f"{file.relative_to(ROOT) if ours else file.name}:{line} in {name}"


class Outages:
    """A part that is away fails every request: one line for all of them, and one number."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.lock = clock, threading.Lock()
        self.known: dict[str, tuple[str, float]] = {}

    def note(self, what: str, error: BaseException | None) -> str:
        with self.lock:
            number, seen = self.known.get(what, ("", -SAME_OUTAGE_SECONDS))
            is_new = self.clock() - seen >= SAME_OUTAGE_SECONDS
            self.known[what] = (new_number() if is_new else number, self.clock())
        number = self.known[what][0]
        if is_new:
            log.error("Outage %s of the %s: %s", number, what, described(error))
        return number


outages = Outages()

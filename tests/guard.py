"""Ends what would never end: a test that hangs says less than one that fails."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class StillBusy(BaseException):
    """No Exception, which code under test may catch with its own."""


@contextmanager
def cpu_seconds(most: float = 20) -> Iterator[None]:
    """Counts what this process computes and not what the clock says, so a slow machine fails no
    test.

    Python's own patterns look for signals while they search, so they are cut short in the middle.
    """

    def stop(*_):
        raise StillBusy(f"busy for {most} seconds of CPU: a time that should be milliseconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

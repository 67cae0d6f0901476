"""What is done to the site; README.md says how. Each deed ends what it began, whatever happens."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from tests.drill.databases import NotDone
from tests.drill.processes import send, wait_for
from tests.drill.shapes import RunShape, Shape
from tests.drill.strangers import crowd, half_form, slow_headers, slow_readers
from tests.drill.table import Row
from tests.drill.typed import typed_fields

KILL_PARDON, STOP_PARDON = 2, 10
BACK_SECONDS = 40  # pauses between starts may grow
SETTLE_SECONDS = 1


Act = Callable[[Shape, Row], None]
Pids = Callable[[Shape], list[int]]


@dataclass(frozen=True)
class Deed:
    """`act` writes what went wrong into the row, or raises NotDone."""

    name: str
    act: Act
    is_watched: bool = True


def lasting(seconds: float, around: Callable[[Shape], AbstractContextManager[None]]) -> Act:
    def act(shape: Shape, row: Row) -> None:
        with around(shape):
            time.sleep(seconds)

    return act


@contextmanager
def nothing(shape: Shape) -> Iterator[None]:
    yield


@contextmanager
def stopped(shape: Shape) -> Iterator[None]:
    pids = shape.workers()
    send(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        send(pids, signal.SIGCONT)


def with_stop_pardon(act: Act) -> Act:
    def pardoned(shape: Shape, row: Row) -> None:
        if not shape.keeps_advice:
            row.pardon.give(time.monotonic(), STOP_PARDON)
        act(shape, row)

    return pardoned


def spin(shape: Shape, row: Row) -> None:
    """Behind a web server it may go on until an operator ends it; `make run` sees to it itself."""
    spinning = shape.workers()
    for _ in range(2 * len(spinning)):
        shape.spin()
    time.sleep(STOP_PARDON + 3)
    if shape.keeps_advice:
        send([pid for pid in shape.workers() if pid in spinning], signal.SIGKILL)


def kills(number: int, of: Pids, *, serves: bool) -> Act:
    """Each after the one before has been made good."""

    def act(shape: Shape, row: Row) -> None:
        for turn in range(number):
            if not wait_for(lambda: of(shape), BACK_SECONDS):
                row.problems.append("nobody is there to be killed")
                return
            pids, known = of(shape), shape.pids()
            if serves and not shape.keeps_advice:
                row.pardon.give(time.monotonic(), KILL_PARDON)
            send(pids, signal.SIGKILL)
            if not wait_for(lambda known=known: set(of(shape)) - set(known), BACK_SECONDS):
                row.problems.append(f"not started again after kill {turn + 1} of {number}")
                return
            time.sleep(KILL_PARDON if serves else SETTLE_SECONDS)

    return act


def end_of_supervisor(number: signal.Signals) -> Act:
    def act(shape: Shape, row: Row) -> None:
        if not isinstance(shape, RunShape):
            raise NotDone("systemd ends what a unit started")
        if left := shape.end_supervisor(number):
            row.problems.append(f"{len(left)} processes were left behind")
        shape.stop()
        shape.start()

    return act


def deeds(kill_number: int) -> list[Deed]:
    times = {5: "five", 20: "twenty"}.get(kill_number, str(kill_number))
    servers = kills(kill_number, lambda s: s.servers(), serves=True)
    workers = kills(kill_number, lambda s: s.workers(), serves=True)
    mail_workers = kills(kill_number, lambda s: s.mail_workers(), serves=False)
    return [
        Deed("nothing (undisturbed)", lasting(6, nothing)),
        Deed("200 half-sent forms", lasting(8, lambda s: crowd(s.site, 200, half_form(s.site)))),
        Deed(
            "200 forms, a byte a second",
            lasting(8, lambda s: crowd(s.site, 200, half_form(s.site, b"b"))),
        ),
        Deed("200 slow headers", lasting(6, lambda s: crowd(s.site, 200, slow_headers(s.site)))),
        Deed("40 slow readers", lasting(6, lambda s: crowd(s.site, 40, slow_readers(s.site)))),
        Deed("silent database", lasting(12, lambda s: s.database.silent())),
        Deed("no database: moved or refusing", lasting(8, lambda s: s.database.refused())),
        Deed("database locked for 30 s", lasting(30, lambda s: s.database.locked())),
        Deed("full disk", lasting(8, lambda s: s.full_disk())),
        # After the database's deeds: a spreadsheet is read by the worker, which must have lived.
        Deed("worst words in every field", typed_fields),
        Deed("Django stopped", with_stop_pardon(lasting(STOP_PARDON + 3, stopped))),
        Deed("Django spinning", with_stop_pardon(spin)),
        Deed(f"{times} kills of granian", servers),
        Deed(f"{times} kills of its workers", workers),
        Deed(f"{times} kills of the mail worker", mail_workers),
        Deed("terminal closed (SIGHUP)", end_of_supervisor(signal.SIGHUP), is_watched=False),
        Deed("make run killed", end_of_supervisor(signal.SIGKILL), is_watched=False),
    ]

"""The production server. Its processes that die, stop or spin are replaced, without end.

granian does the work. What is added here: one queue of connections for all of its processes, so
that those which wait are taken up by another; a look at each process every second; no giving up.
"""

import argparse
import contextlib
import importlib
import logging
import multiprocessing
import os
import select
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer
from tied import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# How long a request may take to end once the server is told to stop. Less than STOP_SECONDS of
# local.py and TimeoutStopSec of the unit: with a half-sent request the server needs a moment more.
WORKER_STOP_SECONDS = 18
# A process that says nothing for so long is stopped, or something in it never lets go of Python.
# With the second until somebody looks, it is replaced within ten.
SILENT_SECONDS = 6.0
# All is quiet inside, and yet nobody is answered: then whoever runs this server starts it anew.
UNANSWERED_SECONDS = 60.0
# A process that cannot start is tried again at once a few times, then with growing pauses.
QUICK_TRIES, FIRST_PAUSE, LONGEST_PAUSE = 3, 0.5, 10.0
STOPPING = (signal.SIGINT, signal.SIGTERM)
WORD = struct.Struct("i")  # a process's number as a sign of life, or minus it once it can serve

log = logging.getLogger("serve")


class Server(MPServer):
    def __init__(
        self, application: str, *, port: int | None, uds: Path | None, workers: int, threads: int
    ) -> None:
        super().__init__(
            application,
            address=HOST,
            port=port or 0,
            uds=uds,
            uds_permissions=0o660,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            http=HTTPModes.http1,
            websockets=False,
            log_level=LogLevels.error,
            workers_kill_timeout=WORKER_STOP_SECONDS,
        )
        self.vain_starts = 0

    def _init_shared_socket(self) -> None:
        """As granian does it on every other system. Its way on Linux is a queue for each process:
        what waits in the queue of one that is stopped would wait with it, every second reader."""
        super()._init_shared_socket()  # type: ignore[no-untyped-call]  # granian has no types here
        if self._ssp and not self._shd:
            held: Any = self._ssp.build()
            self._ssp, self._shd = None, held
            self._sso = socket.socket(fileno=held.get_fd())

    def _spawn_workers(self, *args: Any) -> None:
        with held_back():
            super()._spawn_workers(*args)  # type: ignore[no-untyped-call]  # nor here

    def _respawn_workers(self, workers: list[int], *args: Any, **options: Any) -> None:
        self.vain_starts += len(workers)
        if (extra := self.vain_starts - QUICK_TRIES) > 0:
            # An event, so that a server that is told to stop does not sleep first.
            self.main_loop_interrupt.wait(min(FIRST_PAUSE * 2**extra, LONGEST_PAUSE))
        with held_back():
            super()._respawn_workers(workers, *args, **options)
        self.respawned_wrks.clear()  # or granian ends when one dies twice within seconds


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """A process that is told to stop while it begins would lose that word to the handlers that it
    has from its main one, and be waited for in vain. So it hears of it in load().
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def load(words: Connection, main: int, target: str) -> Any:
    """The first thing that runs in each of the server's processes."""
    end_with_parent(main)
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    os.set_blocking(words.fileno(), False)
    threading.Thread(target=beat, args=(words, main), name="beat", daemon=True).start()
    module, _, name = target.partition(":")
    application = getattr(importlib.import_module(module), name)
    say(words, -os.getpid())
    return application


def beat(words: Connection, main: int) -> None:
    while os.getppid() == main:
        say(words, os.getpid())
        time.sleep(1)
    os._exit(1)  # for systems where tied.py cannot keep its promise


def say(words: Connection, number: int) -> None:
    with contextlib.suppress(OSError):  # nobody reads: beat() sees to it
        os.write(words.fileno(), WORD.pack(number))


class Watch:
    """Looks at the server's processes from its main one."""

    def __init__(self, server: Server, words: Connection, *, say_alive: Callable[[], None]) -> None:
        self.server, self.words, self.say_alive = server, words, say_alive
        self.heard: dict[int, float] = {}
        self.looked = self.asked = time.monotonic()
        self.answered: float | None = None

    def run(self) -> None:
        while True:
            self.listen()
            self.judge(time.monotonic())

    def listen(self) -> None:
        if not select.select([self.words], [], [], 1)[0]:
            return
        said = os.read(self.words.fileno(), WORD.size * 1000)
        for (number,) in WORD.iter_unpack(said):
            self.heard[abs(number)] = time.monotonic()
            if number < 0:
                # From now on; one that never could serve has a wrong setting, and has said which.
                self.server.respawn_failed_workers = True
                self.server.vain_starts = 0

    def judge(self, now: float) -> None:
        if now - self.looked > SILENT_SECONDS / 2:
            self.heard.clear()  # this process itself was away: nobody is to blame
        self.looked = now
        alive = {child.pid: child for child in multiprocessing.active_children() if child.pid}
        self.heard = {pid: self.heard.get(pid, now) for pid in alive}
        for pid, moment in self.heard.items():
            if now - moment > SILENT_SECONDS:
                log.error("A process of the server is stuck and is replaced.")
                alive[pid].kill()
        if now - self.asked >= 1:
            self.asked = now
            self.report(now)

    def report(self, now: float) -> None:
        if answers(self.server):
            self.answered = now
        if self.answered and now - self.answered < UNANSWERED_SECONDS:
            self.say_alive()


def answers(server: Server) -> bool:
    """From outside, as anybody would.

    Any answer will do: what it says is not this module's work.
    """
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "localhost"
    asked = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    uds = server.bind_uds
    family = socket.AF_UNIX if uds else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family) as asker:
        asker.settimeout(1)
        asker.connect(str(uds) if uds else (HOST, server.bind_port))
        asker.sendall(asked)
        return asker.recv(5) == b"HTTP/"
    return False


def clear(uds: Path) -> None:
    """A server that was killed leaves its socket behind, and granian does not start over it."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(uds))
        except ConnectionRefusedError:
            uds.unlink(missing_ok=True)
        except OSError:
            pass  # nothing is there
        else:
            sys.exit(f"{uds} is in use: another server answers there.")


def main() -> None:
    # Found once ROOT is in the path, below.
    from sextortion_aware.deadlines import THREADS
    from sextortion_aware.notify import say_alive

    parser = argparse.ArgumentParser(description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--port", type=int, help=f"of {HOST}")
    where.add_argument("--uds", type=Path, help="a Unix socket, for a web server in front")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    parser.add_argument("application", nargs="?", default="sextortion_aware.wsgi:application")
    chosen = parser.parse_args()
    if chosen.uds:
        clear(chosen.uds)
    server = Server(
        chosen.application,
        port=chosen.port,
        uds=chosen.uds,
        workers=chosen.workers,
        threads=THREADS,
    )
    reading, writing = multiprocessing.Pipe(duplex=False)
    watch = Watch(server, reading, say_alive=say_alive)
    threading.Thread(target=watch.run, name="watch", daemon=True).start()
    server.serve(target_loader=partial(load, writing, os.getpid()))


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    main()

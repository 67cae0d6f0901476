"""What the drill is done to: a site with its processes, its database and its disk.

Here `make run`'s; nginx's is in nginx.py.
"""

import contextlib
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drill import processes
from tests.drill.client import HOST, NO_ANSWER, Site, ask
from tests.drill.databases import Postgres, Sqlite
from tests.drill.processes import MARK, below, command, end_marked, marked, parent, wait_for
from tests.drill.readers import Reference, look_around, what_is_not_well
from tests.drill.spinning import ADDRESS

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("PATH", "HOME", "LANG")
SERVER, MAIL_WORKER = ("granian", "deploy/serve.py"), ("db_worker", "run_worker")
START_SECONDS, STOP_SECONDS = 120, 25
DISK = "256m"  # the pages with their copies take 50 MB; the memory is used only when it is full


class NotStarted(Exception):
    """With what the processes wrote."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Shape(ABC):
    """`open` takes what `close` gives back, whatever happened; `start` and `stop` come in turn."""

    name: str
    site: Site
    database: Sqlite | Postgres | None = None
    keeps_advice = False  # when Django is not there
    healthz_is_advice = True

    def __init__(self, folder: Path) -> None:
        self.mark, self.folder = secrets.token_hex(6), folder
        self.spin_address = f"/{secrets.token_hex(16)}/"
        self.var, self.log = folder / "var", folder / "log.txt"
        self.has_own_disk = False
        self.reference: Reference | None = None

    def open(self) -> None:
        self.var.mkdir(parents=True)
        self.has_own_disk = mount(self.var)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in KEPT}
        own = {MARK: self.mark, ADDRESS: self.spin_address, "VAR_DIR": str(self.var)}
        settings = {"DJANGO_SETTINGS_MODULE": "tests.drill.settings", "SITE_URL": self.site.origin}
        return kept | own | settings | {"DATABASE_URL": self.database.url}

    def popen(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        """In a session of its own, so that Ctrl+C is the drill's alone to deal with."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                words,
                cwd=ROOT,
                env=self.environment() | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def stop(self) -> None: ...

    def pids(self) -> list[int]:
        """All that it started."""
        return marked(self.mark)

    def servers(self) -> list[int]:
        """granian's main process, which holds the others."""
        return self.named(*SERVER)

    def workers(self) -> list[int]:
        return [pid for server in self.servers() for pid in below(server)]

    def mail_workers(self) -> list[int]:
        return self.named(*MAIL_WORKER)

    def named(self, *parts_of_command: str) -> list[int]:
        said = {pid: command(pid) for pid in self.pids()}
        found = [pid for pid in said if any(part in said[pid] for part in parts_of_command)]
        return [pid for pid in found if parent(pid) not in found]

    def spin(self) -> None:
        with contextlib.suppress(*NO_ANSWER):
            ask(self.site, self.spin_address, seconds=0.5)

    def wait_until_well(self, seconds: float) -> str:
        """Empty, or what is not."""
        until, wrong = time.monotonic() + seconds, "nothing was asked"
        while wrong:
            seen = self.reference
            wrong = what_is_not_well(self.site, seen) if seen else self.why_not_up()
            if time.monotonic() > until or self.has_given_up():
                break
            time.sleep(0.1)
        return wrong

    def has_given_up(self) -> bool:
        return False

    def why_not_up(self) -> str:
        try:
            if (status := ask(self.site, "/readyz", seconds=5).status) == 200:
                self.reference = look_around(self.site, healthz_is_advice=self.healthz_is_advice)
        except NO_ANSWER as error:
            return f"{type(error).__name__}"
        return "" if status == 200 else f"/readyz answered {status}"

    def started(self) -> None:
        if wrong := self.wait_until_well(START_SECONDS):
            said = self.log.read_text(errors="replace")[-2000:]
            raise NotStarted(f"{self.name} did not start ({wrong}):\n{said}")

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Without the right to mount a disk of its own, no file of its processes may grow."""
        with filled(self.var) if self.has_own_disk else without_growing(self.pids()):
            yield

    def close(self) -> None:
        end_marked(self.mark)
        try:
            if self.database:
                self.database.stop()
        finally:
            if self.has_own_disk:
                subprocess.run(["umount", "--lazy", str(self.var)], check=False)


class RunShape(Shape):
    """`make run`: one command, granian alone over TCP, SQLite."""

    name = "make run"

    supervisor: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        super().open()
        port = free_port()
        self.site = Site(port, f"{HOST}:{port}")
        self.database = Sqlite(self.var)

    def start(self) -> None:
        self.supervisor = self.popen(sys.executable, "deploy/local.py", PORT=str(self.site.port))
        self.started()

    def stop(self) -> None:
        if self.supervisor and self.supervisor.poll() is None:
            self.supervisor.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.supervisor.wait(STOP_SECONDS)
        end_marked(self.mark)
        if self.supervisor:
            self.supervisor.wait(STOP_SECONDS)

    def has_given_up(self) -> bool:
        return self.supervisor is not None and self.supervisor.poll() is not None

    def end_supervisor(self, number: signal.Signals) -> list[int]:
        """What is left of it afterwards."""
        assert self.supervisor
        self.supervisor.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.supervisor.wait(STOP_SECONDS)
        wait_for(lambda: not self.pids(), STOP_SECONDS if number == signal.SIGHUP else 10)
        return self.pids()


def mount(folder: Path) -> bool:
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", str(folder)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while file.write(b"x" * size):
                        pass
        yield
    finally:
        filler.unlink(missing_ok=True)


@contextmanager
def without_growing(pids: list[int]) -> Iterator[None]:
    before = {}
    for pid in filter(processes.is_running, pids):
        soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        before[pid] = soft
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, soft in before.items():
            with contextlib.suppress(ProcessLookupError):
                hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))

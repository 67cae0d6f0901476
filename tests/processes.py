"""Processes of a test, and whatever they start. None of them outlives its test."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60  # for a slow machine


def wait_until(condition: Callable[[], object], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"waited {PATIENCE} seconds for this: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    return []


def stop(pid: int) -> None:
    """And wait until the last of its threads stands still: a signal takes a moment."""
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: states(pid) == {"T"}, "stopped")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: states(pid) <= {"Z", "X"}, "killed")


def states(pid: int) -> set[str]:
    """Of its threads, in the letters of proc(5); empty when it is gone."""
    found = set()
    for place in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):
            found.add(place.read_text().rpartition(") ")[2][0])
    return found


class Started:
    """Known by a mark in the environment, which every process below it has too."""

    def __init__(self, command: list[str], log: Path, **environment: str) -> None:
        self.mark, self.log = f"TEST_MARK={secrets.token_hex(8)}", log
        name, _, value = self.mark.partition("=")
        with log.open("wb") as written:
            self.process = subprocess.Popen(
                # Or one that is run by nohup would not hear that its terminal is closed.
                ["env", "--default-signal=HUP", *command],
                cwd=ROOT,
                env=os.environ | environment | {name: value},
                stdout=written,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def all(self) -> set[int]:
        return {
            int(place.parent.name)
            for place in Path("/proc").glob("[0-9]*/environ")
            if self.is_marked(place)
        }

    def is_marked(self, place: Path) -> bool:
        with suppress(OSError):  # it ended just now, or is somebody else's
            return self.mark.encode() in place.read_bytes().split(b"\0")
        return False

    def below(self, pid: int, words: str) -> int:
        """The one process below this that was started with these words."""
        found: list[int] = []
        wait_until(lambda: found.extend(self.find(pid, words)) or found, f"a process with {words}")
        return found[0]

    def find(self, pid: int, words: str) -> list[int]:
        found = []
        for child in children(pid):
            with suppress(OSError):
                if words in Path(f"/proc/{child}/cmdline").read_text().replace("\0", " "):
                    found.append(child)
        return found

    def said(self) -> str:
        return self.log.read_text()

    def wait_for_words(self, words: str) -> None:
        wait_until(lambda: words in self.said(), words)

    def wait_until_all_gone(self) -> None:
        wait_until(lambda: self.process.poll() is not None and not self.all(), "all processes gone")

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        while left := self.all():
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.poll()
            time.sleep(0.05)
        self.process.wait()


@contextmanager
def started(command: list[str], log: Path, **environment: str) -> Iterator[Started]:
    found = Started(command, log, **environment)
    try:
        yield found
    finally:
        found.end()


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]

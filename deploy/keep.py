"""Keeps a process running: it is started again when it ends or falls silent, with growing pauses.

What systemd does on a server, for `make run`.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIED = Path(__file__).with_name("tied.py")
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
STEADY_SECONDS = 60.0  # who ran for so long starts again with the first pause
START_SECONDS = 180.0  # until the first sign of life


def start(command: list[str], **environment: str) -> subprocess.Popen[bytes]:
    """In a group of its own, so that Ctrl+C reaches this process alone, and tied to it."""
    tied = [sys.executable, "-I", "-S", str(TIED), str(os.getpid()), *command]
    return subprocess.Popen(  # noqa: S603
        tied, cwd=ROOT, env=os.environ | environment, start_new_session=True
    )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS has the second for none
        os.killpg(process.pid, signal.SIGKILL)


def say(words: str) -> None:
    with contextlib.suppress(OSError):  # the terminal was closed
        print(words, file=sys.stderr, flush=True)  # noqa: T201


class Ear:
    """Hears the signs of life of one process, as systemd would. Deaf where no such address is."""

    def __init__(self, name: str) -> None:
        self.address = f"@sextortion-aware-{os.getpid()}-{name.replace(' ', '-')}"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.hears = sys.platform == "linux"
        if self.hears:
            self.socket.bind(f"\0{self.address[1:]}")

    def heard(self) -> bool:
        said = b""
        with contextlib.suppress(BlockingIOError):
            while self.hears:
                said = self.socket.recv(100)
        return bool(said)


class Kept:
    def __init__(self, name: str, command: list[str], *, silent_seconds: float) -> None:
        self.name = name
        self.command = command
        self.silent_seconds = silent_seconds
        self.ear = Ear(name)
        self.pause = FIRST_PAUSE
        self.start(time.monotonic())

    def start(self, now: float) -> None:
        environment = {"NOTIFY_SOCKET": self.ear.address} if self.ear.hears else {}
        self.process = start(self.command, **environment)
        self.started = self.looked = self.heard_at = now
        self.has_spoken = False
        self.again_at = 0.0

    def look(self) -> None:
        """To be called again and again, and never takes long."""
        now = time.monotonic()
        was_away, self.looked = now - self.looked > 1, now
        if self.ear.heard():
            self.has_spoken, self.heard_at = True, now
        elif was_away:  # then nobody else is to blame
            self.heard_at = now
        if self.again_at:
            if now >= self.again_at:
                self.start(now)
        elif self.has_ended():
            self.plan_start(now)
        elif self.ear.hears and now - self.heard_at > self.patience():
            say(f"The {self.name} is stuck.")
            self.heard_at = now
            kill_group(self.process)

    def patience(self) -> float:
        return self.silent_seconds if self.has_spoken else START_SECONDS

    def plan_start(self, now: float) -> None:
        kill_group(self.process)  # whom it left behind
        code = self.process.returncode
        # Who was killed is at no fault itself.
        if code == -signal.SIGKILL or now - self.started > STEADY_SECONDS:
            self.pause = FIRST_PAUSE
        say(f"The {self.name} ended ({ending(code)}) and is started again.")
        self.again_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def has_ended(self) -> bool:
        return self.process.poll() is not None


def ending(code: int) -> str:
    return f"code {code}" if code >= 0 else f"signal {-code}"


def stop_all(processes: list[subprocess.Popen[bytes]], *, seconds: float) -> None:
    """Each may finish what it has begun; then nothing is left behind."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + seconds
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(until - time.monotonic(), 0.1))
        kill_group(process)
        process.wait()

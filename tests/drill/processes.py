"""The site's processes, found the way Linux tells them, and ended one by one."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

MARK = "DRILL_MARK"


def wait_for(is_so: Callable[[], object], seconds: float, pause: float = 0.05) -> bool:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(pause)
    return True


def below(pid: int) -> list[int]:
    """All descendants, the nearest first."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found[1:]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def marked(mark: str) -> list[int]:
    """Everything that was started with this mark in its environment, orphans too."""
    wanted, found = f"{MARK}={mark}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return [pid for pid in found if is_running(pid) and pid != os.getpid()]


def send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def end_marked(mark: str) -> None:
    """A stopped or spinning process hears nothing but this. What is born meanwhile is found too."""
    for _ in range(100):
        if not (pids := marked(mark)):
            return
        send(pids, signal.SIGKILL)
        time.sleep(0.05)

"""The folder of the backups, their names, and how long they are kept."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sextortion_aware.backup import BackupError

NAME = "sextortion-aware-%Y%m%dT%H%M%SZ.age"
HALF_MADE = ".part"
WORK = "backup-work"  # below VAR_DIR, which holds the same words anyway
LOCK = "backup.lock"
# The privacy page says 30 days. They are removed once a day, so each goes while it is 29 days old.
KEPT_FOR = timedelta(days=29)


def name_of(made_at: datetime) -> str:
    return made_at.astimezone(UTC).strftime(NAME)


def made_at(name: str) -> datetime | None:
    """None for whatever has another name than we give, so that it is never removed."""
    try:
        moment = datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if name_of(moment) == name else None


def backups(folder: Path) -> list[tuple[datetime, Path]]:
    """The oldest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if (moment := made_at(path.name)) and path.is_file() and not path.is_symlink():
            found.append((moment, path))
    return sorted(found)


def remove_old(folder: Path, *, now: datetime) -> list[Path]:
    """Also the last one there is: 30 days at most is a promise."""
    old = [path for moment, path in backups(folder) if moment < now - KEPT_FOR]
    for path in old:
        path.unlink()
    return old


def remove_half_made(folder: Path) -> None:
    """Of a backup that was killed. Called under the lock, so nobody is at work on it."""
    for path in folder.glob(f".*{HALF_MADE}"):
        if made_at(path.name.removeprefix(".").removesuffix(HALF_MADE)):
            path.unlink()


@contextmanager
def alone(var: Path) -> Iterator[None]:
    """One backup or restore at a time."""
    try:
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (var / LOCK).open("w")
    except OSError as problem:
        raise BackupError(f"{var} cannot be written to: {problem.strerror}.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupError("Another backup or restore is at work: wait for it.") from None
        yield


@contextmanager
def work_folder(var: Path) -> Iterator[Path]:
    """For the owner only, and empty; what a killed process left in it goes."""
    work = var / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        yield Path(tempfile.mkdtemp(dir=work))
    finally:
        with suppress(OSError):
            shutil.rmtree(work)

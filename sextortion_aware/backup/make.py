"""One backup: written under another name, read back, and only then given its own."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from pyrage import x25519

from sextortion_aware.backup import BackupError, databases, files, folder
from sextortion_aware.backup.manifest import DATABASE, NAME, Manifest
from sextortion_aware.backup.sealed import Part, seal


@dataclass(frozen=True)
class Made:
    path: Path
    rows: int
    files: int
    size: int


def make(*, to: Path, key: x25519.Recipient, now: datetime) -> Made:
    """Call it alone: see folder.alone."""
    path = to / folder.name_of(now)
    if path.exists():
        raise BackupError(f"{path} is there already: try again in a second.")
    half_made = path.with_name(f".{path.name}{folder.HALF_MADE}")
    try:
        with folder.work_folder(settings.VAR_DIR) as work:
            parts, manifest = gathered(work, to=to, now=now)
            to.mkdir(parents=True, exist_ok=True, mode=0o700)
            to.chmod(0o700)
            folder.remove_half_made(to)
            seal(parts, half_made, key)
        half_made.chmod(0o600)
        half_made.rename(path)
        keep_name(to)
    except OSError as problem:
        raise BackupError(f"The backup was not written: {problem.strerror}.") from None
    finally:
        half_made.unlink(missing_ok=True)
    rows = sum(manifest.rows.values())
    return Made(path, rows, len(parts) - 2, path.stat().st_size)


def gathered(work: Path, *, to: Path, now: datetime) -> tuple[list[Part], Manifest]:
    database = Part(DATABASE, work / DATABASE, int(now.timestamp()))
    snapshot = databases.snapshot(database.path)
    parts = [database, *files.copied(settings.VAR_DIR, work, but_for=left_out(to))]
    manifest = Manifest(
        made_at=now,
        vendor=connection.vendor,
        migrations=snapshot.migrations,
        rows=snapshot.rows,
        sha256={part.name: part.sha256() for part in parts},
    )
    first = Part(NAME, work / NAME, int(now.timestamp()))
    first.path.write_text(manifest.written(), encoding="utf-8")
    return [first, *parts], manifest


def left_out(to: Path) -> set[Path]:
    of_database = (
        files.of_sqlite(Path(connection.settings_dict["NAME"]))
        if connection.vendor == "sqlite"
        else set()
    )
    return {to.resolve()} | of_database


def keep_name(to: Path) -> None:
    """The new name is on the disk too."""
    opened = os.open(to, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

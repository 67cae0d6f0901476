"""A backup comes back, into an empty installation."""

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from pyrage import x25519

from sextortion_aware.backup import BackupError, databases, files
from sextortion_aware.backup.manifest import DATABASE, NAME, Manifest
from sextortion_aware.backup.sealed import PIECE, Part, Written, damaged, open_sealed

LONGEST_MANIFEST = 5_000_000
MOST_NAMED = 3


@contextmanager
def opened(path: Path, work: Path, key: x25519.Identity) -> Iterator[tuple[Manifest, list[Part]]]:
    """Every part is what it was: nothing is used before the last of them was read."""
    archive = work / "archive.tar"
    with archive.open("xb") as file:
        open_sealed(path, Written(file), key)
    try:
        manifest, parts = unpacked(archive, work)
    except (tarfile.TarError, ValueError, KeyError, TypeError, EOFError):
        raise BackupError(damaged(path)) from None
    archive.unlink()
    yield manifest, parts


def unpacked(archive: Path, work: Path) -> tuple[Manifest, list[Part]]:
    parts = []
    with tarfile.open(archive, "r:") as tar:
        first = tar.next()
        if first is None or first.name != NAME or first.size > LONGEST_MANIFEST:
            raise ValueError("no manifest")
        manifest = Manifest.read(read_member(tar, first).decode())
        for number, member in enumerate(iter(tar.next, None)):
            part = Part(member.name, work / f"part-{number}", int(member.mtime))
            if not member.isreg() or write_member(tar, member, part.path) != manifest.sha256.get(
                member.name
            ):
                raise ValueError("a part that is not as it was")
            parts.append(part)
    if sorted(part.name for part in parts) != sorted(manifest.sha256):
        raise ValueError("a part is missing")
    return manifest, parts


def read_member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    if file is None:
        raise ValueError("no file")
    return file.read()


def write_member(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> str:
    """Its sha256."""
    file, counted = tar.extractfile(member), hashlib.sha256()
    if file is None:
        raise ValueError("no file")
    with to.open("xb") as written:
        while piece := file.read(PIECE):
            counted.update(piece)
            written.write(piece)
    return counted.hexdigest()


def refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise BackupError(
            f"The backup is of {names.get(manifest.vendor, 'another database')} and "
            f"DATABASE_URL names {names[connection.vendor]}: restore into the same kind."
        )
    if unknown := sorted(set(manifest.migrations) - known_migrations()):
        raise BackupError(
            f"The backup was made by newer code ({', '.join(unknown[:MOST_NAMED])}): "
            "install that, then restore."
        )


def known_migrations() -> set[str]:
    """Those that others replace too: an old backup may name them."""
    loader = MigrationLoader(None)
    every = loader.disk_migrations
    replaced = {each for migration in every.values() for each in migration.replaces}
    return {f"{app}.{name}" for app, name in {*every, *replaced}}


def put_back(manifest: Manifest, parts: list[Part]) -> None:
    """The database first: when it is refused, nothing has changed."""
    [database] = [part for part in parts if part.name == DATABASE]
    databases.put_back(database.path, manifest.rows)
    for part in parts:
        if part.name != DATABASE:
            files.put_back(part, settings.VAR_DIR)

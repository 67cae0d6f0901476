"""The files of VAR_DIR that nothing makes again."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from sextortion_aware.backup import folder
from sextortion_aware.backup.manifest import VAR
from sextortion_aware.backup.sealed import PIECE, Part

MADE_AGAIN = ("advice", "static", folder.WORK, folder.LOCK)
OF_SQLITE = ("", "-wal", "-shm", "-journal")


def worth_keeping(var: Path, *, but_for: set[Path]) -> Iterator[Path]:
    """Plain files only: no sockets, and no links, which lead elsewhere."""
    for place, folders, files in os.walk(var):
        here = Path(place)
        folders[:] = [name for name in folders if (here / name).resolve() not in but_for]
        if here == var:
            folders[:] = [name for name in folders if name not in MADE_AGAIN]
            files = [name for name in files if name not in MADE_AGAIN]
        for path in (here / name for name in files):
            if path.suffix != ".new" and path.resolve() not in but_for and is_plain(path):
                yield path


def is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def of_sqlite(database: Path) -> set[Path]:
    return {database.resolve().with_name(database.name + ending) for ending in OF_SQLITE}


def copied(var: Path, work: Path, *, but_for: set[Path]) -> list[Part]:
    """Copied first: the site writes meanwhile, and the length must be known before the words."""
    parts = []
    for number, path in enumerate(sorted(worth_keeping(var, but_for=but_for))):
        copy = work / f"file-{number}"
        try:
            shutil.copyfile(path, copy)
            changed_at = int(path.stat().st_mtime)
        except FileNotFoundError:  # forgotten just now
            continue
        parts.append(Part(VAR + path.relative_to(var).as_posix(), copy, changed_at))
    return parts


def put_back(part: Part, var: Path) -> None:
    """For its owner only, with the age that it had: mail files are forgotten by it."""
    path = var / part.name.removeprefix(VAR)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half_made = path.with_name(f"{path.name}.new")
    half_made.unlink(missing_ok=True)
    with part.path.open("rb") as source, half_made.open("xb") as file:
        half_made.chmod(0o600)
        shutil.copyfileobj(source, file, PIECE)
    os.utime(half_made, (part.changed_at, part.changed_at))
    half_made.replace(path)

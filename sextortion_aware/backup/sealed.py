"""Parts in, one sealed file out, and back: a tar archive, encrypted with age, read in pieces.

`age --decrypt` and `tar` open it too, if this code is ever lost. Memory is bounded: a piece at a
time, however large the database is.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from sextortion_aware.backup import BackupError

PIECE = 1 << 20


@dataclass(frozen=True)
class Part:
    """A file that nobody else writes, and its name in the archive."""

    name: str
    path: Path
    changed_at: int = 0

    def pieces(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def sha256(self) -> str:
        counted = hashlib.sha256()
        for piece in self.pieces():
            counted.update(piece)
        return counted.hexdigest()


def archived(parts: Iterable[Part]) -> Iterator[bytes]:
    for part in parts:
        entry = tarfile.TarInfo(part.name)
        entry.size, entry.mode, entry.mtime = part.path.stat().st_size, 0o600, part.changed_at
        yield entry.tobuf(tarfile.PAX_FORMAT)
        yield from part.pieces()
        yield b"\0" * (-entry.size % tarfile.BLOCKSIZE)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


class Pieces:
    """Read like a file; says what it was that was read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.left, self.hash = pieces, b"", hashlib.sha256()

    def read(self, size: int = PIECE) -> bytes:
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return b""
            self.hash.update(piece)
            self.left = piece
        given, self.left = self.left[:size], self.left[size:]
        return given


class Written:
    """Written like a file, or nowhere; keeps the reason why it could not be written."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self.file, self.hash = file, hashlib.sha256()
        self.problem: OSError | None = None

    def write(self, piece: bytes) -> int:
        self.hash.update(piece)
        try:
            return self.file.write(piece) if self.file else len(piece)
        except OSError as problem:
            self.problem = problem
            raise

    def flush(self) -> None:
        if self.file:
            self.file.flush()


def seal(parts: Iterable[Part], to: Path, key: x25519.Recipient) -> None:
    """Then opened from the disk and compared, with a second key that is thrown away at once: the
    machine has no other with which to look into what it wrote.
    """
    once = x25519.Identity.generate()
    pieces = Pieces(archived(parts))
    with to.open("xb") as file:
        written = Written(file)
        try:
            pyrage.encrypt_io(pieces, written, [key, once.to_public()])
            file.flush()
            os.fsync(file.fileno())
        except (pyrage.EncryptError, OSError) as problem:
            raise BackupError(f"The backup was not written: {why(written, problem)}.") from None
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    found = Written()
    open_sealed(to, found, once)
    if found.hash.digest() != pieces.hash.digest():
        raise BackupError("The backup was written, but reads otherwise: look at the disk.")


def why(written: Written, problem: Exception) -> str:
    told = written.problem or problem
    return str(told.strerror if isinstance(told, OSError) and told.strerror else told)


def open_sealed(path: Path, to: Written, key: x25519.Identity) -> None:
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, to, [key])
            to.flush()
    except pyrage.DecryptError as problem:
        if "No matching keys" in str(problem):
            raise BackupError(f"This key does not open {path.name}.") from None
        raise BackupError(damaged(path)) from None
    except OSError as problem:
        if to.problem or problem.errno:
            raise BackupError(f"{path.name} was not read: {why(to, problem)}.") from None
        raise BackupError(damaged(path)) from None


def damaged(path: Path) -> str:
    return f"{path.name} is no whole backup: it was cut or changed, or is something else."

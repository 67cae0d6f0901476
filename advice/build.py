"""Writes every advice page as ready bytes, for the front (sextortion_aware/front.py) or any web server to send.

A build is a folder of its own, <folder>/<version>/, laid out as path/index.html with .br and .gz beside it, and manifest.json with the exact
headers. The small file <folder>/current names the version to serve; renaming it into place is the last step, so nobody sees half a build.
"""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import brotli

from advice.library import Library
from advice.rendering import render_page
from sextortion_aware.headers import PAGE_HEADERS, SECURITY_HEADERS

CURRENT, MANIFEST = "current", "manifest.json"
HTML_HEADERS = (("Content-Type", "text/html; charset=utf-8"), *PAGE_HEADERS, ("Vary", "Accept-Encoding"), *SECURITY_HEADERS)


@dataclass(frozen=True)
class BuiltPage:
    path: str
    html: bytes
    headers: tuple[tuple[str, str], ...] = HTML_HEADERS

    @property
    def file(self) -> str:
        return f"{self.path[1:]}index.html"

    @property
    def mark(self) -> str:
        """Changes with any byte of page or headers; the front makes the ETag of it."""
        return hashlib.sha256(repr(self.headers).encode() + self.html).hexdigest()[:20]

    def files(self) -> dict[str, bytes]:
        return {
            self.file: self.html,
            f"{self.file}.br": brotli.compress(self.html, mode=brotli.MODE_TEXT, quality=11),
            f"{self.file}.gz": gzip.compress(self.html, compresslevel=9, mtime=0),
        }


def render_all(library: Library, today: date) -> list[BuiltPage]:
    return [BuiltPage(page.path, render_page(page, library, today).encode()) for page in library.pages]


def manifest_of(pages: Sequence[BuiltPage]) -> dict[str, Any]:
    return {page.path: {"file": page.file, "mark": page.mark, "headers": page.headers} for page in pages}


def write_build(pages: Sequence[BuiltPage], folder: Path) -> str:
    """Returns the version served from now on. The same pages give the same version, and then nothing is written."""
    manifest = json.dumps(manifest_of(pages), indent=1).encode()
    version = hashlib.sha256(manifest).hexdigest()[:20]
    folder.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder):
        current, *before = versions(folder)
        if version == current and (folder / version).is_dir():
            return version
        if not (folder / version).is_dir():
            write_version(pages, manifest, folder, version)
        keep = [version, *([current] if current else before[:1])]
        put(folder / CURRENT, "".join(f"{name}\n" for name in keep).encode())
        sync_folder(folder)
        remove_others(folder, keep)
    return version


def write_version(pages: Sequence[BuiltPage], manifest: bytes, folder: Path, version: str) -> None:
    unfinished = folder / f".{version}"
    shutil.rmtree(unfinished, ignore_errors=True)
    for page in pages:
        for name, content in page.files().items():
            write(unfinished / name, content)
    write(unfinished / MANIFEST, manifest)
    unfinished.rename(folder / version)


def versions(folder: Path) -> list[str]:
    """The version in use, then the one before it: both are kept, for a worker may be reading the older at this moment."""
    try:
        return (folder / CURRENT).read_text(encoding="ascii").split() or [""]
    except FileNotFoundError:
        return [""]


def remove_others(folder: Path, keep: Sequence[str]) -> None:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put(path: Path, content: bytes) -> None:
    """The file is the old one or the new one, whole, at every moment."""
    unfinished = path.with_name(f".{path.name}.new")
    write(unfinished, content)
    unfinished.replace(path)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

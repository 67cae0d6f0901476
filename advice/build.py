"""Writes every advice page as ready bytes, for the front (sextortion_aware/front.py) or any web
server to send.

A build is a folder of its own, <folder>/<version>/, laid out as path/index.html with .br and .gz
beside it (what is no page, as its path), and manifest.json with the exact headers. The small file
<folder>/current names the version to serve; renaming it into place is the last step, so nobody sees
half a build. nginx cannot read it: for nginx the link <folder>/live-... leads to the same version.
A page that did not change is not packed again: its files are those of the version before, linked.
"""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import brotli

from advice.inline import all_headers
from advice.letters import letter_headers, letter_path, letter_text, letters
from advice.library import Library
from advice.rendering import render_page
from advice.route import render_answers
from advice.search import INDEX_PATH, index, index_headers

CURRENT, MANIFEST, LIVE = "current", "manifest.json", "live-"
ENDINGS = ("", ".br", ".gz")
# Measured on our pages: 11 takes 23 ms and 9 takes 6 ms a page, for 3 bytes less and 8 bytes more
# in a hundred. The few pages of guidance are worth it.
BROTLI_QUALITY, BEST_QUALITY = 10, 11
Item = TypeVar("Item")
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BuiltPage:
    path: str
    html: bytes
    headers: Headers = field(default_factory=all_headers)
    guidance: bool = False

    @property
    def file(self) -> str:
        return f"{self.path[1:]}index.html" if self.is_page else self.path[1:]

    @property
    def is_page(self) -> bool:
        return self.path.endswith("/")

    @property
    def file_names(self) -> list[str]:
        return [self.file + ending for ending in ENDINGS]

    @property
    def mark(self) -> str:
        """Changes with any byte of page or headers; the front makes the ETag of it."""
        return hashlib.sha256(repr(self.headers).encode() + self.html).hexdigest()[:20]

    def files(self) -> dict[str, bytes]:
        quality = BEST_QUALITY if self.guidance else BROTLI_QUALITY
        brotlied = brotli.compress(self.html, mode=brotli.MODE_TEXT, quality=quality)
        gzipped = gzip.compress(self.html, compresslevel=9, mtime=0)
        return dict(zip(self.file_names, (self.html, brotlied, gzipped), strict=True))


def render_all(library: Library) -> list[BuiltPage]:
    return [
        *render_guidance(library),
        *render_route(library),
        *render_letters(library),
        render_index(library),
    ]


def render_guidance(library: Library) -> list[BuiltPage]:
    return [
        BuiltPage(page.path, render_page(page, library).encode(), guidance=True)
        for page in library.pages
    ]


def render_route(library: Library) -> list[BuiltPage]:
    return [
        BuiltPage(answers.path, render_answers(answers, library).encode())
        for answers in library.plans.every()
    ]


def render_letters(library: Library) -> list[BuiltPage]:
    headers = tuple({**dict(all_headers()), **letter_headers()}.items())
    return [
        BuiltPage(letter_path(page), letter_text(page, library), headers, guidance=True)
        for page in letters(library)
    ]


def render_index(library: Library) -> BuiltPage:
    headers = tuple({**dict(all_headers()), **index_headers()}.items())
    return BuiltPage(INDEX_PATH, index(library), headers, guidance=True)


def manifest_of(pages: Sequence[BuiltPage]) -> dict[str, Any]:
    """Most pages have the same headers, so each set of them stands once."""
    headers = list(dict.fromkeys(page.headers for page in pages))
    return {
        "headers": headers,
        "pages": {
            page.path: {
                "file": page.file,
                "mark": page.mark,
                "headers": headers.index(page.headers),
            }
            for page in pages
        },
    }


def common_headers(pages: Sequence[BuiltPage]) -> Headers:
    return Counter(page.headers for page in pages).most_common(1)[0][0]


def live_name(pages: Sequence[BuiltPage]) -> str:
    """The name of the link to these pages. It changes with any header.

    nginx has the headers in its configuration, which names the link: so it never sends pages with
    the headers of others, whose policy would refuse their style.
    """
    common = common_headers(pages)
    own = sorted((page.path, page.headers) for page in pages if page.headers != common)
    return LIVE + hashlib.sha256(repr((common, own)).encode()).hexdigest()[:20]


def marks_in(folder: Path) -> dict[str, str]:
    """Of the pages that were written there, by path.

    Nothing there, or nothing that can be read, means that all is written anew.
    """
    try:
        return {
            path: entry["mark"]
            for path, entry in json.loads((folder / MANIFEST).read_bytes())["pages"].items()
        }
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def write_build(
    pages: Sequence[BuiltPage],
    folder: Path,
    others: Mapping[str, bytes] | None = None,
) -> str:
    """Returns the version served from now on.

    The same files give the same version, and then nothing is written.

    `others`: files that stand beside the pages, by name, for a web server in front to use.
    """
    others = others or {}
    marks = {name: hashlib.sha256(content).hexdigest()[:20] for name, content in others.items()}
    manifest = json.dumps({**manifest_of(pages), "others": marks}, indent=1).encode()
    version = hashlib.sha256(manifest).hexdigest()[:20]
    folder.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder):
        current, *before = versions(folder)
        if version == current and (folder / version).is_dir():
            point(folder / live_name(pages), version)
            return version
        if not (folder / version).is_dir():
            write_version(pages, others, manifest, folder / version, folder / (current or "none"))
        keep = [version, *([current] if current else before[:1])]
        put(folder / CURRENT, "".join(f"{name}\n" for name in keep).encode())
        point(folder / live_name(pages), version)
        sync_folder(folder)
        remove_others(folder, keep)
    return version


def write_version(
    pages: Sequence[BuiltPage],
    others: Mapping[str, bytes],
    manifest: bytes,
    folder: Path,
    before: Path,
) -> None:
    unfinished = folder.with_name(f".{folder.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    marks = marks_in(before)

    def write_page(page: BuiltPage) -> None:
        if marks.get(page.path) != page.mark or not link(page.file_names, before, unfinished):
            for name, content in page.files().items():
                write(unfinished / name, content)

    at_once(write_page, pages)
    for name, content in {**others, MANIFEST: manifest}.items():
        write(unfinished / name, content)
    unfinished.rename(folder)


def at_once(do: Callable[[Item], None], items: Iterable[Item]) -> None:
    """On all cores: packing and writing leave the others free. The first error stops it."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            for _ in pool.map(do, items):
                pass
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def link(names: Sequence[str], before: Path, to: Path) -> bool:
    try:
        for name in names:
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            (to / name).hardlink_to(before / name)
    except OSError:  # a file that was lost, or a file system that knows no links
        for name in names:
            (to / name).unlink(missing_ok=True)
        return False
    return True


def versions(folder: Path) -> list[str]:
    """The version in use, then the one before it.

    Both are kept: a worker may be reading the older at this moment.
    """
    try:
        return (folder / CURRENT).read_text(encoding="ascii").split() or [""]
    except FileNotFoundError:
        return [""]


def remove_others(folder: Path, keep: Sequence[str]) -> None:
    for path in folder.iterdir():
        if path.is_symlink():
            if path.readlink().name not in keep:
                path.unlink()
        elif path.is_dir() and path.name not in keep:
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


def point(link: Path, to: str) -> None:
    """The link leads to the old or to the new, at every moment."""
    unfinished = link.with_name(f".{link.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.symlink_to(to)
    unfinished.replace(link)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The pages of the build in use, ready to send.

Nothing here imports Django. The build is described in advice/build.py.

A worker keeps the list of all pages, and the bodies that were asked for lately: hundreds of pages
in three encodings would be as much memory as Django itself.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

log = logging.getLogger(__name__)

Headers: TypeAlias = list[tuple[str, str]]

# Half of the second in which a new build is live: the rest is for a slow machine.
LOOK_AGAIN_SECONDS = 0.5
KEPT_BYTES = 2_000_000
ENDINGS = {"br": ".br", "gzip": ".gz", "identity": ""}  # best first


@dataclass(frozen=True, slots=True)
class Ready:
    """One page in one encoding, with both of its possible answers."""

    etag: str
    body: list[bytes]
    headers: Headers
    unchanged_headers: Headers


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the manifest. Pages share their headers."""

    file: str
    mark: str
    about_body: Headers
    common: Headers


class Build:
    """One version.

    What was asked for lately is in `newer`; when that is full it becomes `older`, and what nobody
    asked for since goes.
    """

    def __init__(
        self, folder: Path, entries: dict[str, Entry], kept_bytes: int = KEPT_BYTES
    ) -> None:
        self.folder, self.entries, self.kept_bytes = folder, entries, kept_bytes
        self.newer: dict[tuple[str, str], Ready] = {}
        self.older: dict[tuple[str, str], Ready] = {}
        self.newer_bytes = 0
        self.keeping = threading.Lock()

    def find(self, path: str, encoding: str) -> Ready | None:
        """Raises OSError when the file of a page cannot be read."""
        key = (path, encoding)
        found = self.newer.get(key) or self.older.get(key) or self.read(path, encoding)
        if found:
            self.keep(key, found)
        return found

    def read(self, path: str, encoding: str) -> Ready | None:
        # An address typed without its last slash answers too: a redirect takes longer.
        entry = self.entries.get(path) or (self.entries.get(f"{path}/") if path else None)
        if entry is None:
            return None
        file = self.folder / f"{entry.file}{ENDINGS[encoding]}"
        return ready(entry, encoding, file.read_bytes())

    def keep(self, key: tuple[str, str], found: Ready) -> None:
        with self.keeping:
            if key in self.newer:
                return
            if self.newer_bytes + len(found.body[0]) > self.kept_bytes // 2:
                self.newer, self.older, self.newer_bytes = {}, self.newer, 0
            self.newer[key] = found
            self.newer_bytes += len(found.body[0])


class BuiltPages:
    """The build in use.

    Looks twice a second at most for a newer one, and keeps what it has when that cannot be read.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder, self.clock = folder, clock
        self.build = Build(folder, {})
        self.version = ""
        self.next_look = clock() + LOOK_AGAIN_SECONDS
        self.looking = threading.Lock()
        self.look()

    def find(self, path: str, encoding: str) -> Ready | None:
        """Nearly every request ends in the second line here, so nothing else stands in its way."""
        if self.clock() >= self.next_look:
            self.look_if_nobody_does()
        return self.build.newer.get((path, encoding)) or self.find_colder(path, encoding)

    def find_colder(self, path: str, encoding: str) -> Ready | None:
        """A worker that slept through two builds has its version taken away.

        What is not in the newest either is left to Django.
        """
        try:
            return self.build.find(path, encoding)
        except OSError:
            with self.looking:
                self.look()
        try:
            return self.build.find(path, encoding)
        except OSError as error:
            log.warning(
                "A built page could not be read (%s): Django answers.", type(error).__name__
            )
            return None

    def look_if_nobody_does(self) -> None:
        if self.looking.acquire(blocking=False):
            try:
                self.look()
                self.next_look = self.clock() + LOOK_AGAIN_SECONDS
            finally:
                self.looking.release()

    def look(self) -> None:
        try:
            version = (self.folder / "current").read_text(encoding="ascii").split()[0]
            if version != self.version:
                folder = self.folder / version
                self.build = Build(folder, read_manifest(folder))
                self.version = version
        except FileNotFoundError:
            pass  # not built yet, or the disk went away: what is in memory stays
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            log.warning(
                "The advice build could not be read (%s): serving the pages from before.",
                type(error).__name__,
            )


def read_manifest(folder: Path) -> dict[str, Entry]:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    sets = [[(str(name), str(value)) for name, value in pairs] for pairs in manifest["headers"]]
    split = [
        (
            [pair for pair in pairs if is_about_body(pair)],
            [pair for pair in pairs if not is_about_body(pair)],
        )
        for pairs in sets
    ]
    return {
        path: Entry(entry["file"], entry["mark"], *split[entry["headers"]])
        for path, entry in manifest["pages"].items()
    }


def is_about_body(pair: tuple[str, str]) -> bool:
    return pair[0].lower() == "content-type"


def ready(entry: Entry, encoding: str, body: bytes) -> Ready:
    # A strong ETag stands for exact bytes, so each encoding has its own.
    etag = f'"{entry.mark}"' if encoding == "identity" else f'"{entry.mark}-{encoding}"'
    about_body = [*entry.about_body, ("Content-Length", str(len(body)))]
    if encoding != "identity":
        about_body.append(("Content-Encoding", encoding))
    common = [*entry.common, ("ETag", etag)]
    return Ready(etag, [body], about_body + common, common)

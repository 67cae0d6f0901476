"""What every request meets first. Built advice pages are answered from memory; anything else goes on to Django.

Nothing here imports Django: the first page is there before Django is, and advice stays when Django cannot start. The build is described in
advice/build.py. The security headers are added here to every answer, static files and errors too.
"""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from sextortion_aware.headers import NO_STORE, SECURITY_HEADERS
from sextortion_aware.numbers import EMERGENCY, POLICE

log = logging.getLogger(__name__)

# The shapes of PEP 3333; wsgiref.types asks for more than a server gives.
Environ: TypeAlias = dict[str, Any]
Headers: TypeAlias = list[tuple[str, str]]
StartResponse: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

LOOK_AGAIN_SECONDS = 1.0
LONGEST_START_SECONDS = 30.0
ENCODINGS = (("br", ".br"), ("gzip", ".gz"), ("identity", ""))  # best first
LONGEST_HEADER_KEPT = 200
ETAGS = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True)
class Ready:
    """One page in one encoding, with both of its possible answers."""

    etag: str
    body: list[bytes]
    headers: Headers
    unchanged_headers: Headers


Pages: TypeAlias = dict[str, dict[str, Ready]]


class BuiltPages:
    """The pages of the build in use. Looks at most once a second for a newer one, and keeps what it has when that cannot be read."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder, self.clock = folder, clock
        self.pages: Pages = {}
        self.version = ""
        self.next_look = clock() + LOOK_AGAIN_SECONDS
        self.looking = threading.Lock()
        self.look()

    def current(self) -> Pages:
        if self.clock() >= self.next_look and self.looking.acquire(blocking=False):
            try:
                self.look()
                self.next_look = self.clock() + LOOK_AGAIN_SECONDS
            finally:
                self.looking.release()
        return self.pages

    def look(self) -> None:
        try:
            version = (self.folder / "current").read_text(encoding="ascii").split()[0]
            if version != self.version:
                self.pages, self.version = load_pages(self.folder / version), version
        except FileNotFoundError:
            pass  # not built yet, or the disk went away: what is in memory stays
        except (OSError, ValueError, LookupError) as error:
            log.warning("The advice build could not be read (%s): serving the pages from before.", type(error).__name__)


def load_pages(folder: Path) -> Pages:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    pages = {path: load_page(folder, entry) for path, entry in manifest.items()}
    # An address typed without its last slash answers too: a redirect takes longer.
    return pages | {path.rstrip("/"): page for path, page in pages.items() if path != "/"}


def load_page(folder: Path, entry: dict[str, Any]) -> dict[str, Ready]:
    return {encoding: ready(entry, encoding, (folder / f"{entry['file']}{ending}").read_bytes()) for encoding, ending in ENCODINGS}


def ready(entry: dict[str, Any], encoding: str, body: bytes) -> Ready:
    # A strong ETag stands for exact bytes, so each encoding has its own.
    etag = f'"{entry["mark"]}"' if encoding == "identity" else f'"{entry["mark"]}-{encoding}"'
    common: Headers = [(name, value) for name, value in entry["headers"] if name.lower() != "content-type"]
    common.append(("ETag", etag))
    about_body = [(name, value) for name, value in entry["headers"] if name.lower() == "content-type"]
    about_body.append(("Content-Length", str(len(body))))
    if encoding != "identity":
        about_body.append(("Content-Encoding", encoding))
    return Ready(etag, [body], about_body + common, common)


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """The client's own order first, ours between equals. A client that refuses all we have gets the plain page."""
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = weight_of(parameters)
    others = weights.get("*", 0.0)
    # What is not asked for by name or by * may still be sent as it is, when nothing better is left.
    offered = {name: weights.get(name, others) for name, _ in ENCODINGS}
    if "identity" not in weights and "*" not in weights:
        offered["identity"] = 0.0001
    best = max(offered, key=lambda name: offered[name])
    return best if offered[best] > 0 else "identity"


def weight_of(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    return float(value) if re.fullmatch(r"(0(\.\d{0,3})?|1(\.0{0,3})?)", value := value.strip()) else 0.0


def is_unchanged(asked: str, etag: str) -> bool:
    """If-None-Match compares weakly, so a W/ that a proxy put before our ETag does not matter."""
    return asked == etag or asked.strip() == "*" or etag in ETAGS.findall(asked)


class Front:
    def __init__(self, built: BuiltPages | None, behind: Application) -> None:
        self.built, self.behind = built, behind

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self.built is not None:
            page = self.built.current().get(environ["PATH_INFO"])
            if page and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
                return answer(page, environ, start_response)
        return self.pass_on(environ, start_response)

    def pass_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self.behind(environ, with_security_headers(start_response))
        except Exception as error:  # no trace in the log: it may hold what a visitor typed
            log.error("Django did not answer: %s", type(error).__name__)
            return unavailable(environ, start_response)


def answer(page: dict[str, Ready], environ: Environ, start_response: StartResponse) -> list[bytes]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    best = best_encoding if len(accepted) <= LONGEST_HEADER_KEPT else best_encoding.__wrapped__
    found = page[best(accepted)]
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and is_unchanged(asked, found.etag):
        start_response("304 Not Modified", found.unchanged_headers)
        return []
    start_response("200 OK", found.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else found.body


def with_security_headers(start_response: StartResponse) -> StartResponse:
    """What an answer says itself stays: a page may narrow the policy."""

    def start(status: str, headers: Headers, *exc_info: Any) -> Any:
        own = {name.lower() for name, _ in headers}
        return start_response(status, headers + [pair for pair in SECURITY_HEADERS if pair[0].lower() not in own], *exc_info)

    return start


def unavailable(environ: Environ, start_response: StartResponse) -> list[bytes]:
    body = (
        "This part of the site is not working at the moment. Please try again in a few minutes.\n\n"
        f"In danger now? Call {EMERGENCY}.\nTo tell the police, call {POLICE}.\n"
    ).encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), ("Retry-After", "60"), NO_STORE]
    start_response("503 Service Unavailable", [*headers, *SECURITY_HEADERS])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


class StartedBeside:
    """An application that takes long to import: it starts in a thread, and who asks for it meanwhile waits."""

    def __init__(self, load: Callable[[], Application], longest_wait: float = LONGEST_START_SECONDS) -> None:
        self.application: Application = unavailable
        self.longest_wait = longest_wait
        self.started = threading.Event()
        threading.Thread(target=self.start, args=(load,), name="start", daemon=True).start()

    def start(self, load: Callable[[], Application]) -> None:
        try:
            self.application = load()
        except Exception:
            # Nobody has visited yet, so the trace holds nothing of a visitor, and the operator needs it.
            log.exception("The site could not start. Advice pages that were built are still served.")
        finally:
            self.started.set()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.started.wait(self.longest_wait)
        return self.application(environ, start_response)

"""What every request meets first. Built advice pages are answered here; anything else goes on to Django.

Nothing here imports Django: the first page is there before Django is, and advice stays when Django cannot start. The security headers are
added here to every answer, static files and errors too.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from sextortion_aware.built import ENDINGS, BuiltPages, Headers
from sextortion_aware.headers import NO_STORE, SECURITY_HEADERS
from sextortion_aware.numbers import EMERGENCY, POLICE

log = logging.getLogger(__name__)

# The shapes of PEP 3333; wsgiref.types asks for more than a server gives.
Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

LONGEST_START_SECONDS = 30.0
LONGEST_HEADER_KEPT, MOST_HEADERS_KEPT = 200, 256
KNOWN_ENCODINGS: dict[str, str] = {}
ETAGS = re.compile(r'(?:W/)?("[^"]*")')


def encoding_for(accepted: str) -> str:
    """Kept, because browsers send few different lines; not without end, because anybody can send others."""
    best = best_encoding(accepted)
    if len(accepted) <= LONGEST_HEADER_KEPT:
        if len(KNOWN_ENCODINGS) >= MOST_HEADERS_KEPT:
            KNOWN_ENCODINGS.clear()
        KNOWN_ENCODINGS[accepted] = best
    return best


def best_encoding(accepted: str) -> str:
    """The client's own order first, ours between equals. A client that refuses all we have gets the plain page."""
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = weight_of(parameters)
    others = weights.get("*", 0.0)
    # What is not asked for by name or by * may still be sent as it is, when nothing better is left.
    offered = {name: weights.get(name, others) for name in ENDINGS}
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
        method = environ["REQUEST_METHOD"]
        if self.built is None or (method != "GET" and method != "HEAD"):
            return self.pass_on(environ, start_response)
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        page = self.built.find(environ["PATH_INFO"], KNOWN_ENCODINGS.get(accepted) or encoding_for(accepted))
        if not page:
            return self.pass_on(environ, start_response)
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and is_unchanged(asked, page.etag):
            start_response("304 Not Modified", page.unchanged_headers)
            return []
        start_response("200 OK", page.headers)
        return page.body if method == "GET" else []

    def pass_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self.behind(environ, with_security_headers(start_response))
        except Exception as error:  # no trace in the log: it may hold what a visitor typed
            log.error("Django did not answer: %s", type(error).__name__)
            return unavailable(environ, start_response)


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

"""What every request meets first.

Built advice pages are answered here; anything else goes on to Django.

Nothing here imports Django: the first page is there before Django is, and advice stays when Django
cannot start. The security headers are added here to every answer, static files and errors too.
"""

import logging
import re
import threading
from collections.abc import Callable, Collection, Iterable
from typing import Any

from sextortion_aware import faults
from sextortion_aware.built import ENDINGS, BuiltPages, Headers
from sextortion_aware.headers import NO_STORE, SECURITY_HEADERS
from sextortion_aware.plain_pages import AWAY, AWAY_FORM, WRONG_HOST
from sextortion_aware.wsgi_types import Application, Environ, StartResponse

log = logging.getLogger(__name__)

LONGEST_START_SECONDS = 30.0
LONGEST_HEADER_KEPT, MOST_HEADERS_KEPT = 200, 256
KNOWN_ENCODINGS: dict[str, str] = {}
ETAGS = re.compile(r'(?:W/)?("[^"]*")')


def encoding_for(accepted: str) -> str:
    """Kept, because browsers send few different lines.

    Not without end, because anybody can send others.
    """
    best = best_encoding(accepted)
    if len(accepted) <= LONGEST_HEADER_KEPT:
        if len(KNOWN_ENCODINGS) >= MOST_HEADERS_KEPT:
            KNOWN_ENCODINGS.clear()
        KNOWN_ENCODINGS[accepted] = best
    return best


def best_encoding(accepted: str) -> str:
    """The client's own order first, ours between equals.

    A client that refuses all we have gets the plain page.
    """
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
    value = value.strip()
    return float(value) if re.fullmatch(r"(0(\.\d{0,3})?|1(\.0{0,3})?)", value) else 0.0


def is_unchanged(asked: str, etag: str) -> bool:
    """If-None-Match compares weakly, so a W/ that a proxy put before our ETag does not matter."""
    return asked == etag or asked.strip() == "*" or etag in ETAGS.findall(asked)


class Front:
    """`static`, `ready`: what answers below /static/ and at /readyz; without them, `behind` does.
    `hosts`: the names that this site answers to, as Django's ALLOWED_HOSTS has them; None: any."""

    def __init__(
        self,
        built: BuiltPages | None,
        behind: Application,
        *,
        static: Application | None = None,
        ready: Application | None = None,
        hosts: Collection[str] | None = None,
    ) -> None:
        self.built, self.behind = built, behind
        self.static, self.ready = static or behind, ready or behind
        self.hosts = hosts
        self.known_hosts: dict[str, bool] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Nearly every request ends in its first lines, so nothing else stands in their way."""
        method = environ["REQUEST_METHOD"]
        if (
            (method == "GET" or method == "HEAD")
            and self.known_hosts.get(environ.get("HTTP_HOST", ""))
            and self.built
        ):
            accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
            page = self.built.find(
                environ["PATH_INFO"], KNOWN_ENCODINGS.get(accepted) or encoding_for(accepted)
            )
            if page:
                asked = environ.get("HTTP_IF_NONE_MATCH")
                if asked and is_unchanged(asked, page.etag):
                    start_response("304 Not Modified", page.unchanged_headers)
                    return []
                start_response("200 OK", page.headers)
                return page.body if method == "GET" else []
        return self.not_built(environ, start_response)

    def not_built(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        path = environ["PATH_INFO"]
        host = environ.get("HTTP_HOST", "")
        is_reading = method == "GET" or method == "HEAD"
        if path == "/healthz" and is_reading:
            return healthy(environ, start_response)
        if host not in self.known_hosts:  # asked for the first time, or a new name each time
            if self.is_ours(host):
                return self(environ, start_response)
            return WRONG_HOST(environ, start_response)
        if path.startswith("/static/") and is_reading:
            # WhiteNoise takes "gzip;q=0" for a wish for gzip: it is told what was really wished.
            wished = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
            plain = {**environ, "HTTP_ACCEPT_ENCODING": wished}
            return self.pass_on(self.static, plain, start_response)
        behind = self.ready if path == "/readyz" and is_reading else self.behind
        return self.pass_on(behind, environ, start_response)

    def is_ours(self, host: str) -> bool:
        """Whether we serve this host name, which is then known.

        Only so many are kept: anybody can send long names that end well.
        """
        if len(host) > LONGEST_HEADER_KEPT or (
            self.hosts is not None and not is_named(name_of(host), self.hosts)
        ):
            return False
        if len(self.known_hosts) >= MOST_HEADERS_KEPT:
            self.known_hosts.clear()
        self.known_hosts[host] = True
        return True

    def pass_on(
        self, behind: Application, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        try:
            return behind(environ, with_security_headers(start_response))
        except Exception as error:  # no trace in the log: it may hold what a visitor typed
            page = AWAY if environ["REQUEST_METHOD"] in ("GET", "HEAD") else AWAY_FORM
            return page(environ, start_response, number=faults.note(error))


def healthy(environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Touches nothing, and answers at every host name: whoever watches may know only a number."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "3"), NO_STORE]
    start_response("200 OK", [*headers, *SECURITY_HEADERS])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"ok\n"]


def name_of(host: str) -> str:
    """A Host header without its port; an IPv6 address keeps its brackets, as Django writes it."""
    name = host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
    return name.lower().removesuffix(".")


def is_named(name: str, hosts: Collection[str]) -> bool:
    """As Django reads ALLOWED_HOSTS: one that begins with a dot stands for what is below it too."""
    return any(
        name == host or (host.startswith(".") and (name.endswith(host) or name == host[1:]))
        for host in (each.lower() for each in hosts)
    )


def with_security_headers(start_response: StartResponse) -> StartResponse:
    """What an answer says itself stays: a page may narrow the policy."""

    def start(status: str, headers: Headers, *exc_info: Any) -> Any:
        own = {name.lower() for name, _ in headers}
        added = [pair for pair in SECURITY_HEADERS if pair[0].lower() not in own]
        return start_response(status, headers + added, *exc_info)

    return start


class StartedBeside:
    """An application that takes long to import.

    It starts in a thread, and whoever asks for it meanwhile waits.
    """

    def __init__(
        self, load: Callable[[], Application], longest_wait: float = LONGEST_START_SECONDS
    ) -> None:
        self.application: Application = AWAY
        self.longest_wait = longest_wait
        self.started = threading.Event()
        threading.Thread(target=self.start, args=(load,), name="start", daemon=True).start()

    def start(self, load: Callable[[], Application]) -> None:
        try:
            self.application = load()
        except Exception:
            # The operator needs the trace, and nobody has visited yet whom it could tell of.
            log.exception(
                "The site could not start. Advice pages that were built are still served."
            )
        finally:
            self.started.set()

    def wait(self) -> bool:
        """Whether it has started by now, and well."""
        return self.started.wait(self.longest_wait) and self.application is not AWAY

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.started.wait(self.longest_wait)
        return self.application(environ, start_response)

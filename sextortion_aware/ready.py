"""/readyz for operators: what stops work now, always within two seconds. No Django here.

One look at a time, on a thread of its own, and its answer is everybody's for a second: whoever
asks often, a stranger too, makes no second one and cannot push the operator out.
"""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillLooking

from sextortion_aware import deadlines
from sextortion_aware.bulkhead import Places
from sextortion_aware.headers import NO_STORE, SECURITY_HEADERS
from sextortion_aware.plain_pages import RETRY_AFTER
from sextortion_aware.wsgi_types import Environ, StartResponse

KEPT_SECONDS = 1.0

# Pairs of a part and what is wrong with it. What it is told names the part that it looks at next.
Look = Callable[[Callable[[str], None]], Iterable[tuple[str, str]]]


class Ready:
    def __init__(self, look: Look, *, seconds: float = deadlines.READY_SECONDS) -> None:
        self.look, self.seconds = look, seconds
        # A second place waits: a look gives its own back only after it has answered.
        self.place = Places(1, 1, "ready")
        self.guard = threading.Lock()
        self.part = "site"
        self.latest: Future[list[tuple[str, str]]] | None = None
        self.known_until = 0.0

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        wrong = self.what_is_wrong()
        body = ("".join(f"{part}: {words}\n" for part, words in wrong) or "ready\n").encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            NO_STORE,
            *SECURITY_HEADERS,
        ]
        status = "503 Service Unavailable" if wrong else "200 OK"
        start_response(status, [*headers, RETRY_AFTER] if wrong else headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def what_is_wrong(self) -> list[tuple[str, str]]:
        try:
            return self.look_or_share().result(self.seconds)
        except StillLooking:
            return [(self.part, f"no answer in {self.seconds:g} seconds")]
        except Exception as error:  # the class alone, as everywhere
            return [(self.part, f"cannot be looked at ({type(error).__name__})")]

    def look_or_share(self) -> Future[list[tuple[str, str]]]:
        with self.guard:
            is_kept = self.latest and (
                not self.latest.done() or time.monotonic() < self.known_until
            )
            if self.latest is None or not is_kept:
                self.latest = self.place.take(self.run) or self.latest or Future()
            return self.latest

    def run(self) -> list[tuple[str, str]]:
        try:
            return list(self.look(self.note_part))
        finally:
            self.known_until = time.monotonic() + KEPT_SECONDS

    def note_part(self, part: str) -> None:
        self.part = part

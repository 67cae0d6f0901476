"""Calls the site as a server does, so that a test sees what a browser would: the front, its
headers, static files and errors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from wsgiref.util import setup_testing_defaults


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The one value; a header sent twice is a fault of its own."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) < 2, f"{name} is sent {len(values)} times"
        return values[0] if values else None

    @property
    def text(self) -> str:
        return self.body.decode()


def call(app: Any, path: str, method: str = "GET", **headers: str) -> Answer:
    """`call(app, "/", accept_encoding="br")`: header names in small letters with underscores."""
    address, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": unquote(address),
        "QUERY_STRING": query,
        "REQUEST_METHOD": method,
        "HTTP_HOST": "testserver",
    }
    setup_testing_defaults(environ)
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        started.append((status, list(headers)))

    parts_of_body: Iterable[bytes] = app(environ, start_response)
    try:
        body = b"".join(parts_of_body)
    finally:
        getattr(parts_of_body, "close", lambda: None)()
    status, sent = started[-1]
    return Answer(int(status.split()[0]), sent, body)

"""Clients that take a server's time: half forms, a byte a second, endless headers, slow readers."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle

from tests.drill.client import Site

GROUPS = 4  # threads; each looks after a share of the clients
CONNECT_SECONDS = 1
PIPELINED = 40
SMALL_BUFFER = 4096


@dataclass(frozen=True)
class Manner:
    """What is sent at once, what each second after, and how much is read each second."""

    first: tuple[bytes, ...]
    drop: bytes = b""
    sip: int = 0


def half_form(site: Site, drop: bytes = b"") -> Manner:
    paths = (
        "/accounts/login/",
        "/talks/ask/",
        "/talks/ask/00000000-0000-4000-8000-000000000000/dates/",
    )
    token = "a" * 32
    heads = [
        f"POST {path} HTTP/1.1\r\nHost: {site.name}\r\nCookie: {site.cookie_prefix}csrf={token}\r\n"
        f"Origin: {site.origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 100\r\n\r\na="
        for path in paths
    ]
    return Manner(tuple(head.encode() for head in heads), drop)


def slow_headers(site: Site) -> Manner:
    return Manner((f"GET / HTTP/1.1\r\nHost: {site.name}\r\nX-Slow: ".encode(),), b"x")


def slow_readers(site: Site) -> Manner:
    """They ask for much at once, the big pages of both halves, and take a few bytes a second."""
    paths = ("/what-to-do/", "/talks/", "/who-can-help/")
    asks = [f"GET {path} HTTP/1.1\r\nHost: {site.name}\r\n\r\n".encode() for path in paths]
    return Manner(tuple(each * PIPELINED for each in asks), sip=8)


class Stranger:
    """Comes back when shown the door."""

    def __init__(self, site: Site, source: str, first: bytes, manner: Manner) -> None:
        self.site, self.source, self.first, self.manner = site, source, first, manner
        self.line: socket.socket | None = None

    def turn(self) -> None:
        try:
            if self.line is None:
                self.come()
            else:
                self.go_on(self.line)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError):
            pass
        except OSError:
            self.leave()

    def come(self) -> None:
        self.line = self.site.connect(self.source, CONNECT_SECONDS)
        if self.manner.sip:
            self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self.line.setblocking(False)
        self.line.send(self.first)

    def go_on(self, line: socket.socket) -> None:
        if self.manner.drop:
            line.send(self.manner.drop)
        if not line.recv(self.manner.sip or 65536):
            self.leave()

    def leave(self) -> None:
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.close()
        self.line = None


def look_after(strangers: list[Stranger], done: threading.Event) -> None:
    while not done.is_set():
        began = time.monotonic()
        for stranger in strangers:
            if done.is_set():
                break
            stranger.turn()
        done.wait(max(0.0, 1 - (time.monotonic() - began)))
    for stranger in strangers:
        stranger.leave()


@contextmanager
def crowd(site: Site, number: int, manner: Manner) -> Iterator[None]:
    """Each from an address of its own, so that no limit for one address helps."""
    firsts = cycle(manner.first)
    addresses = [f"127.0.{10 + place // 250}.{place % 250 + 1}" for place in range(number)]
    strangers = [Stranger(site, address, next(firsts), manner) for address in addresses]
    done = threading.Event()
    threads = [
        threading.Thread(target=look_after, args=(strangers[place::GROUPS], done), daemon=True)
        for place in range(GROUPS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join(10)

"""Requests over plain sockets, answered whole and in time or not; and what forms need."""

import contextlib
import secrets
import socket
import ssl
import time
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from io import BytesIO
from urllib.parse import urlencode, urlsplit

from tests.drill.pages import form_of

HOST = "127.0.0.1"
OTHER_HALF_SECONDS = 10
NO_ANSWER = (OSError, HTTPException)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Site:
    """Where a shape answers: the port, the name in the Host header, and whether it speaks TLS."""

    port: int
    name: str
    tls: bool = False

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.name}"

    @property
    def cookie_prefix(self) -> str:
        return "__Host-" if self.tls else ""

    def connect(self, source: str, seconds: float) -> socket.socket:
        """From an address of its own, because limits count addresses."""
        line = socket.create_connection((HOST, self.port), seconds, (source, 0))
        if not self.tls:
            return line
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        try:
            return trusting.wrap_socket(line, server_hostname=self.name.partition(":")[0])
        except BaseException:
            line.close()
            raise


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Received:
    """What http.client takes for a socket."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, mode: str) -> BytesIO:
        return BytesIO(self.data)


def ask(
    site: Site,
    path: str,
    *,
    seconds: float,
    source: str = HOST,
    body: bytes | None = None,
    **headers: str,
) -> Answer:
    """The whole answer, or one of NO_ANSWER. `seconds` are for all of it, not for each packet."""
    until = time.monotonic() + seconds
    with site.connect(source, seconds) as line:
        # A refusal may come before all was sent.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(request(site, path, body, headers))
        received = bytearray()
        while piece := receive(line, until):
            received += piece
    if not received:
        raise ConnectionResetError("closed without an answer")
    answer = HTTPResponse(Received(bytes(received)), method="GET" if body is None else "POST")
    answer.begin()
    named = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, named, answer.read(), answer.headers.get_all("Set-Cookie") or [])


def receive(line: socket.socket, until: float) -> bytes:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
    return line.recv(65536)


def request(site: Site, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
    method = "GET" if body is None else "POST"
    lines = [f"{method} {path} HTTP/1.1", f"Host: {site.name}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body is not None:
        lines += [f"Content-Length: {len(body)}", f"Origin: {site.origin}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def is_page(answer: Answer) -> bool:
    return answer.status == 200 and "text/html" in answer.headers.get("content-type", "")


class Browser:
    """One person's: cookies, and the form of the last page."""

    def __init__(self, site: Site, source: str = HOST) -> None:
        self.site, self.source = site, source
        self.cookies: dict[str, str] = {}
        self.form: dict[str, list[str]] = {}
        self.place = "/"

    def get(self, path: str, seconds: float = OTHER_HALF_SECONDS) -> Answer:
        return self.keep(path, self.send(path, None, seconds))

    def post(
        self,
        path: str,
        fields: dict[str, str | list[str]],
        seconds: float = OTHER_HALF_SECONDS,
    ) -> Answer:
        token = self.form.get("csrfmiddlewaretoken", [""])
        body = urlencode({"csrfmiddlewaretoken": token, **fields}, doseq=True).encode()
        return self.keep(path, self.send(path, body, seconds, Content_Type=FORM))

    def post_file(self, path: str, name: str, content: bytes) -> Answer:
        mark = secrets.token_hex(16)
        token = self.form.get("csrfmiddlewaretoken", [""])[0]
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}'
            f'\r\n--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="a.csv"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        return self.keep(path, self.send(path, body, OTHER_HALF_SECONDS, Content_Type=kind))

    def send(self, path: str, body: bytes | None, seconds: float, **headers: str) -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return ask(self.site, path, seconds=seconds, source=self.source, body=body, **headers)

    def keep(self, path: str, answer: Answer) -> Answer:
        self.place = path
        for line in answer.cookies:
            self.cookies |= {name: each.value for name, each in SimpleCookie(line.strip()).items()}
        if "csrfmiddlewaretoken" in (form := form_of(answer.text) if is_page(answer) else {}):
            self.form = form
        return answer

    def follow(self, answer: Answer) -> Answer:
        return self.get(urlsplit(answer.headers["location"]).path)

"""The site under the server that production uses: what only a real socket can show."""

import gzip
import http.client
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from advice.build import BuiltPage, write_build
from advice.inline import page_headers
from sextortion_aware import deadlines
from sextortion_aware.headers import SECURITY_HEADERS
from tests.html import read

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 3
CSS = "body {}\n" * 100  # enough to be smaller packed
PATHS = ["/", *(f"/page-{number}/" for number in range(40))]


def pages(words):
    """Django knows one of these addresses: whatever a worker does not find in the build is a 404,
    and shows.
    """
    return [BuiltPage(path, f"{path} {words}".encode()) for path in PATHS]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    def __init__(self, var, **environment):
        self.port, self.var = free_port(), var
        (var / "static" / "css").mkdir(parents=True)
        (var / "static" / "css" / "site.css").write_text(CSS)
        (var / "static" / "css" / "site.css.gz").write_bytes(gzip.compress(CSS.encode()))
        write_build(pages("first"), var / "advice")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "deploy/serve.py",
                "--workers",
                str(WORKERS),
                "--port",
                str(self.port),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "VAR_DIR": str(var),
                "DATABASE_URL": f"sqlite:///{var}/site.sqlite3",
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def get(self, path, method="GET", **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def wait(self):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                return self.get("/")
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the server did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=60)[0]

    def end(self):
        """Also when a test failed. Its workers go with it."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    try:
        server.wait()
        yield server
    finally:
        server.end()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/healthz", 200), ("/static/css/site.css", 200), ("/nowhere/", 404)],
)
def test_server_sends_the_security_headers_with_every_kind_of_answer(server, path, status):
    got, headers, body = server.get(path)

    sent = {name.lower(): value for name, value in headers.items()}
    assert got == status
    wanted = dict(SECURITY_HEADERS) | (page_headers() if path == "/" else {})
    assert {name: sent.get(name.lower()) for name in wanted} == wanted
    assert "set-cookie" not in sent
    assert not any(character.isdigit() for character in sent.get("server", ""))
    assert int(sent["content-length"]) == len(body) > 0


def test_server_answers_head_without_a_body(server):
    status, headers, body = server.get("/", "HEAD")

    assert (status, headers["content-length"], body) == (200, str(len(b"/ first")), b"")


@pytest.mark.parametrize(("asked", "sent"), [("gzip", "gzip"), ("gzip;q=0", None), ("", None)])
def test_static_file_comes_in_an_encoding_that_was_asked_for(server, asked, sent):
    _, headers, body = server.get("/static/css/site.css", **{"Accept-Encoding": asked})

    assert headers.get("content-encoding") == sent
    assert (gzip.decompress(body) if sent else body) == CSS.encode()


def test_static_file_that_is_none_is_not_found(server):
    status, headers, body = server.get("/static/css/none.css")

    assert status == 404
    assert read(body.decode()).h1 == ["There is nothing at this address"]
    assert headers["x-frame-options"] == "DENY"


def worker_of(connection, server):
    """The process that holds the other end of this connection, as Linux tells it."""
    ends = f"0100007F:{server.port:04X}", f"0100007F:{connection.sock.getsockname()[1]:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    name = next(f"socket:[{row[9]}]" for row in rows if (row[1], row[2]) == ends)
    for worker in (
        Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    ):
        for handle in Path(f"/proc/{worker}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed since
                if str(handle.readlink()) == name:
                    return worker
    raise AssertionError("no worker holds the connection")


def ask(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def connections_to_every_worker(server):
    found = {}
    until = time.monotonic() + 20
    while len(found) < WORKERS:
        assert time.monotonic() < until, f"only {len(found)} workers answer"
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        ask(connection, "/")
        if found.setdefault(worker_of(connection, server), connection) is not connection:
            connection.close()
    return found


class Readers:
    """Threads that read on and write down each answer: one on a kept connection to each worker, and
    some that open a new one each time.
    """

    def __init__(self, server):
        self.server, self.done, self.answers, self.paths = server, threading.Event(), [], PATHS[:10]
        watchers = [
            threading.Thread(target=self.watch, args=pair)
            for pair in connections_to_every_worker(server).items()
        ]
        self.threads = watchers + [
            threading.Thread(target=self.come_and_go, args=(number,)) for number in range(4)
        ]

    def watch(self, worker, connection):
        while not self.done.is_set():
            self.note(worker, connection, "/")
        connection.close()

    def come_and_go(self, number):
        for place in itertools.count(number):
            if self.done.is_set():
                return
            path = self.paths[place % len(self.paths)]
            with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=10)) as connection:
                self.note("any", connection, path)

    def note(self, worker, connection, path):
        try:
            status, body = ask(connection, path)
        except Exception as error:
            status, body = repr(error), ""
        self.answers.append((time.monotonic(), worker, status, body.removeprefix(f"{path} ")))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join(10)

    def seen(self, since):
        """By whom, and what."""
        return {
            (worker, status, words) for when, worker, status, words in self.answers if when > since
        }


def test_new_build_is_live_on_every_worker_within_a_second_and_fails_nobody(server):
    with Readers(server) as readers:
        time.sleep(0.1)
        write_build(pages("second"), server.var / "advice")
        built = time.monotonic()
        time.sleep(1.4)

    seen = readers.seen(since=built + 1)
    assert {(status, words) for _, status, words in seen} == {(200, "second")}
    assert len(seen) == WORKERS + 1
    assert {(status, words) for _, status, words in readers.seen(since=0)} == {
        (200, "first"),
        (200, "second"),
    }


def test_version_that_is_taken_away_from_workers_that_still_serve_it_fails_nobody(server):
    folder = server.var / "advice"
    before = (folder / "current").read_text().split()[0]
    with Readers(server) as readers:
        write_build(pages("third"), folder)
        shutil.rmtree(folder / before)  # as another build does
        readers.paths = PATHS[10:]  # nobody has read them yet
        built = time.monotonic()
        time.sleep(1.4)

    assert {(status, words) for _, status, words in readers.seen(since=built + 1)} == {
        (200, "third")
    }
    assert {status for _, status, _ in readers.seen(since=0)} == {200}


HALF_SENT = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrf="
    + b"a" * 32
    + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na="
)


@pytest.fixture
def half_sent(server):
    """More forms that never come than the server has threads."""
    lines = []
    for _ in range(WORKERS * (deadlines.THREADS + 20)):
        line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        line.sendall(HALF_SENT)
        lines.append(line)
    yield lines
    for line in lines:
        line.close()


def test_half_sent_forms_do_not_stop_pages(server, half_sent):
    answers = {path: server.get(path)[0] for path in (*PATHS[:20], "/healthz", "/robots.txt")}

    assert answers == dict.fromkeys(answers, 200)


def test_half_sent_forms_are_answered_in_plain_words(half_sent):
    """Some are waited for, the rest are told at once that there is no room."""
    said = set()
    for line in half_sent:
        with line.makefile("rb") as answer:
            status = int(answer.readline().split()[1])
            headers = dict(http.client.parse_headers(answer).items())
            page = read(answer.read(int(headers["content-length"])).decode())
        said.add((status, headers["retry-after"], page.h1[0]))

    assert said == {
        (408, "60", "Your form did not reach us in time"),
        (503, "60", "We could not take your form yet"),
    }


def test_server_does_not_start_without_a_secret(tmp_path):
    server = Server(tmp_path, SECRET_KEY="")

    try:
        said = server.process.communicate(timeout=60)[0]
    finally:
        server.end()

    assert server.process.returncode != 0
    assert "SECRET_KEY is missing" in said
    assert "Traceback" not in said


def test_server_writes_down_nothing_of_a_visit_and_stops_when_told(server):
    """The last test of this server: it stops it."""
    server.get("/secret-path/?q=secret-words")

    said = server.stop()

    assert server.process.returncode == 0
    assert "refused to gracefully stop" not in said, "forms that never came kept it from stopping"
    assert "secret" not in said
    assert "127.0.0.1 " not in said

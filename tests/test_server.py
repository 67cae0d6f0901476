"""The site under the server that production uses: what only a real socket can show."""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from advice.build import BuiltPage, write_build
from advice.inline import page_headers
from sextortion_aware.headers import SECURITY_HEADERS

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 3
PATHS = ["/", *(f"/page-{number}/" for number in range(40))]


def pages(words):
    """Django knows one of these addresses: whatever a worker does not find in the build is a 404, and shows."""
    return [BuiltPage(path, f"{path} {words}".encode()) for path in PATHS]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    def __init__(self, var, **environment):
        self.port, self.var = free_port(), var
        (var / "static" / "css").mkdir(parents=True)
        (var / "static" / "css" / "site.css").write_text("body {}")
        write_build(pages("first"), var / "advice")
        self.process = subprocess.Popen(
            [sys.executable, "deploy/serve.py", "--workers", str(WORKERS), "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "VAR_DIR": str(var), "DATABASE_URL": f"sqlite:///{var}/site.sqlite3", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def get(self, path, method="GET"):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path)
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


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/healthz", 200), ("/static/css/site.css", 200), ("/nowhere/", 404)])
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


def worker_of(connection, server):
    """The process that holds the other end of this connection, as Linux tells it."""
    ends = f"0100007F:{server.port:04X}", f"0100007F:{connection.sock.getsockname()[1]:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    name = next(f"socket:[{row[9]}]" for row in rows if (row[1], row[2]) == ends)
    for worker in Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split():
        if name in {str(handle.readlink()) for handle in Path(f"/proc/{worker}/fd").iterdir()}:
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
    """Threads that read on and write down each answer: one on a kept connection to each worker, and some that open a new one each time."""

    def __init__(self, server):
        self.server, self.done, self.answers, self.paths = server, threading.Event(), [], PATHS[:10]
        watchers = [threading.Thread(target=self.watch, args=pair) for pair in connections_to_every_worker(server).items()]
        self.threads = watchers + [threading.Thread(target=self.come_and_go, args=(number,)) for number in range(4)]

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
        return {(worker, status, words) for when, worker, status, words in self.answers if when > since}


def test_new_build_is_live_on_every_worker_within_a_second_and_fails_nobody(server):
    with Readers(server) as readers:
        time.sleep(0.1)
        write_build(pages("second"), server.var / "advice")
        built = time.monotonic()
        time.sleep(1.4)

    seen = readers.seen(since=built + 1)
    assert {(status, words) for _, status, words in seen} == {(200, "second")}
    assert len(seen) == WORKERS + 1
    assert {(status, words) for _, status, words in readers.seen(since=0)} == {(200, "first"), (200, "second")}


def test_version_that_is_taken_away_from_workers_that_still_serve_it_fails_nobody(server):
    folder = server.var / "advice"
    before = (folder / "current").read_text().split()[0]
    with Readers(server) as readers:
        write_build(pages("third"), folder)
        shutil.rmtree(folder / before)  # as another build does
        readers.paths = PATHS[10:]  # nobody has read them yet
        built = time.monotonic()
        time.sleep(1.4)

    assert {(status, words) for _, status, words in readers.seen(since=built + 1)} == {(200, "third")}
    assert {status for _, status, _ in readers.seen(since=0)} == {200}


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
    assert "secret" not in said
    assert "127.0.0.1 " not in said

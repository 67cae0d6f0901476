"""The site under the server that production uses: what only a real socket can show."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from advice.build import BuiltPage, write_build
from sextortion_aware.headers import SECURITY_HEADERS

ROOT = Path(__file__).resolve().parent.parent
SERVE = ["--interface", "wsgi", "--blocking-threads", "16", "--http", "1", "--no-ws", "--workers-kill-timeout", "18"]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    def __init__(self, var, **environment):
        self.port, self.var = free_port(), var
        (var / "static" / "css").mkdir(parents=True)
        (var / "static" / "css" / "site.css").write_text("body {}")
        write_build([BuiltPage("/", b"Start, first")], var / "advice")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", *SERVE, "--port", str(self.port), "sextortion_aware.wsgi:application"],
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
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                return self.get("/")
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the server did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=20)[0]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    server.wait()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/healthz", 200), ("/static/css/site.css", 200), ("/nowhere/", 404)])
def test_server_sends_the_security_headers_with_every_kind_of_answer(server, path, status):
    got, headers, body = server.get(path)

    sent = {name.lower(): value for name, value in headers.items()}
    assert got == status
    assert {name: sent.get(name.lower()) for name, _ in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
    assert "set-cookie" not in sent
    assert not any(character.isdigit() for character in sent.get("server", ""))
    assert int(sent["content-length"]) == len(body) > 0


def test_server_answers_head_without_a_body(server):
    status, headers, body = server.get("/", "HEAD")

    assert (status, headers["content-length"], body) == (200, str(len(b"Start, first")), b"")


def test_new_build_is_live_within_a_second_and_fails_nobody(server):
    answers, done = [], threading.Event()

    def read_on():
        while not done.is_set():
            status, _, body = server.get("/")
            answers.append((time.monotonic(), status, body))

    readers = [threading.Thread(target=read_on) for _ in range(3)]
    for reader in readers:
        reader.start()
    write_build([BuiltPage("/", b"Start, second")], server.var / "advice")
    built = time.monotonic()
    while time.monotonic() < built + 5 and (not answers or answers[-1][2] != b"Start, second"):
        time.sleep(0.01)
    done.set()
    for reader in readers:
        reader.join(10)

    assert {status for _, status, _ in answers} == {200}
    assert {body for _, _, body in answers} <= {b"Start, first", b"Start, second"}
    first_new = min(when for when, _, body in answers if body == b"Start, second")
    assert first_new - built < 1.2  # a second, and the time a busy machine takes


def test_server_does_not_start_without_a_secret(tmp_path):
    server = Server(tmp_path, SECRET_KEY="")

    said = server.process.communicate(timeout=20)[0]

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

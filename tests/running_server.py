"""The server as it runs for real, and readers who never stop."""

import gzip
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

from advice.build import BuiltPage, write_build

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


HALF_SENT = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrf="
    + b"a" * 32
    + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na="
)

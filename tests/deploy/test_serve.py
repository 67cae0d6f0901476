"""The server and its processes, with an application that misbehaves when asked."""

import os
import socket
import subprocess
import threading
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection

import pytest

from tests.processes import (
    PATIENCE,
    ROOT,
    children,
    free_port,
    kill,
    python,
    started,
    stop,
    wait_until,
)

pytestmark = pytest.mark.own_database

APPLICATION = "tests.deploy.app:application"


class UnixConnection(HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def ask(where, path="/", timeout=PATIENCE):
    """The process that answers."""
    kind = (
        UnixConnection(where, timeout)
        if not isinstance(where, int)
        else HTTPConnection("127.0.0.1", where, timeout=timeout)
    )
    try:
        kind.request("GET", path)
        answer = kind.getresponse()
        assert answer.status == 200
        return int(answer.read())
    finally:
        kind.close()


def answers(where):
    with suppress(OSError):
        return ask(where)
    return None


@contextmanager
def serving(where, tmp_path, **environment):
    option = ["--port", str(where)] if isinstance(where, int) else ["--uds", str(where)]
    command = python("deploy/serve.py", *option, "--workers", "2", APPLICATION)
    with started(command, tmp_path / f"log-{os.urandom(4).hex()}", **environment) as server:
        wait_until(
            lambda: answers(where) and len(children(server.pid)) == 2, "two processes that answer"
        )
        yield server


@pytest.fixture(params=["port", "uds"])
def where(request, tmp_path):
    return free_port() if request.param == "port" else tmp_path / "site.sock"


def test_processes_that_are_killed_five_times_are_replaced_and_no_new_reader_meets_a_failure(
    where, tmp_path
):
    with serving(where, tmp_path) as server:
        for _ in range(5):
            before = children(server.pid)
            for pid in before:
                kill(pid)
            assert ask(where) not in before
            wait_until(lambda: len(children(server.pid)) == 2, "two processes")


def test_process_that_is_stopped_is_replaced_and_readers_are_served_meanwhile(where, tmp_path):
    with serving(where, tmp_path) as server:
        stopped, other = children(server.pid)
        stop(stopped)

        wait_until(
            lambda: ask(where) and stopped not in children(server.pid), "the stopped process gone"
        )

        wait_until(lambda: len(children(server.pid)) == 2, "two processes")
        assert other in children(server.pid)


def test_process_that_spins_is_replaced(tmp_path):
    port = free_port()
    with serving(port, tmp_path) as server:
        before = set(children(server.pid))
        with pytest.raises(TimeoutError):
            ask(port, "/spin", timeout=1)

        wait_until(lambda: len(set(children(server.pid)) - before) == 1, "one new process")

        assert len(before & set(children(server.pid))) == 1
        assert ask(port) in children(server.pid)


def test_server_that_is_killed_takes_its_processes_along_and_the_next_one_finds_the_place_free(
    where, tmp_path
):
    with serving(where, tmp_path) as server:
        answered: set[int] = set()  # one that has only begun is not tied to the server yet
        wait_until(
            lambda: answered.add(ask(where)) or answered >= set(children(server.pid)), "all answer"
        )
        stop(children(server.pid)[0])  # not even this one stays
        server.process.kill()
        server.wait_until_all_gone()

    with serving(where, tmp_path) as server:
        assert ask(where) in children(server.pid)


def test_second_server_does_not_take_a_socket_that_is_in_use(tmp_path):
    where = tmp_path / "site.sock"
    with serving(where, tmp_path):
        done = subprocess.run(
            python("deploy/serve.py", "--uds", str(where), APPLICATION),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

        assert (done.returncode, done.stderr) == (
            1,
            f"{where} is in use: another server answers there.\n",
        )
        assert ask(where)


def test_server_that_never_could_start_ends_with_what_is_wrong(tmp_path):
    (tmp_path / "broken").touch()
    command = python("deploy/serve.py", "--port", str(free_port()), APPLICATION)

    with started(command, tmp_path / "log", BROKEN_WHEN=str(tmp_path / "broken")) as server:
        server.wait_until_all_gone()

    assert server.process.returncode == 1
    assert "A setting is wrong." in server.said()
    assert "Traceback" not in server.said()


def test_server_that_served_before_never_gives_up(tmp_path):
    port, broken = free_port(), tmp_path / "broken"
    with serving(port, tmp_path, BROKEN_WHEN=str(broken)) as server:
        broken.touch()
        for pid in children(server.pid):
            kill(pid)
        wait_until(lambda: server.said().count("A setting is wrong.") >= 5, "five vain starts")
        assert server.process.poll() is None

        broken.unlink()
        assert ask(port)
        wait_until(lambda: len(children(server.pid)) == 2, "two processes")

        for pid in children(server.pid):
            kill(pid)
        assert ask(port)
        assert server.process.poll() is None


def test_server_that_is_told_to_stop_answers_what_it_was_asked(where, tmp_path):
    asked, answered = tmp_path / "asked", []
    with serving(where, tmp_path, ASKED=str(asked)) as server:
        before = children(server.pid)
        asker = threading.Thread(target=lambda: answered.append(ask(where, "/slow")))
        asker.start()
        wait_until(asked.exists, "the question to arrive")

        server.process.terminate()
        asker.join(PATIENCE)
        server.wait_until_all_gone()

    assert server.process.returncode == 0
    assert answered[0] in before
    assert server.said() == ""


def test_server_says_that_it_is_alive_once_it_answers_and_not_before(tmp_path):
    """As systemd hears it, which keeps the socket that NOTIFY_SOCKET names."""
    late, port = tmp_path / "late", free_port()
    late.touch()
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        command = python("deploy/serve.py", "--port", str(port), APPLICATION)
        with started(
            command, tmp_path / "log", NOTIFY_SOCKET=str(tmp_path / "notify"), LATE_WHILE=str(late)
        ):
            systemd.settimeout(3)
            with pytest.raises(TimeoutError):
                systemd.recv(100)

            late.unlink()

            systemd.settimeout(PATIENCE)
            assert systemd.recv(100) == systemd.recv(100) == b"READY=1\nWATCHDOG=1"
            assert answers(port)

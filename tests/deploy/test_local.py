import importlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def run(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    return subprocess.run(
        [sys.executable, "deploy/local.py"], cwd=ROOT, env=kept | {"VAR_DIR": str(tmp_path / "var")} | environment, capture_output=True, text=True, timeout=30
    )


def test_busy_port_is_one_plain_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run(tmp_path, PORT=str(port))

    assert done.returncode == 1
    assert done.stderr == f"Port {port} is busy: stop what is using it, or choose another, for example PORT={port + 1} make run\n"
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_port_that_is_none_is_one_plain_sentence(tmp_path, port):
    done = run(tmp_path, PORT=port)

    assert done.returncode == 1
    assert done.stderr == f'PORT is "{port}": choose a number from 1 to 65535, for example PORT=8001 make run\n'


@pytest.fixture
def local(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "deploy"))
    return importlib.import_module("local")


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path, local):
    first = local.secret(tmp_path)
    second = local.secret(tmp_path)

    assert first == second
    assert len(first) >= 80
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.fixture
def done(monkeypatch, local, tmp_path):
    """What main does after the port and the database are there, in order; each for show."""
    done = []
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["local.py"])
    for name in ("port", "set_environment", "prepare"):
        monkeypatch.setattr(local, name, lambda *args, **kwargs: 8000)
    monkeypatch.setattr(local, "build", lambda: done.append("build"))
    monkeypatch.setattr(local, "serve", lambda port, *, build_beside: done.append("serve and build beside" if build_beside else "serve") or 0)
    return done


def test_first_run_builds_the_pages_before_it_serves(local, done):
    local.main()

    assert done == ["build", "serve"]


def test_later_runs_serve_the_pages_of_before_at_once(local, done, tmp_path):
    (tmp_path / "advice").mkdir()
    (tmp_path / "advice/current").touch()

    local.main()

    assert done == ["serve and build beside"]


SERVE_UNTIL_BUILT = """
import os, socket, sys, time
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    while not os.path.exists(sys.argv[2]):
        time.sleep(0.02)
"""
BUILD = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1]))); open(sys.argv[2], 'w')"


@pytest.mark.parametrize("build_beside", [True, False])
def test_build_beside_begins_when_the_server_answers(local, monkeypatch, tmp_path, capfd, build_beside):
    """The stand-in for the server ends when a build was made, and that ends it all; without one, the stand-in for the worker does."""
    built = tmp_path / "built"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setattr(local.signal, "signal", lambda *args: None)
    monkeypatch.setattr(local, "words", lambda port: "Here it is")
    monkeypatch.setattr(local, "server", lambda port: [sys.executable, "-c", SERVE_UNTIL_BUILT, str(port), str(built)])
    monkeypatch.setattr(local, "builder", lambda: [sys.executable, "-c", BUILD, str(port), str(built)])
    monkeypatch.setattr(local, "worker", lambda: ["sleep", "20" if build_beside else "1"])

    started = time.monotonic()
    local.serve(port, build_beside=build_beside)

    assert built.exists() is build_beside
    assert time.monotonic() - started < 10
    assert capfd.readouterr() == ("Here it is\n", "")

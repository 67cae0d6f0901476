"""`make run` before it serves: what stops it in one sentence, its secret, its pages."""

import importlib
import socket
import sys

import pytest

from tests.deploy.local_run import ROOT, run

pytestmark = pytest.mark.own_database


def test_busy_port_is_one_plain_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run(tmp_path, PORT=str(port))

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is busy: stop what is using it, or choose another, for example "
        f"PORT={port + 1} make run\n"
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_port_that_is_none_is_one_plain_sentence(tmp_path, port):
    done = run(tmp_path, PORT=port)

    assert done.returncode == 1
    assert (
        done.stderr
        == f'PORT is "{port}": choose a number from 1 to 65535, for example PORT=8001 make run\n'
    )


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty: name each host, or leave it out."),
        ({"ALLOWED_HOSTS": ","}, "ALLOWED_HOSTS is empty: name each host, or leave it out."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has *: name each host."),
        (
            {"TRUSTED_PROXY_COUNT": "x"},
            'TRUSTED_PROXY_COUNT is "x": write a whole number from 0 to 9.',
        ),
        (
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
            (
                "The database cannot be used (OperationalError): check DATABASE_URL, and that it "
                "is there and running."
            ),
        ),
        (
            {"VAR_DIR": "/proc/none"},
            "VAR_DIR is /proc/none, and cannot be written to (No such file or directory).",
        ),
    ],
)
def test_wrong_setting_is_one_plain_sentence(tmp_path, setting, sentence):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    done = run(tmp_path, PORT=str(port), **setting)

    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")


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
    monkeypatch.setattr(
        local,
        "serve",
        lambda port, *, build_beside: (
            done.append("serve and build beside" if build_beside else "serve") or 0
        ),
    )
    return done


def test_first_run_builds_the_pages_before_it_serves(local, done):
    local.main()

    assert done == ["build", "serve"]


def test_later_runs_serve_the_pages_of_before_at_once(local, done, tmp_path):
    (tmp_path / "advice").mkdir()
    (tmp_path / "advice/current").touch()

    local.main()

    assert done == ["serve and build beside"]

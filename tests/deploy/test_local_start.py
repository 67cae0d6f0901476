"""`make run` before it serves: what stops it in one sentence, its secret, its pages."""

import importlib
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from campaigns.demo import DEMO_NAME
from tests.deploy.local_run import ROOT, run
from tests.processes import free_port

pytestmark = pytest.mark.own_database

OWN = "Zb8-uQ4_mN1xYt7-kL2vRw9_pD5sGh3-jF6cXa0_eT8iOb4-nM1q"


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


FOR_OTHERS = (
    "SITE_URL is https://talks.example.org, which others can reach: give it a SECRET_KEY of its "
    "own. `make secret` prints one; docs/deploy.md says where it stands.\n"
)


@pytest.mark.parametrize("is_made", [False, True], ids=["no secret yet", "one made before"])
def test_site_for_others_is_not_served_on_the_secret_made_here(tmp_path, local, is_made):
    if is_made:
        (tmp_path / "var").mkdir()
        local.secret(tmp_path / "var")
    before = sorted(path.name for path in tmp_path.glob("var/*"))

    done = run(
        tmp_path,
        PORT=str(free_port()),
        SITE_URL="https://talks.example.org",
        TEAM_EMAIL="team@talks.example.org",
    )

    assert (done.returncode, done.stdout, done.stderr) == (1, "", FOR_OTHERS)
    assert sorted(path.name for path in tmp_path.glob("var/*")) == before


def test_demonstration_is_not_served_where_others_reach_it(tmp_path):
    """It was made on this machine; then the site was given an address for others."""
    (tmp_path / "var").mkdir()
    for_others = {
        "SITE_URL": "https://talks.example.org",
        "TEAM_EMAIL": "team@talks.example.org",
        "SECRET_KEY": OWN,
        "VAR_DIR": str(tmp_path / "var"),
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | for_others,
        check=True,
    )
    with closing(sqlite3.connect(tmp_path / "var/site.sqlite3")) as base, base:
        base.execute(
            "INSERT INTO campaigns_campaign"
            " (name, started_on, mark, km_an_hour, least_minutes_between, is_demo,"
            "  team_name, team_email, telephone, office_hours, answer_school_days)"
            " VALUES (?, '2015-11-01', 20000, 35, 10, TRUE, '', '', '', '', 2)",
            [DEMO_NAME],
        )

    done = run(tmp_path, PORT=str(free_port()), **for_others)

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "The demonstration's passphrase is public, and others can reach talks.example.org. "
        "Use it on your own machine only.\n",
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://[", "write the whole address, like https://talks.example.org"),
        ("http://localhost:PORT", "write the whole address, like https://talks.example.org"),
        ("http://talks.example.org", "a site that others can reach needs https."),
    ],
)
def test_address_that_is_none_is_one_plain_sentence_and_is_not_kept(tmp_path, address, sentence):
    done = run(tmp_path, PORT=str(free_port()), SITE_URL=address)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f'SITE_URL is "{address}": {sentence}\n'
    assert not (tmp_path / "var").exists()


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """What set_environment may change, put back afterwards."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "SITE_URL", "DEBUG")
    }
    monkeypatch.setattr(os, "environ", kept | {"VAR_DIR": str(tmp_path)})
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(ROOT)
    return os.environ


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8001"),
        ({"SITE_URL": "http://127.0.0.1:9000"}, "http://127.0.0.1:9000"),
        ({"SITE_URL": "http://localhost:9000"}, "http://localhost:9000"),
        ({"SITE_URL": "http://[::1]:9000"}, "http://[::1]:9000"),
        ({"SITE_URL": "https://localhost"}, "https://localhost"),
    ],
)
def test_site_of_this_machine_has_the_secret_made_here(
    tmp_path, local, environment, given, address
):
    environment.update(given)

    local.set_environment(8001)

    made = (tmp_path / "secret_key").read_text()
    assert len(made) >= 80
    assert (environment["SECRET_KEY"], environment["SITE_URL"]) == (made, address)
    assert (tmp_path / "site_url").read_text() == address


@pytest.mark.parametrize("address", ["https://talks.example.org", "http://127.0.0.1:9000"])
def test_site_with_a_secret_of_its_own_leaves_none_for_commands(
    tmp_path, local, environment, address
):
    """An address beside a secret that is not its own would have commands write broken links."""
    environment.update({"SITE_URL": address, "SECRET_KEY": OWN})

    local.set_environment(8001)

    assert (environment["SECRET_KEY"], environment["SITE_URL"]) == (OWN, address)
    assert list(tmp_path.iterdir()) == []


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

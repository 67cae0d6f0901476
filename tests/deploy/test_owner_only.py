"""What the site writes below VAR_DIR is for its owner only, but for what nginx sends from disk."""

import stat
import urllib.request

import pytest

from tests.processes import free_port, python, started, wait_until

pytestmark = [pytest.mark.own_database, pytest.mark.heavy]

PUBLISHED = ("advice", "static")
FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """Of a site that was started by somebody whose files everybody may read."""
    folder = tmp_path_factory.mktemp("made") / "var"
    log, port = folder.parent / "log", free_port()
    command = ["sh", "-c", 'umask 022; exec "$@"', "sh", *python("deploy/local.py")]
    environment = {"VAR_DIR": str(folder), "PORT": str(port), "DATABASE_URL": ""}
    environment["SITE_URL"] = f"http://127.0.0.1:{port}"
    with started(["env", "-u", "SECRET_KEY", *command], log, **environment) as site:
        for _ in range(5):  # migrations and the demonstration, on a slow machine
            if "Sextortion Aware is at" in site.said():
                break
            wait_a_minute(site)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as answer:
            assert answer.status == 200
        yield folder


def wait_a_minute(site) -> None:
    try:
        wait_until(lambda: "Sextortion Aware is at" in site.said(), "the site says its address")
    except AssertionError:
        assert site.process.poll() is None, site.said()


def modes(var):
    return {
        path.relative_to(var): stat.S_IMODE(path.lstat().st_mode)
        for path in var.rglob("*")
        if not path.is_symlink()
    }


def test_files_of_the_site_are_for_their_owner_only(var):
    private = {path: mode for path, mode in modes(var).items() if path.parts[0] not in PUBLISHED}

    assert {path: oct(mode) for path, mode in private.items() if mode & FOR_OTHERS} == {}
    assert {"site.sqlite3", "secret_key"} <= {path.as_posix() for path in private}
    assert stat.S_IMODE(var.stat().st_mode) == 0o700


def test_files_that_nginx_sends_can_be_read_by_it(var):
    published = {path: mode for path, mode in modes(var).items() if path.parts[0] in PUBLISHED}
    shut = {path for path, mode in published.items() if not mode & stat.S_IROTH}

    # Only our own front reads which version is served (advice/build.py).
    assert {path for path in shut if path.suffix in (".html", ".br", ".gz", ".css", ".js")} == set()
    assert {path for path in shut if (var / path).is_dir()} == set()
    assert len(published) > 300

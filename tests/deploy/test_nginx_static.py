"""Static files as nginx sends them, beside how the site would."""

import gzip
import re
from contextlib import closing

import brotli
import pytest

from sextortion_aware.headers import SECURITY_HEADERS
from tests.deploy.nginx import HOST, Connection, Front, collect, front, needs_nginx

pytestmark = [needs_nginx, pytest.mark.own_database]


@pytest.fixture(scope="module")
def with_static():
    with front() as made:
        collect(made)
        with made.site():
            yield made


def of_site(made: Front, path: str, **headers: str):
    with closing(Connection(made.connect_behind)) as opened:
        return opened.ask(path, **headers)


HASHED = re.compile(r"css/site\.[0-9a-f]{12}\.css")


CODINGS = {"": None, "br": "br", "gzip": "gzip", "gzip;q=0": None, "br;q=0": None}


@pytest.mark.parametrize(
    ("accepted", "coding"), [*CODINGS.items(), ("br;q=0, gzip", "gzip"), ("gzip;q=0, br", "br")]
)
@pytest.mark.parametrize("is_hashed", [True, False])
def test_static_file_comes_from_nginx_as_the_site_would_send_it(
    with_static, is_hashed, accepted, coding
):
    static = with_static.folder / "var/static"
    files = [str(path.relative_to(static)) for path in static.rglob("site*.css")]
    path = next(name for name in files if bool(HASHED.fullmatch(name)) == is_hashed)

    by_nginx = with_static.ask(f"/static/{path}", Accept_Encoding=accepted)
    by_site = of_site(with_static, f"/static/{path}")

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    assert (by_nginx.status, by_nginx.headers.get("content-encoding")) == (200, coding)
    assert unpack[coding](by_nginx.body) == by_site.body
    assert by_nginx.headers["cache-control"] == by_site.headers["cache-control"]
    assert by_nginx.headers["content-type"] == "text/css; charset=utf-8"
    wanted = [*SECURITY_HEADERS, ("Vary", "Accept-Encoding")]
    assert {name: by_nginx.headers[name.lower()] for name, _ in wanted} == dict(wanted)
    assert ("immutable" in by_nginx.headers["cache-control"]) == is_hashed


def test_static_file_comes_without_the_site_and_what_is_none_goes_to_the_site(with_static):
    missing = with_static.ask("/static/css/no-such.css")
    with front() as alone:
        collect(alone)
        there, away = alone.ask("/static/css/site.css"), alone.ask("/static/css/no-such.css")

    assert (missing.status, b"There is nothing at this address" in missing.body) == (404, True)
    assert there.status == 200
    assert away.status == 503


@pytest.mark.parametrize("path", ["/nope<b", "/nope`b", '/accounts/login/?"'])
def test_what_the_sites_server_refuses_bare_has_the_headers_once(with_static, path):
    """granian answers an address that it cannot read with a status and nothing else."""
    with closing(with_static.connect()) as opened:
        opened.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        head = b"".join(iter(lambda: opened.recv(65536), b"")).partition(b"\r\n\r\n")[0].decode()

    status, *lines = head.split("\r\n")
    sent = [tuple(line.split(": ", 1)) for line in lines]
    named = {name.lower() for name, _ in SECURITY_HEADERS}
    assert status.split()[1] == "400"
    assert [pair for pair in sent if pair[0].lower() in named] == list(SECURITY_HEADERS)


def test_answer_of_the_site_keeps_its_own_headers_and_has_each_once(with_static):
    answer, of_its_own = with_static.ask("/nowhere/"), of_site(with_static, "/nowhere/")

    names = [name.lower() for name, _ in SECURITY_HEADERS]
    assert {name: answer.headers[name] for name in names} == {
        name: of_its_own.headers[name] for name in names
    }

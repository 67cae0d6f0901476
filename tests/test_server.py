"""The site under the server that production uses: what only a real socket can show."""

import gzip
import http.client
import shutil
import socket
import time

import pytest

from advice.build import write_build
from advice.inline import page_headers
from sextortion_aware import deadlines
from sextortion_aware.headers import SECURITY_HEADERS
from tests.html import read
from tests.running_server import CSS, HALF_SENT, PATHS, WORKERS, Readers, Server, pages


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

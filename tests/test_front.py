import ast
import gzip
import logging
import sys
import threading
from pathlib import Path

import brotli
import pytest

from advice.build import BuiltPage, write_build
from sextortion_aware import front
from sextortion_aware.front import BuiltPages, Front, StartedBeside, best_encoding, is_unchanged
from sextortion_aware.headers import SECURITY_HEADERS
from tests.wsgi import call

PAGE = "<!doctype html><title>Start</title>" + "Words for people. " * 50
SECURITY = dict(SECURITY_HEADERS)


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def behind(environ, start_response):
    start_response("201 Created", [("Content-Type", "text/plain"), ("X-Frame-Options", "SAMEORIGIN")])
    return [f"Django: {environ['REQUEST_METHOD']} {environ['PATH_INFO']}".encode()]


@pytest.fixture
def folder(tmp_path):
    write_build([BuiltPage("/", PAGE.encode()), BuiltPage("/next/", b"Next")], tmp_path)
    return tmp_path


@pytest.fixture
def site(folder):
    return Front(BuiltPages(folder), behind)


def test_front_answers_a_built_page_with_its_exact_headers(site):
    answer = call(site, "/")

    assert (answer.status, answer.text) == (200, PAGE)
    assert dict(answer.headers) == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(PAGE)),
        "Cache-Control": "no-store",
        "CDN-Cache-Control": "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400",
        "Vary": "Accept-Encoding",
        "ETag": answer.header("ETag"),
        **SECURITY,
    }
    assert len(answer.headers) == len(dict(answer.headers))


def test_front_answers_in_the_encoding_the_browser_takes(site):
    packed, zipped, plain = (call(site, "/", accept_encoding=wanted) for wanted in ("gzip, deflate, br", "gzip", ""))

    assert (packed.header("Content-Encoding"), brotli.decompress(packed.body).decode()) == ("br", PAGE)
    assert (zipped.header("Content-Encoding"), gzip.decompress(zipped.body).decode()) == ("gzip", PAGE)
    assert (plain.header("Content-Encoding"), plain.text) == (None, PAGE)
    assert [int(answer.header("Content-Length")) for answer in (packed, zipped, plain)] == [len(answer.body) for answer in (packed, zipped, plain)]
    assert len({answer.header("ETag") for answer in (packed, zipped, plain)}) == 3
    assert {answer.header("Vary") for answer in (packed, zipped, plain)} == {"Accept-Encoding"}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br", "br"),
        ("BR", "br"),
        ("gzip, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip;q=0", "identity"),
        ("br ; q=0 , *", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity;q=0, br;q=0.1", "br"),
        ("identity, br;q=0.5", "identity"),
        ("identity;q=0, *;q=0", "identity"),
        ("br;q=2", "identity"),
        ("br;q=x, gzip;q=0.2", "gzip"),
        ("br;level=4", "br"),
        ("deflate, zstd", "identity"),
        ("", "identity"),
        (", ,;;q=", "identity"),
    ],
)
def test_best_encoding_reads_weights(accepted, encoding):
    assert best_encoding(accepted) == encoding


def test_front_reads_a_very_long_header_without_keeping_it(site):
    best_encoding.cache_clear()

    answer = call(site, "/", accept_encoding="x," * 5000 + "gzip")

    assert answer.header("Content-Encoding") == "gzip"
    assert best_encoding.cache_info().currsize == 0


def test_front_says_unchanged_to_who_has_the_page(site):
    etag = call(site, "/", accept_encoding="br").header("ETag")

    answer = call(site, "/", accept_encoding="br", if_none_match=etag)

    assert (answer.status, answer.body) == (304, b"")
    assert dict(answer.headers) == {
        "Cache-Control": "no-store",
        "CDN-Cache-Control": "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400",
        "Vary": "Accept-Encoding",
        "ETag": etag,
        **SECURITY,
    }


def test_front_sends_the_page_again_when_another_encoding_is_had(site):
    etag = call(site, "/", accept_encoding="br").header("ETag")

    assert call(site, "/", accept_encoding="gzip", if_none_match=etag).status == 200


@pytest.mark.parametrize(
    ("asked", "unchanged"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", "abc"', True),
        ('"x",W/"abc" , "y"', True),
        ("*", True),
        (" * ", True),
        ('"x, abc"', False),
        ('"xabc"', False),
        ("abc", False),
        ('"abc', False),
        ('"ABC"', False),
        ("", False),
    ],
)
def test_is_unchanged_reads_lists_and_compares_weakly(asked, unchanged):
    assert is_unchanged(asked, '"abc"') is unchanged


def test_front_answers_head_with_the_headers_and_no_body(site):
    got, head = call(site, "/", accept_encoding="br"), call(site, "/", "HEAD", accept_encoding="br")

    assert (head.status, head.headers, head.body) == (200, got.headers, b"")


def test_front_answers_an_address_without_its_last_slash_and_with_words_after_it(site):
    assert call(site, "/next").body == b"Next"
    assert call(site, "/next/?q=secret").body == b"Next"


@pytest.mark.parametrize(("method", "path"), [("GET", "/team/"), ("POST", "/"), ("OPTIONS", "/next/"), ("GET", "/next/more/"), ("GET", "//"), ("GET", "")])
def test_front_passes_everything_else_on(site, method, path):
    answer = call(site, path, method)

    assert (answer.status, answer.text) == (201, f"Django: {method} {path}")


def test_front_adds_the_security_headers_to_answers_from_behind_and_keeps_their_own(site):
    answer = call(site, "/team/")

    assert {name: answer.header(name) for name in SECURITY} == {**SECURITY, "X-Frame-Options": "SAMEORIGIN"}
    assert answer.header("Content-Type") == "text/plain"


def test_front_without_a_build_passes_everything_on(tmp_path):
    assert call(Front(BuiltPages(tmp_path / "none"), behind), "/").text == "Django: GET /"
    assert call(Front(None, behind), "/").text == "Django: GET /"


def test_front_serves_a_new_build_a_second_later(folder):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)
    write_build([BuiltPage("/", b"New"), BuiltPage("/more/", b"More")], folder)

    clock.now += 0.9
    early = call(site, "/")
    clock.now += 0.1
    late = call(site, "/")

    assert (early.text, late.text) == (PAGE, "New")
    assert call(site, "/more/").text == "More"
    assert call(site, "/next/").text == "Django: GET /next/"


def test_front_looks_at_the_version_once_a_second_at_most(folder, monkeypatch):
    clock = Clock()
    built = BuiltPages(folder, clock)
    looks = []
    monkeypatch.setattr(built, "look", lambda: looks.append(clock.now))

    for _ in range(40):
        clock.now += 0.1
        built.current()

    assert len(looks) == 4


def test_front_starts_serving_a_build_that_was_made_after_it_started(tmp_path):
    clock = Clock()
    site = Front(BuiltPages(tmp_path, clock), behind)
    assert call(site, "/").status == 201
    write_build([BuiltPage("/", b"First")], tmp_path)

    clock.now += 1

    assert call(site, "/").text == "First"


def drop_current(folder):
    (folder / "current").unlink()


def empty_current(folder):
    (folder / "current").write_text("")


def name_a_version_that_is_not_there(folder):
    (folder / "current").write_text("0123456789\n")


def spoil_the_manifest(folder):
    version = write_build([BuiltPage("/", b"Spoilt")], folder)
    (folder / version / "manifest.json").write_text("{")


def lose_a_page(folder):
    version = write_build([BuiltPage("/", b"Spoilt")], folder)
    (folder / version / "index.html.br").unlink()


@pytest.mark.parametrize("harm", [drop_current, empty_current, name_a_version_that_is_not_there, spoil_the_manifest, lose_a_page])
def test_front_keeps_its_pages_when_the_build_is_harmed_and_mends_with_the_next(folder, harm):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)

    harm(folder)
    clock.now += 1
    harmed = call(site, "/")
    write_build([BuiltPage("/", b"Mended")], folder)
    clock.now += 1
    mended = call(site, "/")

    assert (harmed.text, mended.text) == (PAGE, "Mended")


def test_front_tries_a_build_again_that_it_could_not_read(folder):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)
    version = write_build([BuiltPage("/", b"New")], folder)
    (folder / version).rename(folder / "away")
    clock.now += 1
    assert call(site, "/").text == PAGE

    (folder / "away").rename(folder / version)
    clock.now += 1

    assert call(site, "/").text == "New"


def test_front_answers_everybody_while_one_reads_the_new_build(folder, monkeypatch):
    clock = Clock()
    built = BuiltPages(folder, clock)
    reading, go_on = threading.Event(), threading.Event()
    real = front.load_pages

    def slow(*args):
        reading.set()
        assert go_on.wait(5)
        return real(*args)

    monkeypatch.setattr(front, "load_pages", slow)
    write_build([BuiltPage("/", b"New")], folder)
    clock.now += 1
    reader = threading.Thread(target=built.current)
    reader.start()
    assert reading.wait(5)

    meanwhile = call(Front(built, behind), "/").text
    go_on.set()
    reader.join(5)

    assert (meanwhile, call(Front(built, behind), "/").text) == (PAGE, "New")


def test_django_that_cannot_start_leaves_the_built_pages_and_a_telephone_number(folder, caplog):
    def broken():
        raise RuntimeError("no settings")

    site = Front(BuiltPages(folder), StartedBeside(broken))

    page, other = call(site, "/next/"), call(site, "/team/")

    assert (page.status, page.text) == (200, "Next")
    assert other.status == 503
    assert (other.header("Retry-After"), other.header("Cache-Control")) == ("60", "no-store")
    assert {name: other.header(name) for name in SECURITY} == SECURITY
    assert other.text == (
        "This part of the site is not working at the moment. Please try again in a few minutes.\n\nIn danger now? Call 999.\nTo tell the police, call 101.\n"
    )
    assert "The site could not start." in caplog.text
    assert call(site, "/team/", "HEAD").body == b""


def test_requests_for_django_wait_until_it_has_started(folder):
    start = threading.Event()

    def slow():
        assert start.wait(5)
        return behind

    site = Front(BuiltPages(folder), StartedBeside(slow))
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(call(site, "/team/")))
    waiting.start()

    assert call(site, "/next/").text == "Next"
    assert answers == []
    start.set()
    waiting.join(5)

    assert answers[0].text == "Django: GET /team/"


def test_requests_for_django_do_not_wait_for_ever():
    never = threading.Event()
    site = Front(None, StartedBeside(lambda: never.wait(5) and behind, longest_wait=0.01))

    assert call(site, "/team/").status == 503
    never.set()


def test_django_that_fails_becomes_a_503_and_its_words_are_not_logged(caplog):
    def failing(environ, start_response):
        raise ValueError("what a visitor typed")

    with caplog.at_level(logging.DEBUG):
        answer = call(Front(None, failing), "/team/?name=someone")

    assert answer.status == 503
    assert answer.header("Content-Security-Policy") == SECURITY["Content-Security-Policy"]
    assert [record.getMessage() for record in caplog.records] == ["Django did not answer: ValueError"]
    assert "typed" not in caplog.text


def test_front_imports_nothing_of_django():
    seen, todo = set(), {"sextortion_aware.front"}
    while todo:
        name = todo.pop()
        seen.add(name)
        tree = ast.parse(Path(*name.split(".")).with_suffix(".py").read_text())
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) else []
            todo |= {found for found in names if found and found.startswith("sextortion_aware.")} - seen
            assert not [found for found in names if found.split(".")[0] not in {*sys.stdlib_module_names, "sextortion_aware"}], name

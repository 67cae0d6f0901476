import ast
import gzip
import sys
from pathlib import Path

import brotli
import pytest

from advice.build import BuiltPage, write_build
from advice.inline import page_headers
from sextortion_aware.built import BuiltPages
from sextortion_aware.front import KNOWN_ENCODINGS, Front, best_encoding, is_unchanged
from tests.front_pages import PAGE, SECURITY, behind
from tests.html import read
from tests.wsgi import call


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
        **page_headers(),
    }
    assert len(answer.headers) == len(dict(answer.headers))


def test_front_answers_in_the_encoding_the_browser_takes(site):
    packed, zipped, plain = (
        call(site, "/", accept_encoding=wanted) for wanted in ("gzip, deflate, br", "gzip", "")
    )

    assert (packed.header("Content-Encoding"), brotli.decompress(packed.body).decode()) == (
        "br",
        PAGE,
    )
    assert (zipped.header("Content-Encoding"), gzip.decompress(zipped.body).decode()) == (
        "gzip",
        PAGE,
    )
    assert (plain.header("Content-Encoding"), plain.text) == (None, PAGE)
    assert [int(answer.header("Content-Length")) for answer in (packed, zipped, plain)] == [
        len(answer.body) for answer in (packed, zipped, plain)
    ]
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
    KNOWN_ENCODINGS.clear()

    answer = call(site, "/", accept_encoding="x," * 5000 + "gzip")

    assert answer.header("Content-Encoding") == "gzip"
    assert KNOWN_ENCODINGS == {}


def test_front_keeps_what_few_different_headers_ask_for(site):
    KNOWN_ENCODINGS.clear()

    encodings = {
        call(site, "/", accept_encoding=f"x{number}, gzip").header("Content-Encoding")
        for number in range(1000)
    }

    assert encodings == {"gzip"}
    assert 0 < len(KNOWN_ENCODINGS) <= 256


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
        **page_headers(),
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


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("site.example.org", 200),
        ("SITE.example.org.", 200),
        ("site.example.org:8000", 200),
        ("a.wide.example.org", 200),
        ("wide.example.org", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("notsite.example.org", 400),
        ("notwide.example.org", 400),
        ("site.example.org.evil.example", 400),
        ("", 400),
    ],
)
def test_built_page_answers_known_host_names_only(folder, host, status):
    hosts = ["site.example.org", ".wide.example.org", "[::1]"]
    site = Front(BuiltPages(folder), behind, hosts=hosts)

    first, second = (call(site, "/next/", host=host) for _ in range(2))

    assert (first.status, second.status) == (status, status)
    assert ("Next" in first.text) is (status == 200)


def test_unknown_host_is_told_nothing_of_the_site(folder):
    answer = call(Front(BuiltPages(folder), behind, hosts=["site.example.org"]), "/", host="evil.x")

    assert read(answer.text).h1 == ["This is not the address of this site"]
    assert "evil" not in answer.text


def test_front_remembers_few_host_names(folder):
    site = Front(BuiltPages(folder), behind, hosts=[".example.org"])

    few = {call(site, "/next/", host=f"{number}.example.org").status for number in range(1000)}
    long = call(site, "/next/", host="x" * 5000 + ".example.org")

    assert (few, long.status) == ({200}, 400)
    assert 0 < len(site.known_hosts) <= 256
    assert max(map(len, site.known_hosts)) < 200


@pytest.mark.parametrize(
    ("asked", "told"), [("gzip;q=0", "identity"), ("gzip", "gzip"), ("gzip;q=0, br;q=0.1", "br")]
)
def test_static_files_are_told_what_was_really_wished(folder, asked, told):
    def files(environ, start_response):
        start_response("200 OK", [])
        return [environ["HTTP_ACCEPT_ENCODING"].encode()]

    answer = call(
        Front(BuiltPages(folder), behind, static=files), "/static/x.css", accept_encoding=asked
    )

    assert answer.text == told


def test_front_imports_nothing_of_django():
    seen, todo = set(), {"sextortion_aware.front"}
    while todo:
        name = todo.pop()
        seen.add(name)
        tree = ast.parse(Path(*name.split(".")).with_suffix(".py").read_text())
        for node in ast.walk(tree):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            todo |= {
                found for found in names if found and found.startswith("sextortion_aware.")
            } - seen
            assert not [
                found
                for found in names
                if found.split(".")[0] not in {*sys.stdlib_module_names, "sextortion_aware"}
            ], name

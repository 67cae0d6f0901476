import re
from functools import lru_cache
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from advice import inline
from advice.build import BuiltPage
from sextortion_aware.headers import SECURITY_HEADERS
from tests.advice.every_page import every_page
from tests.html import hash_source
from tests.test_design import CSS

FIRST_FLIGHT = 11_000
KILOBYTE = 1024
# The list of all pages grows with them; it too comes in the first flight.
MOST = {"/find/": 11 * KILOBYTE}
SENT_BY_THE_SERVER = (
    "HTTP/1.1 200 OK\r\nserver: granian\r\ndate: Mon, 24 Nov 2026 12:00:00 GMT\r\n\r\n"
)
SELDOM = "(?:form|fieldset|legend|input|select|textarea|figure|svg|button)"
LOADED = re.compile(r'<(?:script|link)\b[^>]*?\b(?:src|href)="/static/([^"]+\.(?:js|css))"')
CARRIED = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


@pytest.fixture(scope="module")
def pages() -> list[BuiltPage]:
    """There are hundreds, so they are read with patterns."""
    return every_page()


def header_bytes(page: BuiltPage) -> int:
    of_this_body = (
        ("Content-Length", "10000"),
        ("Content-Encoding", "br"),
        ("ETag", f'"{page.mark}-br"'),
    )
    return len(SENT_BY_THE_SERVER) + sum(
        len(f"{name}: {value}\r\n") for name, value in (*page.headers, *of_this_body)
    )


def script_bytes(page: BuiltPage) -> int:
    return sum(weight_of_file(name) for name in set(LOADED.findall(page.html.decode())))


@lru_cache
def weight_of_file(name: str) -> int:
    return len(brotli.compress(Path(finders.find(name)).read_bytes()))


def body_bytes(page: BuiltPage, most: int) -> int:
    """Packed quickly, and as the build does only when that is too much: it takes twenty times as
    long.
    """
    quick = len(brotli.compress(page.html, quality=5))
    return quick if quick <= most else len(page.files()[f"{page.file}.br"])


def carried(page: BuiltPage) -> list[str]:
    """The elements of style and script inside the page, each with a mark when the page's own policy
    does not name it.
    """
    policy = dict(page.headers)["Content-Security-Policy"]
    elements = CARRIED.findall(page.html.decode())
    return sorted(
        tag if f"{tag}-src 'self' {hash_source(text)};" in policy else f"{tag}, refused"
        for tag, text in elements
    )


def test_every_page_comes_whole_in_the_first_flight_of_a_connection(pages):
    sizes = {
        page.path: header + body_bytes(page, FIRST_FLIGHT - header)
        for page in pages
        for header in [header_bytes(page)]
    }

    assert {path: size for path, size in sizes.items() if size > FIRST_FLIGHT} == {}


def test_every_page_with_its_scripts_is_light(pages):
    sizes = {
        page.path: scripts + body_bytes(page, 10 * KILOBYTE - scripts)
        for page in pages
        for scripts in [script_bytes(page)]
    }

    heavy = {path: size for path, size in sizes.items() if size > MOST.get(path, 10 * KILOBYTE)}
    assert heavy == {}
    assert script_bytes(pages[0]) > 300  # the weight weighs


def test_every_page_is_drawn_without_a_second_request(pages):
    waits_for = {
        page.path: re.findall(rb'<link rel="stylesheet"|<script src=|@import|url\(', page.html)
        for page in pages
    }

    assert {path: found for path, found in waits_for.items() if found} == {}


def test_every_page_carries_style_and_script_once_each_and_its_policy_names_them(pages):
    found = {page.path: carried(page) for page in pages}

    assert {path: tags for path, tags in found.items() if tags != ["script", "style"]} == {}


def test_policy_is_the_common_one_and_two_hashes():
    common = dict(SECURITY_HEADERS)["Content-Security-Policy"]
    own = inline.page_headers()["Content-Security-Policy"]
    style, script = hash_source(inline.style()), hash_source(inline.script())

    assert (
        own.replace(f"style-src 'self' {style};", "style-src 'self';").replace(
            f"script-src 'self' {script};", "script-src 'self';"
        )
        == common
    )
    assert "unsafe" not in own


def test_django_sends_the_very_page_and_policy_that_are_built(client, pages):
    built = {page.path: page for page in pages}

    answer = client.get("/what-to-do/")

    assert answer.content == built["/what-to-do/"].html
    assert (
        answer["Content-Security-Policy"]
        == dict(built["/what-to-do/"].headers)["Content-Security-Policy"]
    )


def test_style_and_script_are_the_files_without_their_comments():
    assert inline.style().startswith(
        "@layer tokens, base, layout, components, print;\n@layer tokens {\n:root {"
    )
    assert inline.style().count("{") == inline.style().count("}")
    assert "location.replace(address)" in inline.script()
    for text in (inline.style(), inline.script()):
        assert re.findall(r"/\*|(?:^|\s)//|</|<!--|`|\n\s", text) == []


def selected(css: str) -> set[str]:
    """The classes, and the elements that not every page has, that rules are for."""
    return {
        name
        for selector in re.findall(r"([^{};]+)\{", css)
        for name in re.findall(rf"\.[a-z][\w-]*|(?<![\w.-]){SELDOM}\b", selector)
    }


def test_style_leaves_out_only_what_no_page_uses(pages):
    left_out = re.search(
        r"^@layer components {\s*/\* Not in advice pages.*?^}$",
        CSS.read_text(),
        re.MULTILINE | re.DOTALL,
    )[0]
    html = [page.html.decode() for page in pages]
    classes = {
        f".{name}"
        for text in html
        for words in re.findall(r'class="([^"]*)"', text)
        for name in words.split()
    }
    elements = {name for text in html for name in re.findall(rf"<({SELDOM})\b", text)}

    assert left_out.strip("}\n") not in inline.style()
    assert (classes | elements) & (selected(left_out) - selected(inline.style())) == set()
    assert {".choice", "fieldset"} <= selected(CSS.read_text())


def test_style_that_changed_is_read_again(tmp_path, monkeypatch):
    file = tmp_path / "site.css"  # stands for both
    monkeypatch.setattr(finders, "find", lambda name: file)
    file.write_text("a { }")
    before = inline.style(), inline.page_headers()

    file.write_text("b { }")
    later = inline.style(), inline.page_headers()

    assert (before[0], later[0]) == ("a { }\na { }", "b { }\nb { }")
    assert before[1] != later[1]

"""What the front passes on to Django, and what it answers when Django is not there."""

import logging
import re
import threading

import pytest

from advice.build import BuiltPage, write_build
from sextortion_aware.built import BuiltPages
from sextortion_aware.front import Front, StartedBeside
from sextortion_aware.plain_pages import POLICY
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


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/team/"),
        ("POST", "/"),
        ("OPTIONS", "/next/"),
        ("GET", "/next/more/"),
        ("GET", "//"),
        ("GET", ""),
    ],
)
def test_front_passes_everything_else_on(site, method, path):
    answer = call(site, path, method)

    assert (answer.status, answer.text) == (201, f"Django: {method} {path}")


def test_front_adds_the_security_headers_to_answers_from_behind_and_keeps_their_own(site):
    answer = call(site, "/team/")

    assert {name: answer.header(name) for name in SECURITY} == {
        **SECURITY,
        "X-Frame-Options": "SAMEORIGIN",
    }
    assert answer.header("Content-Type") == "text/plain"


def test_front_without_a_build_passes_everything_on(tmp_path):
    assert call(Front(BuiltPages(tmp_path / "none"), behind), "/").text == "Django: GET /"
    assert call(Front(None, behind), "/").text == "Django: GET /"


def test_django_that_cannot_start_leaves_the_built_pages_and_a_telephone_number(folder, caplog):
    def broken():
        raise RuntimeError("no settings")

    site = Front(BuiltPages(folder), StartedBeside(broken))

    page, other = call(site, "/next/"), call(site, "/team/")

    assert (page.status, page.text) == (200, "Next")
    assert other.status == 503
    assert (other.header("Retry-After"), other.header("Cache-Control")) == ("60", "no-store")
    own_style = SECURITY | {"Content-Security-Policy": POLICY[1]}
    assert {name: other.header(name) for name in SECURITY} == own_style
    facts = read(other.text)
    assert facts.h1 == ["This part of the site is not working right now"]
    assert {"tel:999", "tel:101", "/"} <= {link["href"] for link in facts.links}
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

    [line] = [record.getMessage() for record in caplog.records]
    number = re.fullmatch(
        r"Fault (\w{6}): ValueError at tests/test_front_behind.py:\d+ in failing", line
    )
    assert answer.status == 503
    assert f"Our number for this fault is {number[1]}." in answer.text
    assert "typed" not in caplog.text + answer.text


def test_front_answers_healthz_itself(folder):
    def failing(environ, start_response):
        raise AssertionError("not asked")

    site = Front(BuiltPages(folder), failing, hosts=["site.example.org"])

    got, head, sent = (call(site, "/healthz", method) for method in ("GET", "HEAD", "POST"))

    assert (got.status, got.text) == (200, "ok\n")
    assert (head.status, head.body, head.headers) == (200, b"", got.headers)
    assert {name: got.header(name) for name in SECURITY} == SECURITY
    assert sent.status == 400

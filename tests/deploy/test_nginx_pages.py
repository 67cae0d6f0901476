"""Built pages as nginx sends them: the same answers as the site's own, whatever the site does."""

import os
import signal
import subprocess
from contextlib import ExitStack, closing
from email.utils import formatdate

import pytest

from advice import build
from advice.build import BuiltPage
from advice.inline import page_headers
from sextortion_aware.headers import SECURITY_HEADERS
from tests.advice.every_page import all_built
from tests.deploy.nginx import (
    HOST,
    Connection,
    Front,
    front,
    narrow,
    needs_nginx,
    pages,
    wait_until,
)

pytestmark = [needs_nginx, pytest.mark.own_database]

# Each server's own. ETag: nginx makes it of a file's time and length, the site of its content;
# both are strong, and of one encoding.
MEANT = ("server", "date", "connection", "etag")
ENCODINGS = [
    "",
    "br",
    "gzip",
    "identity",
    "gzip, deflate, br, zstd",
    "gzip, deflate",
    "br;q=0",
    "gzip;q=0",
    "br;q=0, gzip",
    "gzip;q=0, br",
    "gzip; q=0.0, br;q=0.000",
    "identity;q=0, br",
    "BR",
    "x-br, gzip;q=0.001",
    "gzip;q=0.5, br;q=1",
]
PATHS = [page.path for page in pages()]
# Both may be chosen, and neither costs a reader anything: what is meant for other programs.
CHOSEN_OTHERWISE = {
    "*": ("br", None),
    "gzip, br;q=0.5": ("gzip", "br"),
    "br;q=0.5, identity": (None, "br"),
}


@pytest.fixture(scope="module")
def both():
    with front() as made, made.site():
        yield made


def of_site(made: Front, path, method="GET", **headers):
    with closing(Connection(made.connect_behind)) as opened:
        return opened.ask(path, method, **headers)


def assert_same(by_nginx, by_site):
    assert by_nginx.status == by_site.status
    assert by_nginx.body == by_site.body
    assert by_nginx.beside(*MEANT) == by_site.beside(*MEANT)


@pytest.mark.parametrize("path", [*PATHS, "/what-to-do", "/apps/x", "/tools"])
@pytest.mark.parametrize("accepted", ENCODINGS)
def test_nginx_answers_a_page_as_the_site_does(both, path, accepted):
    by_nginx = both.ask(path, Accept_Encoding=accepted)

    assert by_nginx.status == 200
    assert_same(by_nginx, of_site(both, path, Accept_Encoding=accepted))


@pytest.mark.parametrize(("accepted", "chosen"), CHOSEN_OTHERWISE.items())
def test_nginx_chooses_an_encoding_otherwise_only_where_both_are_welcome(both, accepted, chosen):
    by_site, by_nginx = (
        ask("/", Accept_Encoding=accepted)
        for ask in (lambda *_, **headers: of_site(both, "/", **headers), both.ask)
    )

    assert (
        by_site.headers.get("content-encoding"),
        by_nginx.headers.get("content-encoding"),
    ) == chosen


def test_nginx_answers_a_page_without_an_encoding_header_and_through_another_proxy(both):
    assert_same(both.ask("/"), of_site(both, "/"))
    assert_same(
        both.ask("/", Accept_Encoding="gzip", Via="1.1 cdn"),
        of_site(both, "/", Accept_Encoding="gzip"),
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-3"},
        {"Cookie": "session=x"},
    ],
)
def test_nginx_answers_a_page_whole_whatever_else_is_asked(both, headers):
    assert_same(both.ask("/what-to-do/", **headers), of_site(both, "/what-to-do/", **headers))


def test_nginx_answers_a_page_whole_to_who_names_the_time_of_its_file(both):
    changed = next(both.folder.glob("var/advice/live-*/what-to-do/index.html")).stat().st_mtime

    answer = both.ask("/what-to-do/", If_Modified_Since=formatdate(changed, usegmt=True))

    assert_same(answer, of_site(both, "/what-to-do/"))


@pytest.mark.parametrize("accepted", ["", "br", "gzip"])
def test_nginx_answers_head_as_the_site_does(both, accepted):
    answer = both.ask("/what-to-do/", "HEAD", Accept_Encoding=accepted)

    assert_same(answer, of_site(both, "/what-to-do/", "HEAD", Accept_Encoding=accepted))
    assert answer.body == b""


@pytest.mark.parametrize("accepted", ["", "br", "gzip"])
@pytest.mark.parametrize("shape", ["{}", "W/{}", '"x", {}', "*"])
def test_nginx_says_unchanged_as_the_site_does(both, accepted, shape):
    answers = []
    for ask in (both.ask, lambda path, **headers: of_site(both, path, **headers)):
        etag = ask("/tools/", Accept_Encoding=accepted).headers["etag"]
        answers.append(ask("/tools/", Accept_Encoding=accepted, If_None_Match=shape.format(etag)))

    assert answers[0].status == 304
    assert_same(*answers)
    assert both.ask("/tools/", Accept_Encoding=accepted, If_None_Match='"another"').status == 200


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.path)
def test_nginx_has_a_strong_etag_for_each_encoding_of_a_page(both, page):
    etags = [
        both.ask(page.path, Accept_Encoding=coding).headers["etag"] for coding in ("", "br", "gzip")
    ]

    assert len(set(etags)) == 3
    assert not any(etag.startswith("W/") for etag in etags)


def test_nginx_sends_each_page_its_own_headers(both):
    start, tools = both.ask("/"), both.ask("/tools")

    assert start.headers["content-security-policy"] == page_headers()["Content-Security-Policy"]
    assert tools.headers["content-security-policy"] == dict(narrow())["Content-Security-Policy"]
    assert {name: tools.headers[name.lower()] for name, _ in SECURITY_HEADERS[1:]} == dict(
        SECURITY_HEADERS[1:]
    )
    assert {"set-cookie", "last-modified"} & {*start.headers} == set()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/what-to-do/"),
        ("OPTIONS", "/"),
        ("GET", "/index.html"),
        ("GET", "/what-to-do/index.html.br"),
        ("POST", "/find/words.json"),
        ("GET", "/manifest.json"),
        ("GET", "/refused/503.html"),
        ("GET", "/-/"),
        ("GET", "/healthz"),
        ("GET", "/no-such-page/"),
    ],
)
def test_nginx_leaves_to_the_site_what_is_no_page(both, method, path):
    by_site = of_site(both, path, method)

    assert both.ask(path, method).beside(*MEANT, "content-length") == by_site.beside(
        *MEANT, "content-length"
    )
    assert both.ask(path, method).status == by_site.status


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGSTOP)


def everything(made: Front):
    paths = [*PATHS, "/what-to-do", "/apps/x"]
    asked = [(path, accepted) for path in paths for accepted in ("", "br", "gzip")]
    return {(path, accepted): made.ask(path, Accept_Encoding=accepted) for path, accepted in asked}


def assert_still_there(made: Front, before) -> None:
    for asked, answer in everything(made).items():
        assert (answer.status, answer.body) == (200, before[asked].body)
        assert answer.beside("date") == before[asked].beside("date")
    refused = made.ask("/accounts/login/")
    assert (refused.status, refused.headers["retry-after"]) == (503, "60")
    assert b"999" in refused.body
    assert b"101" in refused.body


@pytest.mark.parametrize("harm", [stop, kill])
def test_advice_is_the_same_when_the_site_is_stopped_or_killed(harm):
    with front({"proxy_read_timeout 30s": "proxy_read_timeout 1s"}) as made, made.site() as process:
        wait_until(lambda: made.ask("/healthz").status == 200, "the site answers")
        before = everything(made)

        harm(process)

        assert_still_there(made, before)


def test_advice_is_the_same_when_the_site_spins():
    with (
        front({"proxy_read_timeout 30s": "proxy_read_timeout 1s"}) as made,
        made.site("tests.deploy.spinning:application"),
    ):
        before = everything(made)

        with ExitStack() as asked:
            for _ in range(20):  # more than it has threads
                opened = asked.enter_context(made.connection())
                opened.request("GET", "/accounts/login/", headers={"Host": HOST})

            assert_still_there(made, before)


def test_advice_is_there_when_the_site_was_never_installed():
    with front() as made:
        assert not made.behind.exists()

        assert_still_there(made, everything(made))


def test_new_words_are_live_without_a_word_to_nginx(both):
    with front() as made:
        made.build(pages("second"))

        assert {answer.status for answer in everything(made).values()} == {200}
        assert made.ask("/what-to-do/").body == pages("second")[1].html


def test_pages_with_new_headers_wait_until_nginx_knows_the_headers():
    policies = ["default-src 'self'", "default-src 'none'; img-src 'self'", "default-src 'none'"]
    old, new, newest = (
        styled(words, policy)
        for words, policy in zip(("old", "new", "newest"), policies, strict=True)
    )
    with front(built=old) as made, made.site():
        made.build(new)
        waiting = made.ask("/tools/")
        made.configure(new)
        made.reload()
        told = made.ask("/tools/")
        made.build(styled("newer", policies[2]))
        made.build(newest)  # takes away what nginx was told of, so the site answers
        forgotten = made.ask("/tools/")

    answers = [waiting, told, forgotten]
    assert [answer.body for answer in answers] == [built[-1].html for built in (old, new, newest)]
    assert [answer.headers["content-security-policy"] for answer in answers] == policies


def styled(words: str, policy: str) -> list[BuiltPage]:
    headers = dict(narrow()) | {"Content-Security-Policy": policy}
    tools = pages(words)[-1]
    return [*pages(words)[:-1], BuiltPage(tools.path, tools.html, tuple(headers.items()))]


@pytest.mark.heavy
def test_nginx_answers_every_page_of_the_site_as_the_site_does(monkeypatch):
    """Guidance in every encoding, the hundreds of pages of the route in one of them in turn."""
    for quality in ("BROTLI_QUALITY", "BEST_QUALITY"):  # how small is no matter here
        monkeypatch.setattr(build, quality, 1)
    codings = ("", "gzip", "br")
    built = all_built()
    with (
        front(built=built) as made,
        made.site(),
        made.connection() as to_nginx,
        closing(Connection(made.connect_behind)) as to_site,
    ):
        for number, page in enumerate(built):
            for accepted in codings if page.guidance else [codings[number % 3]]:
                by_nginx = to_nginx.ask(page.path, Accept_Encoding=accepted)
                assert by_nginx.status == 200
                assert_same(by_nginx, to_site.ask(page.path, Accept_Encoding=accepted))

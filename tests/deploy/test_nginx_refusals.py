"""What nginx refuses by itself: in our words, with the headers,
and without writing down who came.
"""

import re
import signal
import socket
import ssl
import subprocess
from contextlib import ExitStack, closing, suppress

import pytest

from sextortion_aware.headers import NO_STORE, SECURITY_HEADERS
from tests.deploy.nginx import ENOUGH_SECONDS, HOST, Front, front, needs_nginx, wait_until

pytestmark = [needs_nginx, pytest.mark.own_database]

TELL_TALE = "secret-words"


@pytest.fixture(scope="module")
def alone():
    """Nothing stands behind."""
    with front() as made:
        yield made


def exchange(opened: socket.socket, text: bytes) -> tuple[str, bytes]:
    """Head and body, as soon as both are there; nothing when the connection is closed without."""
    opened.sendall(text)
    answer = b""
    with suppress(ConnectionResetError):
        while not is_whole(answer) and (part := opened.recv(65536)):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode(), body


def is_whole(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    return bool(end and length) and len(body) == int(length[1])


def raw(made: Front, text: bytes) -> tuple[str, bytes]:
    with closing(made.connect()) as opened:
        return exchange(opened, text)


def request(
    line: str = "GET /no-page HTTP/1.1", *headers: str, host: str = HOST, body: bytes = b""
) -> bytes:
    return (
        "\r\n".join([line, f"Host: {host}", "Connection: close", *headers, "", ""]).encode() + body
    )


REFUSED = {
    "no request": (b"secret-words\r\n\r\n", 400, "We could not read"),
    "a length that is none": (
        request("POST /secret-words HTTP/1.1", "Content-Length: secret-words"),
        400,
        "We could not read",
    ),
    "a method": (request("TRACE /secret-words HTTP/1.1"), 405, "We could not read"),
    "a long address": (
        request(f"GET /secret-words{'x' * 10_000} HTTP/1.1"),
        414,
        "We could not read",
    ),
    "a long header": (
        request("GET /secret-words HTTP/1.1", f"X-A: {'x' * 10_000}"),
        431,
        "We could not read",
    ),
    "a large form": (
        request("POST /secret-words HTTP/1.1", "Content-Length: 1100000"),
        413,
        "too large",
    ),
    "a large spreadsheet": (
        request("POST /team/import/ HTTP/1.1", "Content-Length: 11600000"),
        413,
        "too large",
    ),
    "a version": (request("GET /secret-words HTTP/3.0"), 505, "We could not read"),
    "an odd transfer": (
        request("POST /secret-words HTTP/1.1", "Transfer-Encoding: secret-words"),
        501,
        "We could not read",
    ),
    "a site that is away": (
        request("GET /secret-words HTTP/1.1"),
        503,
        "cannot say whether it was saved",
    ),
    "a form of a site that is away": (
        request("POST /secret-words HTTP/1.1", "Content-Length: 3", body=b"a=b"),
        503,
        "cannot say whether it was saved",
    ),
    "a page under another state": (
        request("GET / HTTP/1.1", 'If-Match: "secret-words"'),
        412,
        "We could not read",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refusal_has_the_headers_and_our_words(alone, kind):
    text, status, words = REFUSED[kind]

    head, body = raw(alone, text)

    lines = head.split("\r\n")
    assert lines[0].split()[1] == str(status)
    sent = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    wanted = [
        *SECURITY_HEADERS,
        NO_STORE,
        ("Content-Type", "text/html; charset=utf-8"),
        ("Server", "nginx"),
    ]
    assert {name: sent.get(name.lower()) for name, _ in wanted} == dict(wanted)
    assert sent.get("retry-after") == ("60" if status == 503 else None)
    assert words in body.decode()
    assert ">999<" in body.decode()
    assert "set-cookie" not in sent


def test_spreadsheet_of_ten_megabytes_and_its_form_are_let_through(alone):
    length = 10_000_000 + 10_000

    head, _ = raw(
        alone,
        request("POST /team/import/ HTTP/1.1", f"Content-Length: {length}", body=bytes(length)),
    )

    assert head.split()[1] == "503"  # of the site that is away, and not 413


def test_refusal_before_the_first_build_has_the_headers_too():
    with front() as made:
        subprocess.run(["rm", "-r", str(made.folder / "var/advice")], check=True)

        head, _ = raw(made, request())

    assert head.split()[1] == "503"
    assert all(f"{name}: {value}" in head for name, value in SECURITY_HEADERS)


def test_unknown_host_gets_nothing(alone):
    anything = ssl._create_unverified_context()
    with (
        socket.create_connection(("127.0.0.1", alone.https), ENOUGH_SECONDS) as plain,
        pytest.raises((ssl.SSLError, ConnectionResetError)),
    ):
        anything.wrap_socket(plain, server_hostname="another.test")
    assert raw(alone, request("GET / HTTP/1.1", host="another.test")) == ("", b"")
    assert raw(alone, request("GET http://another.test/ HTTP/1.1")) == ("", b"")
    assert over_plain_http(alone, request("GET / HTTP/1.1", host="another.test")) == ""
    head, body = raw(alone, b"GET / HTTP/1.1\r\n\r\n")
    assert head.split()[1] == "400"
    assert all(f"{name}: {value}" in head for name, value in SECURITY_HEADERS)
    assert b"Start" not in body


def over_plain_http(made: Front, text: bytes) -> str:
    with socket.create_connection(("127.0.0.1", made.http), timeout=ENOUGH_SECONDS) as opened:
        return exchange(opened, text)[0]


def test_plain_http_leads_to_https_and_nothing_else(alone):
    head = over_plain_http(alone, request("GET /what-to-do/?a=b HTTP/1.1", host=HOST))

    assert head.split()[1] == "301"
    assert f"Location: https://{HOST}/what-to-do/?a=b" in head
    assert all(f"{name}: {value}" in head for name, value in SECURITY_HEADERS)


@pytest.mark.parametrize(
    ("version", "is_spoken"),
    [
        (ssl.TLSVersion.TLSv1_3, True),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_1, False),
    ],
)
@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated")
def test_nginx_speaks_tls_of_today_and_of_old_phones(alone, version, is_spoken):
    context = ssl.create_default_context(cafile=str(alone.folder / "certificate.pem"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    context.set_alpn_protocols(["h2", "http/1.1"])

    with socket.create_connection(("127.0.0.1", alone.https), timeout=60) as plain:
        try:
            with context.wrap_socket(plain, server_hostname=HOST) as opened:
                found = opened.selected_alpn_protocol()
        except (ssl.SSLError, ConnectionResetError):
            found = None

    assert found == ("h2" if is_spoken else None)


def test_page_comes_over_http_2(alone):
    address = [
        f"https://{HOST}:{alone.https}/tools",
        "--resolve",
        f"{HOST}:{alone.https}:127.0.0.1",
    ]
    command = [
        "curl",
        "-sS",
        "--http2",
        "--cacert",
        str(alone.folder / "certificate.pem"),
        "-o",
        "-",
        "-w",
        "\n%{http_version} %{http_code}",
    ]

    said = subprocess.run([*command, *address], capture_output=True, text=True, check=True).stdout

    assert said.startswith("Tools, first.")
    assert said.endswith("\n2 200")


def test_nothing_is_written_down_of_who_came_and_what_was_asked():
    short = {
        f"client_{part}_timeout {seconds}s": f"client_{part}_timeout 1s"
        for part, seconds in (("header", 15), ("body", 20))
    }
    with front(
        short
        | {
            "proxy_read_timeout 30s": "proxy_read_timeout 1s",
            "limit_conn sender 100": "limit_conn sender 1",
        }
    ) as made:
        for text, _, _ in REFUSED.values():
            raw(made, text)
        raw(made, b"GET /secret-words HTTP/1.1\r\nHost: ")  # no more comes
        raw(
            made,
            request(
                "POST /secret-words HTTP/1.1", "Content-Length: 100000", body=b"secret-words" * 8000
            ),
        )
        with socket.create_connection(("127.0.0.1", made.https)) as no_tls:
            no_tls.sendall(b"\x16\x03\x01secret-words")
        with closing(socket.socket(socket.AF_UNIX)) as silent:
            made.behind.parent.mkdir()
            silent.bind(str(made.behind))
            silent.listen()
            made.behind.chmod(0o666)
            raw(made, request("POST /secret-words HTTP/1.1", "Content-Length: 3", body=b"a=b"))
            with ExitStack() as many:
                for _ in range(3):
                    many.enter_context(closing(made.connect())).sendall(
                        request("POST /secret-words HTTP/1.1", "Content-Length: 9")
                    )
                raw(made, request("POST /secret-words HTTP/1.1", "Content-Length: 9"))
        (made.folder / "nginx.conf").write_text("a_wrong_word;")
        made.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "a_wrong_word" in made.log, "a fault of the configuration is seen")
        log = made.log
        others = [path for path in made.folder.rglob("*") if path.is_file()]
        kept = [path for path in others if TELL_TALE.encode() in path.read_bytes()]

    assert 'unknown directive "a_wrong_word"' in log
    assert [word for word in (TELL_TALE, "client", "127.0.0.1", "request") if word in log] == []
    assert kept == []

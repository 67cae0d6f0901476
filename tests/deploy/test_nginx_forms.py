"""What nginx passes on: whole requests only, from whom they really are; and what it sends of the
static files itself.
"""

import os
import re
import socketserver
import threading
import urllib.parse
from contextlib import ExitStack, closing, contextmanager, suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler

import pytest
from django.conf import settings
from django.db import connection
from django.urls import resolve

from campaigns.places.schools_file import LARGEST_FILE
from sextortion_aware.headers import SECURITY_HEADERS
from tests.deploy.nginx import HOST, ROOT, Front, collect, front, needs_nginx, wait_until
from tests.factories import make_user
from tests.races import database_for_threads  # noqa: F401 -- a fixture

pytestmark = needs_nginx


class Recorder(socketserver.ThreadingUnixStreamServer):
    """Stands behind nginx and writes down what comes."""

    daemon_threads, request_queue_size = True, 1024  # as granian's

    def __init__(self, path: str, handler: type[BaseHTTPRequestHandler]) -> None:
        self.connections, self.requests = 0, list[tuple[str, Message, bytes]]()
        super().__init__(path, handler)

    def get_request(self):
        self.connections += 1
        return super().get_request()[0], ("nginx", 0)


class Recording(BaseHTTPRequestHandler):
    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.path, self.headers, body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"recorded")

    do_GET = answer  # noqa: N815 -- the names that http.server calls
    do_POST = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def recording(made: Front, handler: type[BaseHTTPRequestHandler] = Recording):
    made.behind.parent.mkdir(exist_ok=True)
    recorder = Recorder(str(made.behind), handler)
    made.behind.chmod(0o666)
    thread = threading.Thread(target=recorder.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield recorder
    finally:
        recorder.shutdown()
        recorder.server_close()
        thread.join()
        made.behind.unlink()


HEAD = f"POST /talks/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9\r\n\r\n".encode()


def test_site_sees_who_came_and_not_what_an_outsider_wrote():
    with front() as made, recording(made) as recorder:
        made.ask(
            "/talks/",
            X_Forwarded_For="198.51.100.1, 198.51.100.2",
            X_Forwarded_Proto="http",
            Host=f"{HOST.upper()}:1",
        )
        with closing(made.connect()) as opened:
            opened.sendall(
                HEAD.replace(b"\r\n\r\n", b"\r\nX_Forwarded_For: 198.51.100.3\r\n\r\na=b&c=def")
            )
            opened.recv(1000)

    seen = [
        (
            headers.get_all("X-Forwarded-For"),
            headers.get_all("X-Forwarded-Proto"),
            headers.get_all("Host"),
        )
        for _, headers, _ in recorder.requests
    ]
    assert seen == [(["127.0.0.1"], ["https"], [HOST])] * 2
    assert "198.51.100" not in str([headers.items() for _, headers, _ in recorder.requests])


def test_form_reaches_the_site_when_it_is_whole_and_not_before():
    with front() as made, recording(made) as recorder, closing(made.connect()) as opened:
        opened.sendall(HEAD + b"a=b&")
        assert made.ask("/what-to-do/").status == 200
        seen_half_sent = recorder.connections
        opened.sendall(b"c=def")
        answer = opened.recv(1000)

    assert seen_half_sent == 0
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert [(path, body) for path, _, body in recorder.requests] == [("/talks/", b"a=b&c=def")]


def slow_ones(made: Front, stack: ExitStack, beginning: bytes, addresses: int) -> list:
    opened = [
        stack.enter_context(closing(made.connect(address=f"127.0.0.{2 + number % addresses}")))
        for number in range(200)
    ]
    for connected in opened:
        connected.sendall(beginning)
    return opened


def test_slow_forms_and_headers_do_not_reach_the_site_or_its_readers():
    with front() as made, recording(made) as recorder, ExitStack() as stack:
        slow_ones(made, stack, HEAD + b"a=", addresses=10)
        dripping = slow_ones(made, stack, HEAD + b"a", addresses=10)
        slow_ones(made, stack, HEAD[:-10], addresses=1)
        for _ in range(5):
            for opened in dripping:
                opened.sendall(b"=")
            assert made.ask("/what-to-do/", Accept_Encoding="br").status == 200
        seen = recorder.connections
        whole = made.ask("/talks/", "POST", b"a=b")

    assert seen == 0
    assert (whole.status, whole.body) == (200, b"recorded")


def test_half_sent_forms_of_one_address_are_no_burden_to_another():
    with front() as made, recording(made) as recorder, ExitStack() as stack:
        opened = slow_ones(made, stack, HEAD + b"a=", addresses=1)
        first = wait_until(lambda: first_answer(opened), "some are refused")
        of_another = made.ask("/talks/", "POST", b"a=b")
        with closing(made.connect(address="127.0.0.2")) as same:
            same.sendall(f"GET /talks/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            page = same.recv(1000)

    assert first.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: 60" in first
    assert b"it was not saved" in first
    assert of_another.body == b"recorded"
    assert page.startswith(b"HTTP/1.1 200 ")
    assert len(recorder.requests) == 2


def test_forms_have_an_end_in_all_and_pages_have_none():
    with front({"limit_conn form 1000": "limit_conn form 3"}) as made, ExitStack() as stack:
        opened = slow_ones(made, stack, HEAD + b"a=", addresses=50)
        first = wait_until(lambda: first_answer(opened), "some are refused")
        page = made.ask("/what-to-do/")

    assert first.startswith(b"HTTP/1.1 503 ")
    assert page.status == 200


def first_answer(opened: list) -> bytes:
    for one in reversed(opened):
        one.settimeout(0.05)
        with suppress(TimeoutError):
            return one.recv(10_000)
    return b""


def test_ninety_people_of_one_council_send_at_once():
    with front() as made, recording(made) as recorder, ExitStack() as stack:
        opened = [stack.enter_context(closing(made.connect())) for _ in range(90)]
        for connected in opened:
            connected.sendall(HEAD + b"a=b&c=de")
        for connected in opened:
            connected.sendall(b"f")
        answers = [connected.recv(1000) for connected in opened]

    assert {answer[:12] for answer in answers} == {b"HTTP/1.1 200"}
    assert len(recorder.requests) == 90


@pytest.mark.parametrize("part", ["header", "body"])
def test_silence_ends_a_connection(part):
    change = {
        "header": {"client_header_timeout 15s": "client_header_timeout 1s"},
        "body": {"client_body_timeout 20s": "client_body_timeout 1s"},
    }
    with front(change[part]) as made, closing(made.connect()) as opened:
        opened.sendall({"header": HEAD[:-10], "body": HEAD + b"a="}[part])

        try:
            ended = opened.recv(1000)
        except ConnectionResetError:
            ended = b""

    assert ended == b""


def test_address_of_the_spreadsheet_is_the_one_that_may_be_large():
    text = (ROOT / "deploy/nginx.conf").read_text()

    address, size = re.search(r"location = (/\S+) {\s+client_max_body_size (\d+)m;", text).groups()

    assert resolve(address).view_name == "campaigns:import_list"
    assert int(size) * 1024 * 1024 > LARGEST_FILE + 100_000
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE > 1024 * 1024  # so nginx says it first


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_person_signs_in_through_nginx(settings):
    """The form, its cookie and its token, over the socket: on the database of this run."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user = make_user(password="a long pass phrase of ours")
    name = str(connection.settings_dict["NAME"])
    url = (
        f"sqlite:///{name}"
        if connection.vendor == "sqlite"
        else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    )
    with front() as made:
        collect(made)
        with made.site(DATABASE_URL=url):
            page = made.ask("/accounts/login/")
            token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()
            cookie = page.headers["set-cookie"].partition(";")[0]
            form = {
                "csrfmiddlewaretoken": token,
                "login": user.email,
                "password": "a long pass phrase of ours",
            }
            answer = made.ask(
                "/accounts/login/",
                "POST",
                urllib.parse.urlencode(form).encode(),
                Cookie=cookie,
                Origin=f"https://{HOST}",
                Content_Type="application/x-www-form-urlencoded",
            )

    assert page.status == 200
    assert cookie.startswith("__Host-csrf=")
    assert (answer.status, answer.headers.get("location")) == (302, "/team/")
    assert {name: answer.headers[name.lower()] for name, _ in SECURITY_HEADERS} == dict(
        SECURITY_HEADERS
    )

"""What waits behind the front: real threads, with small numbers in place of the site's own."""

import io
import re
import threading
import time

import pytest

from sextortion_aware import deadlines
from sextortion_aware.bulkhead import Bulkhead
from tests.html import read
from tests.wsgi import call

LONG = 60.0  # for what must come: a slow machine is waited for, and nothing is measured by it


class Behind:
    """An application that is told when to go on."""

    def __init__(self):
        self.go, self.asked, self.bodies = threading.Event(), [], []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        if environ["PATH_INFO"].startswith("/wait"):
            assert self.go.wait(LONG)
        if environ["PATH_INFO"] == "/spin":
            while not self.go.is_set():
                pass
        if environ["REQUEST_METHOD"] == "POST":
            self.bodies.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"Behind: {environ['PATH_INFO']}".encode()]


class Slow(io.RawIOBase):
    """A body that comes as far as it does, and then not."""

    def __init__(self, begins=b"a=", goes_on=None):
        self.parts, self.goes_on = [begins], goes_on or threading.Event()

    def read(self, size=-1):
        if self.parts:
            return self.parts.pop()
        self.goes_on.wait(LONG)
        return b""


@pytest.fixture
def behind():
    application = Behind()
    yield application
    application.go.set()


def post(app, path, source, length):
    def sent(environ, start_response):
        body = {"wsgi.input": source, "CONTENT_LENGTH": length}
        return app({**environ, **body}, start_response)

    return call(sent, path, "POST")


def ask_beside(app, paths):
    answers = {}
    threads = [
        threading.Thread(target=lambda path=path: answers.update({path: call(app, path)}))
        for path in paths
    ]
    for thread in threads:
        thread.start()
    return threads, answers


def wait_until(what):
    until = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_bulkhead_passes_an_answer_on(behind):
    answer = call(Bulkhead(behind), "/page")

    assert (answer.status, answer.text) == (200, "Behind: /page")
    assert answer.headers == [("Content-Type", "text/plain")]


def test_bulkhead_is_full_at_once_and_says_so(behind):
    app = Bulkhead(behind, threads=2, waiting=1, turn_seconds=LONG)
    threads, answers = ask_beside(app, ["/wait/1", "/wait/2", "/wait/3"])
    wait_until(lambda: len(behind.asked) == 2 and app.places.free._value == 0)

    page, form = call(app, "/page"), post(app, "/form", io.BytesIO(b"a=1"), "3")
    behind.go.set()
    for thread in threads:
        thread.join(LONG)

    assert [(each.status, each.header("Retry-After")) for each in (page, form)] == [(503, "60")] * 2
    assert read(page.text).h1 == ["This part of the site is busy"]
    assert read(form.text).h1 == ["We could not take your form yet"]
    assert "reload this page" in form.text
    assert {"tel:999", "tel:101", "/"} <= {link["href"] for link in read(form.text).links}
    assert "/form" not in behind.asked
    assert sorted(answer.status for answer in answers.values()) == [200, 200, 200]


def test_bulkhead_gives_a_turn_up_that_does_not_come(behind):
    app = Bulkhead(behind, threads=1, waiting=1, turn_seconds=0.05)
    threads, _ = ask_beside(app, ["/wait"])
    wait_until(lambda: behind.asked)

    answer = call(app, "/page")
    behind.go.set()
    threads[0].join(LONG)
    again = call(app, "/page")

    assert (answer.status, behind.asked) == (503, ["/wait", "/page"])
    assert again.status == 200


def test_form_that_does_not_come_takes_no_thread_behind(behind):
    app = Bulkhead(behind, threads=1, waiting=0, reading=2, body_seconds=0.05)
    source = Slow()

    slow = post(app, "/form", source, "100")
    page = call(app, "/page")
    source.goes_on.set()

    assert (slow.status, read(slow.text).h1) == (408, ["Your form did not reach us in time"])
    assert (page.status, behind.asked) == (200, ["/page"])


def test_forms_that_do_not_come_leave_the_pages_of_forms_alone(behind):
    """Their readers cannot be sent away, so there is an end to them: then no more forms."""
    app = Bulkhead(behind, threads=1, waiting=0, reading=2, body_seconds=0.05)
    sources = [Slow(), Slow()]
    for source in sources:
        post(app, "/form", source, "100")

    refused = post(app, "/form", io.BytesIO(b"a=1"), "3")
    page = call(app, "/page")
    for source in sources:
        source.goes_on.set()
    wait_until(lambda: app.readers.free._value == 2)
    taken = post(app, "/form", io.BytesIO(b"a=1"), "3")

    assert (refused.status, page.status, taken.status) == (503, 200, 200)
    assert behind.bodies == [b"a=1"]


@pytest.mark.parametrize(
    ("source", "length", "status"),
    [
        (b"a=1", "3", 200),
        (b"a=", "3", 400),
        (b"", "3", 400),
        (b"a=1", "three", 400),
        (b"a=1", "-3", 400),
        (b"a=1", "9" * 30, 400),
    ],
)
def test_form_is_taken_whole_or_not_at_all(behind, source, length, status):
    answer = post(Bulkhead(behind), "/form", io.BytesIO(source), length)

    assert answer.status == status
    assert (behind.asked == ["/form"]) is (status == 200)


def test_form_that_is_too_large_is_told_of_by_its_page_and_not_read():
    class Unread(io.RawIOBase):
        def read(self, size=-1):
            raise AssertionError("read")

    def upload(environ, start_response):
        start_response("413 Content Too Large", [])
        return [environ["CONTENT_LENGTH"].encode(), environ["wsgi.input"].read()]

    length = str(deadlines.BODY_MOST_BYTES + 1)

    answer = post(Bulkhead(upload), "/upload", Unread(), length)

    assert (answer.status, answer.text) == (413, length)


def test_form_that_does_not_say_how_long_it_is_is_refused(behind):
    """Nobody could tell its end from its breaking off. No browser sends one."""
    answer = call(Bulkhead(behind), "/form", "POST", transfer_encoding="chunked")

    assert (answer.status, behind.asked) == (411, [])


def test_large_form_arrives_as_it_was_sent(behind):
    body = bytes(range(256)) * 4000

    answer = post(Bulkhead(behind), "/form", io.BytesIO(body), str(len(body)))

    assert answer.status == 200
    assert behind.bodies == [body]


def test_large_answer_is_read_after_its_thread_is_free():
    def export(environ, start_response):
        start_response("200 OK", [])
        return (b"x" * 100_000 for _ in range(9))

    app = Bulkhead(export, threads=1, waiting=0)
    started = []
    first = app({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *a: started.append(a))
    second = call(app, "/")

    assert (len(b"".join(first)), len(second.body)) == (900_000, 900_000)
    first.close()


def test_thread_that_never_ends_is_cut_and_named(behind, caplog):
    app = Bulkhead(behind, threads=1, waiting=0, request_seconds=0.05)

    answer = call(app, "/spin")
    wait_until(lambda: app.places.free._value == 1)
    after = call(app, "/page")

    assert (answer.status, after.status) == (503, 200)
    assert read(answer.text).h1 == ["This part of the site is not working right now"]
    [line] = [record.getMessage() for record in caplog.records]
    assert re.fullmatch(r"Fault \w{6}: TookTooLong at tests/test_bulkhead.py:\d+ in __call__", line)


def test_bulkhead_is_stuck_when_no_thread_could_be_cut(behind, monkeypatch):
    monkeypatch.setattr(deadlines, "CUT_SECONDS", 0.0)
    app = Bulkhead(behind, threads=2, waiting=0, request_seconds=0.05)

    call(app, "/wait/1")  # waits in C, where nothing can be raised
    one = app.is_stuck()
    call(app, "/wait/2")
    wait_until(app.is_stuck)
    behind.go.set()
    wait_until(lambda: not app.is_stuck())

    assert one is False


def test_fault_behind_is_one_line_with_the_number_of_the_page(caplog):
    def failing(environ, start_response):
        raise ValueError("what a visitor typed")

    answer = call(Bulkhead(failing), "/page")

    [line] = [record.getMessage() for record in caplog.records]
    number = re.fullmatch(
        r"Fault (\w{6}): ValueError at tests/test_bulkhead.py:\d+ in failing", line
    )
    assert answer.status == 503
    assert f"Our number for this fault is {number[1]}." in answer.text
    assert "typed" not in caplog.text + answer.text

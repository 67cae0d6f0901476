"""/readyz: what stops work, told in time, to however many ask."""

import threading
import time

import pytest

from sextortion_aware import ready
from sextortion_aware.headers import SECURITY_HEADERS
from sextortion_aware.ready import Ready
from tests.wsgi import call

LONG = 60.0


class Look:
    def __init__(self, *found):
        self.found, self.count, self.go = found, 0, threading.Event()
        self.go.set()

    def __call__(self, looks_at):
        self.count += 1
        looks_at("database")
        assert self.go.wait(LONG)
        yield from self.found


def test_site_that_works_is_ready():
    answer = call(Ready(Look()), "/readyz")

    assert (answer.status, answer.text) == (200, "ready\n")
    assert answer.header("Cache-Control") == "no-store"
    assert {name: answer.header(name) for name, _ in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
    assert call(Ready(Look()), "/readyz", "HEAD").body == b""


def test_what_stops_work_is_named():
    answer = call(Ready(Look(("disk", "is full"), ("queue", "is old"))), "/readyz")

    assert (answer.status, answer.header("Retry-After")) == (503, "60")
    assert answer.text == "disk: is full\nqueue: is old\n"


def test_look_that_does_not_end_is_named_by_its_part(caplog):
    look = Look()
    look.go.clear()
    app = Ready(look, seconds=0.05)

    answers = [call(app, "/readyz") for _ in range(3)]
    look.go.set()
    until = time.monotonic() + LONG
    while call(app, "/readyz").status != 200:
        assert time.monotonic() < until

    assert {each.text for each in answers} == {"database: no answer in 0.05 seconds\n"}
    assert {each.status for each in answers} == {503}
    assert caplog.records == []


def test_look_that_fails_is_named_by_its_class():
    def look(looks_at):
        looks_at("disk")
        raise ValueError("secret words")

    assert call(Ready(look), "/readyz").text == "disk: cannot be looked at (ValueError)\n"


def test_many_who_ask_at_once_share_one_look():
    look = Look()
    look.go.clear()
    app, statuses = Ready(look, seconds=LONG), []
    askers = [
        threading.Thread(target=lambda: statuses.append(call(app, "/readyz").status))
        for _ in range(20)
    ]
    for asker in askers:
        asker.start()
    look.go.set()
    for asker in askers:
        asker.join(LONG)

    assert statuses == [200] * 20
    assert look.count == 1


@pytest.mark.parametrize(("kept", "looks"), [(LONG, 1), (0.0, 3)])
def test_answer_is_kept_for_its_time(monkeypatch, kept, looks):
    monkeypatch.setattr(ready, "KEPT_SECONDS", kept)
    look = Look()
    app = Ready(look)

    for _ in range(3):
        call(app, "/readyz")

    assert look.count == looks

"""A fault leaves one line: class, place, a number that the page shows too, and nobody's words."""

import logging
import re

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client

from sextortion_aware.faults import Outages, note, place

NUMBER = r"[2-9B-DF-HJ-KMP-RTV-Y]{6}"


@pytest.fixture
def lines(caplog):
    return lambda: [
        record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING
    ]


def test_our_own_mistake_is_one_line_with_the_number_of_the_page(monkeypatch, lines):
    def broken(*args, **kwargs):
        raise ValueError("secret words")

    monkeypatch.setattr("sextortion_aware.views.reverse", broken)

    response = Client(raise_request_exception=False).get("/robots.txt?name=secret")

    [line] = lines()
    found = re.fullmatch(
        rf"Fault ({NUMBER}): ValueError at tests/test_faults.py:\d+ in broken", line
    )
    assert response.status_code == 500
    assert f"Our number for this fault is {found[1]}." in response.content.decode()
    assert "secret" not in response.content.decode()


def test_fault_in_a_library_is_named_by_our_line_that_called_it(lines):
    try:
        re.compile("(")
    except re.error as error:
        number = note(error)

    assert re.fullmatch(rf"Fault {number}: error at tests/test_faults.py:\d+ in test_\w+", *lines())


@pytest.mark.django_db
def test_fault_of_a_query_is_named_by_our_line_that_asked(lines):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM nowhere")
    except DatabaseError as error:
        note(error)

    assert re.search(r" at tests/test_faults.py:\d+ in test_fault_of_a_query", *lines())


def test_fault_without_a_trace_has_no_place():
    assert place(None) == "an unknown place"


@pytest.mark.django_db
def test_outage_of_the_database_is_one_line_for_all_who_meet_it(client, monkeypatch, lines):
    monkeypatch.setattr("sextortion_aware.faults.outages", Outages())

    def away(*args, **kwargs):
        raise OperationalError("secret words")

    monkeypatch.setattr(CursorWrapper, "execute", away)

    pages = [client.get("/reach/").content.decode() for _ in range(20)]

    [line] = lines()
    found = re.fullmatch(
        rf"Outage ({NUMBER}) of the database: OperationalError at [\w/]+\.py:\d+ in \w+", line
    )
    assert all(f"Our number for this fault is {found[1]}." in page for page in pages)


def test_outage_that_comes_again_later_is_another(lines):
    now = [0.0]
    outages = Outages(clock=lambda: now[0])

    numbers = []
    for now[0] in (0.0, 50.0, 100.0, 161.0):
        numbers.append(outages.note("database", OperationalError()))

    assert numbers[0] == numbers[1] == numbers[2] != numbers[3]
    assert len(lines()) == 2

"""A database that has gone silent: its connections are open, and no answer comes."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections

from tests.drill.proxy import ANSWERING, SILENT, Proxy

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a file is never silent"),
    pytest.mark.django_db,
]


@pytest.fixture
def proxy():
    connection.ensure_connection()
    info = connection.connection.info
    socket = f"{info.host}/.s.PGSQL.{info.port}" if info.host.startswith("/") else ""
    made = Proxy(socket, (info.host, info.port))
    yield made
    made.stop()


@pytest.fixture
def through_proxy(proxy, monkeypatch):
    """A connection like the site's own, with an answer waited for as briefly as a test can."""
    monkeypatch.setattr(settings, "LIMITS", replace(settings.LIMITS, answer=0.3, connect=1))
    own = connections.create_connection("default")
    own.settings_dict = {**own.settings_dict, "HOST": "127.0.0.1", "PORT": proxy.port}
    with own.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield own
    own.close()


def ask(own, words="SELECT 1"):
    with own.cursor() as cursor:
        cursor.execute(words)
        return cursor.fetchone()


def test_warm_connection_that_falls_silent_is_given_up(proxy, through_proxy):
    proxy.be(SILENT)

    with pytest.raises(OperationalError, match="no answer from the database"):
        ask(through_proxy)

    assert through_proxy.connection.closed


def test_commit_to_a_silent_database_is_given_up(proxy, through_proxy):
    through_proxy.set_autocommit(False)
    ask(through_proxy)
    proxy.be(SILENT)

    with pytest.raises(OperationalError, match="no answer"):
        through_proxy.commit()


def test_new_connection_to_a_silent_database_is_given_up(proxy, through_proxy):
    through_proxy.close()
    proxy.be(SILENT)

    with pytest.raises(OperationalError, match="no answer from the database"):
        ask(through_proxy)


def test_health_check_of_a_silent_connection_is_given_up(proxy, through_proxy):
    proxy.be(SILENT)

    assert through_proxy.is_usable() is False


def test_connection_is_well_again_when_the_database_is(proxy, through_proxy):
    proxy.be(SILENT)
    with pytest.raises(OperationalError):
        ask(through_proxy)
    proxy.be(ANSWERING)

    through_proxy.close_if_unusable_or_obsolete()

    assert ask(through_proxy) == (1,)


def test_each_answer_has_its_own_wait(through_proxy, monkeypatch):
    """The report of a year asks ten times; all of it may take longer than one answer may."""
    monkeypatch.setattr(settings, "LIMITS", replace(settings.LIMITS, answer=2.0))

    rows = [ask(through_proxy, "SELECT 1 FROM pg_sleep(0.5)") for _ in range(5)]

    assert rows == [(1,)] * 5


def test_rows_of_a_server_side_cursor_come(through_proxy):
    through_proxy.set_autocommit(False)

    with through_proxy.chunked_cursor() as cursor:
        cursor.execute("SELECT generate_series(1, 3000)")
        rows = cursor.fetchall()

    assert len(rows) == 3000

"""Whatever is pressed about a talk: a lock that passes by ends in a second try, never in a 503."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.urls import URLPattern, reverse

from campaigns.access import kept, limits
from campaigns.models import Mail, TalkDraft, TalkNote, TalkRequest
from campaigns.sessions import urls as sessions
from campaigns.talks import urls as talks
from campaigns.talks.asking import urls as asking
from campaigns.talks.record import urls as record
from sextortion_aware.databases import again
from tests.campaigns.talks.asking.conftest import answered, start
from tests.factories import make_talk_request

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = (sessions, talks, asking, record)
NAMES = {f"campaigns:{pattern.name}": pattern for room in ROOMS for pattern in room.urlpatterns}
EXAMPLES = {"int": 1, "uuid": uuid.UUID(int=1), "slug": "place", "str": "a" * 43}
OF_MIDDLEWARE = ("django_session", "SAVEPOINT")


def address_of(name: str, pattern: URLPattern) -> str:
    takes = pattern.pattern.converters
    kinds = {"IntConverter": "int", "UUIDConverter": "uuid", "SlugConverter": "slug"}
    given = {key: EXAMPLES[kinds.get(type(one).__name__, "str")] for key, one in takes.items()}
    return reverse(name, kwargs=given)


@contextmanager
def lock_met_at(begins: str = "") -> Iterator[list[str]]:
    """The first query that begins so, or the first one of the view itself."""
    met: list[str] = []

    def run(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        is_of_view = not any(word in sql for word in OF_MIDDLEWARE)
        if not met and is_of_view and sql.startswith(begins):
            met.append(sql)
            raise OperationalError("database is locked")
        return execute(sql, *more)

    with connection.execute_wrapper(run):
        yield met


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(again, "PAUSE_SECONDS", 0.01)


@pytest.fixture
def one_turn_each(monkeypatch):
    """Counted where no transaction takes a turn back. Whoever takes two is told to wait."""
    cache.clear()
    for name in vars(limits):
        if name.startswith(("ASKED_", "STARTED_", "LETTERS_", "ANYBODYS_")):
            monkeypatch.setattr(limits, name, ((1, limits.HOUR),))


def test_every_press_that_met_a_lock_is_tried_again(client, coordinator):
    client.raise_request_exception = False
    sent_away, met_none = [], []

    for name, pattern in NAMES.items():
        with lock_met_at() as met:
            answer = client.post(address_of(name, pattern))
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            sent_away.append(name)
        if not met and answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            met_none.append(name)

    assert (sent_away, met_none) == ([], [])


@pytest.mark.usefixtures("one_turn_each")
def test_a_form_begun_at_the_second_try_is_one_form_and_takes_one_turn(client):
    make_talk_request()
    with lock_met_at('INSERT INTO "campaigns_talkdraft"') as met:
        answer = client.post("/talks/ask/")

    assert met
    assert (answer.status_code, TalkDraft.objects.count()) == (HTTPStatus.FOUND, 1)


@pytest.mark.usefixtures("one_turn_each")
def test_a_link_sent_again_at_the_second_try_is_one_letter_and_takes_one_turn(client):
    talk = make_talk_request()
    address = f"{start(client)}link/"
    with lock_met_at('INSERT INTO "campaigns_mail"') as met:
        answer = client.post(address, {"place": talk.place_id})

    assert met
    assert (answer.status_code, Mail.objects.count()) == (HTTPStatus.OK, 1)


@pytest.mark.usefixtures("one_turn_each")
def test_a_request_sent_at_the_second_try_is_one_request_with_one_letter(client, answers):
    address = f"{answered(answers)}send/"
    with lock_met_at('INSERT INTO "campaigns_mail"') as met:
        answer = client.post(address)

    assert met
    assert answer.status_code == HTTPStatus.FOUND
    assert (TalkRequest.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_lock_met_when_the_deed_is_done_does_not_do_it_twice(client, coordinator, monkeypatch):
    """The form waited, and what waits is taken away after its note is saved."""
    met = []

    def living(owner, *, locked=False):
        if locked:
            met.append(TalkNote.objects.count())
            raise OperationalError("database is locked")
        return {}

    monkeypatch.setattr(kept, "living", living)
    talk, client.raise_request_exception = make_talk_request(), False

    answer = client.post(f"/team/talks/{talk.pk}/note/?typed=1-a", {"note-text": "Rang the office"})

    assert met == [1]
    assert (answer.status_code, TalkNote.objects.count()) == (HTTPStatus.FOUND, 1)


def test_what_does_not_pass_by_is_told_there_too(client, coordinator, monkeypatch):
    def living(owner, *, locked=False):
        raise OperationalError("gone")

    monkeypatch.setattr(kept, "living", living)
    talk, client.raise_request_exception = make_talk_request(), False

    answer = client.post(f"/team/talks/{talk.pk}/note/?typed=1-a", {"note-text": "Rang the office"})

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE

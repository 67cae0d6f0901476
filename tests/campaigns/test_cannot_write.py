"""A database that cannot write is a 503 with a telephone number, not "too many" or a receipt."""

from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.models import Session, TalkRequest
from sextortion_aware import settings as real
from sextortion_aware.databases import again
from tests import broken
from tests.campaigns.sessions.offline.entries import SEND, entry
from tests.campaigns.talks.asking.conftest import answered, answers  # noqa: F401  (a fixture)
from tests.campaigns.typed import sign_in
from tests.factories import PASSWORD, TODAY, make_member
from tests.html import read
from tests.races import database_for_threads  # noqa: F401  (a fixture)

IN_A_FILE = pytest.mark.usefixtures("database_for_threads")
pytestmark = [pytest.mark.django_db(transaction=True), IN_A_FILE]
LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
KIND_OF_JSON = {"content_type": "application/json"}


@dataclass
class Ready:
    """All that there is before it breaks."""

    public: Client
    officer: Client
    draft: str
    answers: dict[str, dict[str, object]]
    entry: dict[str, object]

    def send_draft(self):
        return self.public.post(f"{self.draft}send/")

    def answer(self):
        changed = self.answers["room"] | {"arriving": "The back gate"}
        return self.public.post(f"{self.draft}room/", changed)

    def start(self):
        return self.public.post("/talks/ask/")

    def sign_in(self):
        return self.public.post(LOGIN, {"login": "ailsa.reid@example.org", "password": PASSWORD})

    def ask_for_link(self):
        return self.public.post(RESET, {"email": "ailsa.reid@example.org"})

    def log(self):
        return self.officer.post(SEND, self.entry, **KIND_OF_JSON)

    def look(self):
        """The first page of a minute saves the session, after the view is done."""
        return self.officer.get("/team/sessions/")


@pytest.fixture
def ready(answers, monkeypatch, settings):  # noqa: F811
    settings.CACHES = real.CACHES
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    member, officer = make_member(), Client(raise_request_exception=False)
    sign_in(officer, member)
    yield Ready(Client(), officer, answered(answers), answers, entry(member))
    caches["default"].clear()


@pytest.fixture
def waits():
    """The statements that ended in an error: each had waited as long as it may."""
    ended: list[Exception] = []

    def note(execute, *statement):
        try:
            return execute(*statement)
        except Exception as problem:
            ended.append(problem)
            raise

    with connection.execute_wrapper(note):
        yield ended


# What each writes first, and the answer when it can.
DEEDS = {
    "sign_in": ("cache", 302),
    "ask_for_link": ("cache", 302),
    "start": ("cache", 302),
    "answer": ("campaigns_talkdraft", 302),
    "send_draft": ("cache", 302),
    "look": ("django_session", 200),
    "log": ("campaigns_session", 201),
}


def assert_unavailable(response):
    page = read(response.content.decode())
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert page.h1 == ["This page is not working right now"]
    assert {"tel:999", "tel:101"} <= {link["href"] for link in page.links}
    assert "reload it in a minute" in response.content.decode()


@pytest.mark.parametrize("way", broken.WAYS)
def test_what_cannot_be_written_is_said_and_is_done_when_it_can(ready, way):
    for deed, (table, done) in DEEDS.items():
        with way(table):
            away = getattr(ready, deed)()
        well = getattr(ready, deed)()

        assert_unavailable(away)
        assert (deed, well.status_code) == (deed, done)


def test_each_try_waits_for_a_lock_once_or_the_waits_would_add_up(ready, waits, monkeypatch):
    monkeypatch.setattr(again, "AGAIN_SECONDS", 0)
    for deed, (table, _) in DEEDS.items():
        waits.clear()

        with broken.locked(table):
            away = getattr(ready, deed)()

        assert_unavailable(away)
        assert (deed, len(waits)) == (deed, 1)


@pytest.mark.parametrize("way", [broken.full, broken.read_only, broken.locked])
def test_what_could_not_be_counted_was_not_counted(ready, way):
    with way("cache"):
        refused = [ready.sign_in().status_code for _ in range(7)]

    assert refused == [503] * 7
    assert ready.sign_in().status_code == 302


def test_talk_sent_to_a_broken_database_is_there_once_when_it_is_sent_again(ready):
    with broken.full("cache"):
        ready.send_draft()
    ready.send_draft()

    assert TalkRequest.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the site opens no file of PostgreSQL")
def test_file_that_goes_in_the_middle_of_a_change_takes_no_receipt_with_it(ready, monkeypatch):
    """Between the first statement and the commit."""
    way = broken.moved("")

    def go_away(execute, sql, *rest):
        answer = execute(sql, *rest)
        if sql.startswith('INSERT INTO "campaigns_session"'):
            way.__enter__()
        return answer

    with connection.execute_wrapper(go_away):
        away = ready.log()
    way.__exit__(None, None, None)

    assert_unavailable(away)
    assert Session.objects.count() == 0
    assert ready.log().status_code == 201

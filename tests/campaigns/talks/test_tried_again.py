"""Many press at once while somebody holds a lock: each is told what became of it, and nobody to
come back.
"""

import threading
import time
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from campaigns.models import Mail, Offer, Session, TalkRequest
from sextortion_aware.databases import again
from tests.campaigns.shown import link
from tests.factories import make_member, make_offer, make_talk_request
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)

HELD_SECONDS = 1.0  # after the first try has given up, which waits two (LIMITS.lock)


@pytest.fixture
def as_on_the_site(monkeypatch):
    """The wait for a lock is the site's own, whatever role the tests have."""
    if connection.vendor == "postgresql":
        options = connection.settings_dict["OPTIONS"] | {"options": "-c lock_timeout=2000"}
    else:
        options = connection.settings_dict["OPTIONS"] | {"timeout": 2}
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", options)


@pytest.fixture
def gave_up(monkeypatch) -> threading.Event:
    """Is set when a try has waited for the lock in vain."""
    event, passes_by = threading.Event(), again.passes_by

    def seen(problem: OperationalError) -> bool:
        event.set()
        return passes_by(problem)

    monkeypatch.setattr(again, "passes_by", seen)
    return event


def held(talk, ready: threading.Event, gave_up: threading.Event) -> None:
    """Somebody has the request, as while a letter is written on a slow disk."""
    try:
        with transaction.atomic():
            TalkRequest.objects.select_for_update().get(pk=talk.pk)
            TalkRequest.objects.filter(pk=talk.pk).update(room="Room 4")
            ready.set()
            gave_up.wait(timeout=30)
            time.sleep(HELD_SECONDS)
    finally:
        connection.close()


@pytest.mark.usefixtures("database_for_threads", "as_on_the_site")
def test_twenty_accept_under_a_lock_and_one_wins_and_nobody_is_sent_away(gave_up):
    day = timezone.localdate() + timedelta(days=10)
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=make_member(), held_on=day)
    address, ready = f"{link(talk)}accept/", threading.Event()
    holder = threading.Thread(target=held, args=(talk, ready, gave_up))
    holder.start()
    ready.wait(timeout=30)

    answers = at_once(*[lambda: Client().post(address, {"offer": offer.pk})] * 20)

    holder.join(timeout=60)
    assert gave_up.is_set()
    assert [answer.status_code for answer in answers] == [HTTPStatus.FOUND] * 20
    assert (Session.objects.count(), Offer.objects.get().state) == (1, "accepted")
    assert Mail.objects.filter(kind="confirmed").count() == 1


def locked(*, code=""):
    cause = Exception()
    cause.pgcode = code
    problem = OperationalError("no" if code else "database is locked")
    problem.__cause__ = cause
    return problem


class Press:
    """Fails as often as it is told to."""

    def __init__(self, *problems: Exception) -> None:
        self.problems, self.times = list(problems), 0

    def __call__(self, request):
        self.times += 1
        if self.problems:
            raise self.problems.pop(0)
        return HttpResponse("done")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(again, "PAUSE_SECONDS", 0.01)


@pytest.mark.parametrize("code", ["55P03", "40P01", "40001", ""])
def test_what_passes_by_is_tried_again(code):
    press = Press(locked(code=code), locked(code=code))

    answer = again.tried_again(press)(RequestFactory().post("/"))

    assert (answer.content, press.times) == (b"done", 3)


@pytest.mark.parametrize("problem", [locked(code="57014"), OperationalError("gone"), KeyError()])
def test_what_does_not_pass_by_is_not(problem):
    press = Press(problem)

    with pytest.raises(type(problem)):
        again.tried_again(press)(RequestFactory().post("/"))

    assert press.times == 1


def test_a_page_that_is_only_looked_at_is_not_tried_again():
    press = Press(locked())

    with pytest.raises(OperationalError):
        again.tried_again(press)(RequestFactory().get("/"))

    assert press.times == 1


def test_it_ends(monkeypatch):
    monkeypatch.setattr(again, "AGAIN_SECONDS", 0.1)
    press = Press(*[locked() for _ in range(1000)])

    with pytest.raises(OperationalError):
        again.tried_again(press)(RequestFactory().post("/"))

    assert 1 < press.times < 1000

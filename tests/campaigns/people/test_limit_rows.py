"""Each row of campaigns/access/limits.py that an account stands on: after how many the next one
waits, and how long. The numbers stand here once more, so that none changes by a slip.
"""

from itertools import count

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from campaigns.access import limits
from campaigns.people.sign_in.device import read_device
from campaigns.people.sign_in.wrong_tries import note_wrong_try
from tests.campaigns.people.conftest import follow
from tests.campaigns.people.test_devices import asks
from tests.campaigns.setup.steps import LINK
from tests.factories import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
HERE, AILSA = "127.0.0.1", "ailsa.reid@example.org"
LOGIN, LINK_BY_MAIL = "/accounts/login/", "/accounts/password/reset/"
NEW_PASSWORD, CHANGE = f"{LINK_BY_MAIL}key/1-set-password/", "/accounts/password/change/"
MINUTES, HOUR = 5 * 60, 60 * 60
numbers = count()


@pytest.fixture(autouse=True)
def one_team_page(settings) -> None:
    """The real addresses."""


@pytest.fixture
def member(cache_clock):
    make_user(name="Una Shaw")  # the numbers of accounts and of memberships are not the same
    return make_member(role="administrator", name="Ailsa Reid")


@pytest.fixture
def known(member):
    """The browser that she signed in with."""
    client = Client()
    client.post(LOGIN, {"login": AILSA, "password": PASSWORD})
    client.post("/accounts/logout/")
    return client


def somebody() -> str:
    return f"somebody{next(numbers)}@example.org"


def guess(client, email):
    return client.post(LOGIN, {"login": email, "password": "wrong"})


def as_her(member) -> Client:
    """With a second step that is fresh at this moment."""
    client = Client()
    client.force_login(member.user)
    return client


def invite(member):
    typed = {"name": "Iona Kerr", "email": somebody(), "role": "officer"}
    return as_her(member).post("/team/people/invite/", typed)


# What is counted, of whom, how many in how many seconds, and one that counts.
ROWS = {
    "wrong from": (HERE, 60, MINUTES, lambda _: guess(Client(), somebody())),
    "wrong for": (AILSA, 5, MINUTES, lambda _: guess(Client(), AILSA.upper())),
    "link from": (HERE, 60, HOUR, lambda _: Client().post(LINK_BY_MAIL, {"email": somebody()})),
    "link for": (AILSA, 3, HOUR, lambda _: Client().post(LINK_BY_MAIL, {"email": AILSA.upper()})),
    "new password from": (HERE, 60, MINUTES, lambda _: Client().post(NEW_PASSWORD)),
    "invitation from": (HERE, 60, MINUTES, lambda _: follow(Client(), "/accounts/invitation/x/")),
    "invited by": ("user", 60, HOUR, invite),
    "change of": ("user", 5, MINUTES, lambda her: as_her(her).post(CHANGE, {"oldpassword": "x"})),
    "test mail": (AILSA, 3, HOUR, lambda her: as_her(her).post("/team/settings/test-mail/")),
    "set up from": (HERE, 60, MINUTES, lambda _: Client().get(LINK.format("0" * 64))),
}


def assert_waits(clock, what, who, most, seconds, ask):
    for _ in range(most - 1):
        limits.wait_for(what, who, ((1000, limits.DAY),))

    answers = [ask(), ask()]
    for later in (seconds - 1, 2):
        clock[0] += later
        answers.append(ask())

    waits = [answer.status_code == 429 for answer in answers]
    assert waits == [False, True, True, False]


@pytest.mark.parametrize("what", ROWS)
def test_the_next_one_waits_and_no_longer_than_it_is_said(cache_clock, member, what):
    who, most, seconds, ask = ROWS[what]
    who = str(member.user_id) if who == "user" else who

    assert_waits(cache_clock, what, who, most, seconds, lambda: ask(member))


def test_known_device_waits_by_itself_and_no_longer_than_it_is_said(cache_clock, known):
    number = read_device(asks(known)).number

    assert_waits(
        cache_clock, "wrong on", f"{number}:{AILSA}", 5, MINUTES, lambda: guess(known, AILSA)
    )


def test_history_has_ten_wrong_tries_of_an_hour_and_thirty_of_a_day(cache_clock):
    told = []
    for later in (0, HOUR - 1, 2, HOUR, HOUR, 21 * HOUR):
        cache_clock[0] += later
        for email in [AILSA, AILSA.upper()] * 6:
            note_wrong_try(email, is_known_device=False)
        told.append(DBTaskResult.objects.count())

    assert told == [10, 10, 20, 30, 30, 40]

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.access import limits
from campaigns.people.letters import password_link
from campaigns.people.sign_in.guessing import counts_of
from sextortion_aware import settings as real
from tests.campaigns.people.conftest import follow
from tests.factories import PASSWORD, make_member
from tests.html import read

pytestmark = pytest.mark.django_db
TOO_MANY = (
    "There were too many wrong tries. Wait 5 minutes, then try again. Or set a new password by "
    "e-mail: then you need not wait"
)


@pytest.fixture
def real_cache(settings):
    """The one of settings.py, which all workers share; the suite's own is quicker."""
    settings.CACHES = real.CACHES
    yield caches["default"]
    caches["default"].clear()


def guess(client, sign_in, times=5, email="ailsa.reid@example.org", **extra):
    return [
        sign_in(client, email, f"wrong password {number}", **extra).status_code
        for number in range(times)
    ]


def used_up(address):
    for _ in range(60):
        limits.wait_for("wrong from", address, limits.WRONG_BY_ADDRESS)


@pytest.mark.parametrize("email", ["ailsa.reid@example.org", "nobody@example.org"])
def test_sixth_wrong_try_is_refused_whether_or_not_the_account_exists(client, sign_in, email):
    make_member()

    statuses = guess(client, sign_in, 5, email)
    sixth = sign_in(client, email, "one more")

    assert statuses == [200] * 5
    assert (sixth.status_code, sixth["Retry-After"]) == (429, "300")
    assert TOO_MANY in sixth.content.decode()
    assert read(sixth.content.decode()).h1 == ["Sign in"]


@pytest.fixture
def killed(monkeypatch):
    """As if the process went while it looked at the password: nobody learns what became of it."""

    def kill(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("allauth.account.auth_backends.AuthenticationBackend.authenticate", kill)
    return monkeypatch


def test_tries_whose_process_was_killed_are_no_wrong_ones(client, sign_in, cache_clock, killed):
    make_member()
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt):
            sign_in(client)
    killed.undo()
    killed.setattr("campaigns.access.limits.time.time", lambda: cache_clock[0])

    answers = []
    for later in (0, 9, 2):
        cache_clock[0] += later
        answers.append(sign_in(client).status_code)

    assert answers == [429, 429, 302]


def test_right_try_hides_no_wrong_one_that_came_meanwhile(cache_clock):
    rules = limits.WRONG_BY_ACCOUNT
    _, right = limits.hold("wrong for", "ailsa", rules)
    for _ in range(4):
        cache_clock[0] += 1
        _, wrong = limits.hold("wrong for", "ailsa", rules)
        limits.settle("wrong for", "ailsa", rules, wrong)

    refused, _ = limits.hold("wrong for", "ailsa", rules)
    limits.release("wrong for", "ailsa", rules, right)
    cache_clock[0] += limits.HELD_SECONDS + 1  # or its turn would be gone by itself
    taken, _ = limits.hold("wrong for", "ailsa", rules)
    full, _ = limits.hold("wrong for", "ailsa", rules)

    assert (taken, refused > 0, full > 0) == (0, True, True)


def test_even_the_right_password_waits(client, sign_in):
    make_member()
    guess(client, sign_in)

    assert sign_in(client).status_code == 429


def test_nobody_is_locked_out_for_ever(client, sign_in, cache_clock):
    make_member()
    guess(client, sign_in)

    cache_clock[0] += 301

    assert sign_in(client).status_code == 302


def test_others_sign_in_meanwhile(client, sign_in):
    make_member()
    make_member(name="Una Shaw")
    guess(client, sign_in)

    assert sign_in(client, "una.shaw@example.org").status_code == 302


def test_right_tries_do_not_count(client, sign_in):
    make_member()
    for _ in range(6):
        sign_in(client)
        client.post("/accounts/logout/")

    assert sign_in(client).status_code == 302


def test_upper_case_and_spaces_bring_no_new_tries(client, sign_in):
    make_member()
    guess(client, sign_in)

    assert sign_in(client, " AILSA.reid@example.org").status_code == 429


def test_guesses_from_many_addresses_are_counted_together(sign_in):
    make_member()

    statuses = [
        sign_in(Client(), password="wrong", REMOTE_ADDR=f"203.0.113.{number}").status_code
        for number in range(6)
    ]

    assert statuses == [200] * 5 + [429]


def test_try_that_its_address_is_refused_for_is_no_wrong_one_of_the_account(sign_in, cache_clock):
    make_member()
    used_up("203.0.113.9")

    refused = [sign_in(Client(), REMOTE_ADDR="203.0.113.9").status_code for _ in range(6)]

    assert refused == [429] * 6
    assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize("device", ["", "a known one"])
def test_one_account_is_counted_as_one_however_it_is_written(device):
    either, other = (
        counts_of(email, device=device, address="203.0.113.9")
        for email in ("Ailsa.Reid@Example.org", "ailsa.reid@example.org")
    )

    assert either == other


def test_another_host_header_brings_no_new_tries(client, sign_in):
    make_member()
    guess(client, sign_in)

    assert [
        sign_in(client, headers={"Host": host}).status_code
        for host in ("testserver:81", "127.0.0.1:9", "localhost")
    ] == [429, 429, 429]


def test_forged_forwarded_for_brings_no_new_tries_from_one_address(client, sign_in, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    used_up("203.0.113.9")

    forged = sign_in(client, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    other = sign_in(client, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.1"})

    assert (forged.status_code, other.status_code) == (429, 200)


@pytest.mark.parametrize("forwarded", ["", "nonsense", ", ,", "203.0.113.9:99999999", "\0"])
def test_odd_forwarded_for_is_no_error(client, sign_in, settings, forwarded):
    settings.TRUSTED_PROXY_COUNT = 2

    assert sign_in(client, headers={"X-Forwarded-For": forwarded}).status_code == 200


def test_new_password_page_of_the_address_limit_is_ours(client):
    for _ in range(60):
        limits.wait_for("new password from", "127.0.0.1", limits.NEW_PASSWORDS_BY_ADDRESS)

    response = client.post("/accounts/password/reset/key/1-set-password/")

    assert (response.status_code, response["Retry-After"]) == (429, "300")
    assert read(response.content.decode()).h1 == ["Too many tries"]


def test_reset_mails_are_limited_for_known_and_unknown_alike(client):
    make_member()
    for email in ("ailsa.reid@example.org", "nobody@example.org"):
        statuses = [
            client.post("/accounts/password/reset/", {"email": email}).status_code for _ in range(3)
        ]
        fourth = client.post("/accounts/password/reset/", {"email": email})

        assert statuses == [302, 302, 302]
        assert (fourth.status_code, fourth["Retry-After"]) == (429, "3600")


def test_limits_are_shared_by_all_workers(client, sign_in, real_cache):
    make_member()
    assert real_cache.__class__.__name__ == "DatabaseCounts"

    statuses = guess(client, sign_in, 6)

    assert statuses == [200, 200, 200, 200, 200, 429]


def test_cache_keys_hold_no_address(client, sign_in, real_cache):
    make_member()

    sign_in(client, "ailsa.reid@example.org", "wrong", REMOTE_ADDR="203.0.113.77")

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        rows = str(cursor.fetchall())
    assert rows != "[]"
    assert not any(word in rows for word in ("ailsa", "203.0.113", "login", "allauth"))


@pytest.mark.parametrize(
    ("email", "password", "right"),
    [("ailsa.reid@example.org", PASSWORD, True), ("a@example.org", "x", False)],
)
def test_counting_costs_two_queries_a_turn(client, sign_in, real_cache, email, password, right):
    make_member()

    with CaptureQueriesContext(connection) as asked:
        sign_in(client, email, password)

    counting = [query["sql"].split()[0] for query in asked if '"cache"' in query["sql"]]
    # Two limits hold a turn; a right password gives both back, a wrong one makes both count and
    # takes a line of history.
    assert counting == ["SELECT", "INSERT"] * (4 if right else 5)


@pytest.mark.parametrize("address", ["ailsa.reid@example.org", "nobody@example.org"])
def test_counting_a_link_costs_four_queries(client, real_cache, address):
    make_member()

    with CaptureQueriesContext(connection) as asked:
        client.post("/accounts/password/reset/", {"email": address})

    assert sum('"cache"' in query["sql"] for query in asked) == 4


def test_new_password_pages_are_counted_by_address(client):
    for _ in range(60):
        limits.wait_for("new password from", "127.0.0.1", limits.NEW_PASSWORDS_BY_ADDRESS)
    page = "/accounts/password/reset/key/1-set-password/"

    assert (client.get(page).status_code, client.post(page).status_code) == (200, 429)


def test_sixth_change_of_a_password_waits(client):
    client.force_login(make_member().user)

    statuses = [
        client.post("/accounts/password/change/", {"oldpassword": "wrong"}).status_code
        for _ in range(6)
    ]

    assert statuses == [200] * 5 + [429]


def test_reset_by_link_gives_the_tries_back(client, sign_in):
    member = make_member()
    guess(client, sign_in)
    form_page = follow(client, password_link(member.user))["Location"]

    client.post(form_page, {"password1": PASSWORD * 2, "password2": PASSWORD * 2})

    assert sign_in(client, password=PASSWORD * 2).status_code == 302

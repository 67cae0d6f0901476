import itertools

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import RequestFactory

from campaigns.access import limits
from sextortion_aware import settings as real
from tests.races import at_once, database_for_threads  # noqa: F401  (a fixture)

RULE = ((3, 3600),)


def asked_from(address, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def test_the_first_turns_are_free_and_the_next_one_waits(freeze_seconds):
    waits = [limits.wait_for("asking", "somebody", RULE) for _ in range(4)]

    assert waits == [0, 0, 0, 3600]


def test_a_turn_comes_back_when_its_own_time_is_up(freeze_seconds):
    for _ in range(3):
        limits.wait_for("asking", "somebody", RULE)
    freeze_seconds(1200)

    assert limits.wait_for("asking", "somebody", RULE) == 2400


def test_others_and_other_things_are_counted_apart():
    for _ in range(3):
        limits.wait_for("asking", "somebody", RULE)

    assert limits.wait_for("asking", "somebody else", RULE) == 0
    assert limits.wait_for("writing", "somebody", RULE) == 0


def test_every_rule_must_be_kept():
    waits = [bool(limits.wait_for("writing", "somebody", ((9, 60), (2, 3600)))) for _ in range(3)]

    assert waits == [False, False, True]


def test_nothing_in_the_cache_names_anybody():
    limits.wait_for("receipt", "office@school.example", RULE)

    kept = caches["default"]._cache
    assert len(kept) == 1
    assert "school" not in str(kept)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", "203.0.113.5"),  # nobody stands in front, so nobody is believed
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "192.0.2.66, 198.51.100.9", "198.51.100.9"),  # the first was typed by the sender
        (2, "192.0.2.66, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "198.51.100.9", "203.0.113.5"),  # fewer than our own proxies write
        (1, "", "203.0.113.5"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),  # one household
        (1, "nonsense", "nonsense"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXY_COUNT = proxies

    assert limits.address_of(asked_from("203.0.113.5", forwarded)) == address


def test_refused_try_takes_no_turn_of_any_rule(freeze_seconds):
    rules = ((1, 60), (2, 3600))
    waits = [limits.wait_for("writing", "somebody", rules) for _ in range(3)]
    freeze_seconds(60)

    assert waits == [0, 60, 60]
    assert limits.wait_for("writing", "somebody", rules) == 0


def test_turn_that_is_given_back_is_free_again(freeze_seconds):
    for _ in range(3):
        limits.wait_for("asking", "somebody", RULE)

    limits.give_back("asking", "somebody", RULE)

    assert [limits.wait_for("asking", "somebody", RULE) for _ in range(2)] == [0, 3600]


@pytest.mark.django_db
def test_nothing_to_give_back_is_no_error(in_database):
    limits.give_back("asking", "nobody", RULE)
    limits.give_all_back("asking", "nobody", RULE)

    assert limits.wait_for("asking", "nobody", RULE) == 0


@pytest.mark.django_db
def test_it_costs_two_queries_and_one_when_there_is_no_turn(
    in_database, freeze_seconds, django_assert_num_queries
):
    for most in (3, 60):
        with django_assert_num_queries(2 * most):
            waits = [limits.wait_for("asking", str(most), ((most, 3600),)) for _ in range(most)]
        with django_assert_num_queries(1):
            refused = limits.wait_for("asking", str(most), ((most, 3600),))

        assert (set(waits), refused) == ({0}, 3600)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads", "in_database")
def test_sixteen_at_once_take_the_ten_turns_and_no_more():
    waits = at_once(
        *[lambda: limits.wait_for("asking", "somebody", ((10, 3600),)) for _ in range(16)]
    )

    assert [bool(wait) for wait in sorted(waits)] == [False] * 10 + [True] * 6


@pytest.mark.django_db
def test_count_that_others_change_all_the_time_is_an_error_and_not_a_wait(in_database):
    """One was quicker each time between our two queries."""

    def faster(execute, sql, *rest):
        answer = execute(sql, *rest)
        if sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("UPDATE cache SET value = %s", [f"[{next(moments)}]"])
        return answer

    moments = itertools.count(1)
    limits.wait_for("asking", "somebody", RULE)

    with connection.execute_wrapper(faster), pytest.raises(OperationalError):
        limits.wait_for("asking", "somebody", RULE)


@pytest.fixture
def in_database(settings):
    settings.CACHES = real.CACHES
    yield
    caches["default"].clear()


@pytest.fixture
def freeze_seconds(monkeypatch):
    """The clock of the limits stands still, and is moved by hand."""
    now = [1_800_000_000]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])

    def move(seconds):
        now[0] += seconds

    return move

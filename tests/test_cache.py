"""Counts in a Redis, as far as that can be shown without one: its package is not among ours."""

import json
import sys
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import OperationalError

from campaigns.access import limits

RULE = ((2, 3600),)


class RedisError(Exception):
    pass


class Pipe:
    """Both the reading half of a transaction and the writing one."""

    def __init__(self, kept):
        self.kept, self.get = kept, kept.get

    def multi(self):
        self.is_writing = True

    def set(self, name, value, ex):
        assert self.is_writing
        self.kept[name] = value


class Redis:
    kept: dict[str, str]
    is_away = False

    def __init__(self, connection_pool):
        self.options = connection_pool

    def transaction(self, act, *watched):
        if self.is_away:
            raise RedisError("Connection refused")
        act(Pipe(self.kept))


@pytest.fixture
def redis(monkeypatch, settings):
    client = type("Client", (Redis,), {"kept": {}})
    pool = SimpleNamespace(from_url=lambda url, **options: options)
    package = SimpleNamespace(Redis=client, RedisError=RedisError, ConnectionPool=pool)
    package.connection = SimpleNamespace(DefaultParser=None)
    monkeypatch.setitem(sys.modules, "redis", package)
    ours = {"BACKEND": "sextortion_aware.cache.RedisCounts", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": ours}
    return client


def test_turns_are_counted_in_a_redis(redis):
    waits = [limits.wait_for("asking", "somebody", RULE) > 0 for _ in range(3)]

    assert waits == [False, False, True]
    assert [len(json.loads(turns)) for turns in redis.kept.values()] == [2]


def test_redis_that_is_away_is_an_error_and_not_a_wait(redis):
    redis.is_away = True

    with pytest.raises(OperationalError):
        limits.wait_for("asking", "somebody", RULE)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
def test_form_sent_while_the_redis_is_away_is_unavailable(client, redis, path):
    redis.is_away = True

    typed = {"login": "a@example.org", "password": "x", "email": "a@example.org"}
    response = client.post(path, typed)

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert 'href="tel:999"' in response.content.decode()


def test_redis_that_is_silent_is_given_up_within_seconds(redis):
    options = caches["default"]._cache.get_client("x", write=True).options

    told = ("socket_timeout", "socket_connect_timeout", "retry")
    assert {name: options[name] for name in told} == {
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "retry": None,
    }


def marks(backend: str, settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": f"sextortion_aware.cache.{backend}",
            "LOCATION": "redis://127.0.0.1:1/0" if backend == "RedisCounts" else "cache",
            "KEY_FUNCTION": "sextortion_aware.cache.hashed_key",
        }
    }


@pytest.mark.django_db
@pytest.mark.parametrize("backend", ["DatabaseCounts", "RedisCounts"])
def test_used_code_is_marked_once_for_all_workers_until_it_runs_out(
    backend, redis, settings, monkeypatch
):
    marks(backend, settings)
    now = [1_795_000_000.0]
    monkeypatch.setattr("sextortion_aware.cache.time.time", lambda: now[0])
    first = caches["default"].add("used?user=1&code=123456", "y", timeout=90)
    del caches["default"]  # as another worker, which has made its own
    again = caches["default"].add("used?user=1&code=123456", "y", timeout=90)
    stands = caches["default"].is_added("used?user=1&code=123456")
    other = caches["default"].add("used?user=2&code=123456", "y", timeout=90)
    now[0] += 91

    assert (first, again, stands, other) == (True, False, True, True)
    assert not caches["default"].is_added("used?user=1&code=123456")
    assert caches["default"].add("used?user=1&code=123456", "y", timeout=90)


def test_code_that_cannot_be_marked_is_an_error_and_not_a_used_one(redis, settings):
    marks("RedisCounts", settings)
    redis.is_away = True

    with pytest.raises(OperationalError):
        caches["default"].add("used?user=1&code=123456", "y", timeout=90)

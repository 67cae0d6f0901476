import pytest
from django.core.cache import caches
from django.test import RequestFactory

from campaigns import limits

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
        (0, "198.51.100.9", "203.0.113.5"),  # nobody stands in front: whoever writes this header is not believed
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


@pytest.mark.django_db
def test_it_works_with_the_cache_in_the_database(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

    waits = [limits.wait_for("asking", "somebody", RULE) for _ in range(4)]

    assert waits[:3] == [0, 0, 0]
    assert 3590 < waits[3] <= 3600


@pytest.fixture
def freeze_seconds(monkeypatch):
    """The clock of the limits stands still, and is moved by hand."""
    now = [1_800_000_000]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])

    def move(seconds):
        now[0] += seconds

    return move

"""The environment that tests start from, whatever the person's own holds: it must stand before
Django's settings are read.
"""

import os
import secrets
import tempfile
from pathlib import Path

import pytest

FROM_OUTSIDE = (
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SITE_URL",
    "TEAM_EMAIL",
    "PORT",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "CACHE_URL",
    "TRUSTED_PROXY_COUNT",
)
for name in FROM_OUTSIDE:
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="sextortion-aware-tests-")
# WhiteNoise warns without one, and a warning fails a test.
(Path(os.environ["VAR_DIR"]) / "static").mkdir()
os.environ["QUIET_AT_NIGHT"] = "false"  # or what a test expects would depend on when it is run
os.environ["DJANGO_SETTINGS_MODULE"] = "sextortion_aware.settings"

import django  # noqa: E402
from django.conf import settings  # noqa: E402

# Quick stand-ins, once for all tests, for what has tests of its own: hashed static names, slow
# password hashing.
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # pytest-xdist's helper knows Django's own engine only, and would make files for ours.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
django.setup()

from django.core.cache import cache  # noqa: E402  (it reads the settings above)

# Operations alone cannot be imported first
from django.db.backends.sqlite3.base import DatabaseOperations  # noqa: E402

from campaigns.history.guard import lifted  # noqa: E402

empty_tables = DatabaseOperations.execute_sql_flush


def empty_tables_with_history(operations, statements) -> None:
    """After a test with transactions of its own.

    PostgreSQL truncates, which asks no row; SQLite deletes each row, and the guard of history
    refuses.
    """
    with lifted():
        empty_tables(operations, statements)


DatabaseOperations.execute_sql_flush = empty_tables_with_history


@pytest.fixture(autouse=True)
def cache_of_its_own(settings) -> None:
    """What one test counted towards a limit is not held against the next.

    The real cache's table is there for tests that ask for it.
    """
    settings.CACHES = {"default": {"BACKEND": "tests.memory_counts.MemoryCounts"}}
    cache.clear()


@pytest.fixture(scope="session")
def playwright():
    """One for all tests of a process: a second one in it does not start."""
    from playwright.sync_api import sync_playwright  # most tests need none

    with sync_playwright() as started:
        yield started

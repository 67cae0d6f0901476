"""The environment that tests start from, whatever the person's own holds: it must stand before
Django's settings are read.
"""

import gc
import os
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

# What helpers assert says as much as what tests do.
pytest.register_assert_rewrite("tests.advice", "tests.browser", "tests.campaigns", "tests.deploy")

FROM_OUTSIDE = (
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SITE_URL",
    "TEAM_EMAIL",
    "PORT",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "DEFAULT_FROM_EMAIL",
    "CALENDAR_ALTERNATIVE",
    "CACHE_URL",
    "TRUSTED_PROXY_COUNT",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_NAME",
    "OIDC_SECOND_FACTOR",
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
# password hashing, limits that are counted in the database.
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.CACHES = {"default": {"BACKEND": "tests.memory_counts.MemoryCounts"}}
settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # pytest-xdist's helper knows Django's own engine only, and would make files for ours.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
else:
    # No test pulls the plug, so none waits for the disk. How soon the site gives up a slow answer
    # has tests of its own; in all others it would measure this machine. (The last of two wins.)
    settings.DATABASES["default"]["OPTIONS"]["options"] += (
        " -c synchronous_commit=off -c statement_timeout=300000"
    )
    settings.LIMITS = replace(settings.LIMITS, answer=600, connect=60)
django.setup()

from django.core.cache import cache  # noqa: E402  (it reads the settings above)
from django.core.management import call_command  # noqa: E402
from django.db.backends.base.creation import BaseDatabaseCreation  # noqa: E402

# Operations alone cannot be imported first
from django.db.backends.sqlite3.base import DatabaseOperations  # noqa: E402
from django.template import RequestContext, Template  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.signals import template_rendered  # noqa: E402

from campaigns.access.second_factor import note_given  # noqa: E402
from campaigns.history.guard import lifted  # noqa: E402
from tests import once  # noqa: E402

empty_tables = DatabaseOperations.execute_sql_flush


def empty_tables_with_history(operations, statements) -> None:
    """After a test with transactions of its own.

    PostgreSQL truncates, which asks no row; SQLite deletes each row, and the guard of history
    refuses.
    """
    with lifted():
        empty_tables(operations, statements)


by_password_alone = Client.force_login


def with_both_factors(client, user, backend=None) -> None:
    """Who signs in to the pages of a test has given the second factor too."""
    by_password_alone(client, user, backend)
    session = client.session
    note_given(session)
    session.save()


Client.force_login = with_both_factors
DatabaseOperations.execute_sql_flush = empty_tables_with_history
BaseDatabaseCreation.create_test_db = once.create_or_copy
BaseDatabaseCreation._destroy_test_db = once.destroy_or_drop


def pytest_configure() -> None:
    once.begin()


def pytest_unconfigure() -> None:
    once.end()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests wait for processes, browsers and disks."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that take longest come first, or one worker would be left with them in the end."""
    for item in items:
        if once.depends_on_database(item):
            item.add_marker("database")
    items.sort(key=lambda item: item.get_closest_marker("heavy") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: nobody needs to look again and again whether it is garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def render_and_note_pages(template: Template, context):
    """Django's own notes every part of a page and every field of a form, each with a copy of all
    that it knows. Tests ask what a page knew.
    """
    if isinstance(context, RequestContext) and context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


ask = Client.request


def ask_and_read_to_the_end(client: Client, **request):
    """A download that nobody read would keep its cursor until it is garbage, and fail whichever
    test that is in.
    """
    response = ask(client, **request)
    if response.streaming:
        response.streaming_content = list(response.streaming_content)
    return response


Client.request = ask_and_read_to_the_end


@pytest.fixture(autouse=True, scope="session")
def pages_are_noted(django_test_environment):
    Template._render = render_and_note_pages  # Django puts its own back in the end


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """With the table of the real cache, for tests that ask for it."""
    with django_db_blocker.unblock():
        call_command("createcachetable", "cache")


@pytest.fixture(autouse=True)
def cache_of_its_own() -> None:
    """What one test counted towards a limit is not held against the next."""
    cache.clear()


@pytest.fixture(scope="session")
def playwright():
    """One for all tests of a process: a second one in it does not start."""
    from playwright.sync_api import sync_playwright  # most tests need none

    with sync_playwright() as started:
        yield started

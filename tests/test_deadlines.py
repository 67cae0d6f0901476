"""Who may take how long: found from how a process was started."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from sextortion_aware import deadlines

SHOW = """
import json, sys
sys.argv = sys.argv[1:]
from sextortion_aware.settings import DATABASES
print(json.dumps(DATABASES["default"]["OPTIONS"]))
"""


@pytest.mark.parametrize(
    ("arguments", "role"),
    [
        (["/x/.venv/bin/granian", "--port", "8000"], "web"),
        (["manage.py", "runserver"], "web"),
        (["/x/manage.py", "migrate", "--noinput"], "migration"),
        (["deploy/local.py"], "migration"),
        (["manage.py", "run_worker"], "worker"),
        (["manage.py", "forget"], "command"),
        (["manage.py", "import_places", "schools.csv"], "command"),
        (["manage.py"], "command"),
        (["-c"], "web"),
        ([], "web"),
    ],
)
def test_role_follows_from_how_a_process_was_started(arguments, role):
    assert deadlines.role_of(arguments) == role


def options(url, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", SHOW, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("arguments", "statement", "lock"),
    [
        (["granian"], 3000, 2000),
        (["manage.py", "run_worker"], 120_000, 10_000),
        (["manage.py", "migrate"], 0, 10_000),
        (["manage.py", "import_places"], 0, 30_000),
    ],
)
def test_postgresql_cuts_pages_short_and_leaves_migrations_and_imports(arguments, statement, lock):
    told = options("postgres://somebody@127.0.0.1/site", *arguments)["options"]

    assert told == f"-c statement_timeout={statement} -c lock_timeout={lock}"


@pytest.mark.parametrize(
    ("arguments", "seconds"), [(["granian"], 5), (["manage.py", "run_worker"], 30)]
)
def test_sqlite_lets_the_worker_wait_longer_than_a_page(arguments, seconds):
    assert options("sqlite:////nowhere/site.sqlite3", *arguments)["timeout"] == seconds


def test_page_of_a_silent_database_is_there_in_ten_seconds():
    web = deadlines.DATABASE["web"]

    assert web.connect + web.answer + web.connect <= 10
    assert web.statement < web.answer
    assert deadlines.READY_SECONDS < 2


def test_server_has_more_threads_than_can_be_kept_waiting():
    waiting = deadlines.BEHIND + deadlines.WAITING + deadlines.READING

    assert deadlines.THREADS - waiting == deadlines.PAGES > 0

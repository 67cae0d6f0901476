"""What a run does once and not again: the tests that no database can change, and a database with
all its migrations, of which each worker takes a copy.
"""

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from unittest import mock

import psycopg2
import pytest
from django.db.backends.base.creation import BaseDatabaseCreation

from tests.kept import FOLDER, alone

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
# A test that requests no database cannot reach one by Django: pytest-django refuses. Who starts
# processes, opens a database past Django or asks which one is named says one of these; if the
# processes ask none, or one of their own, the test says own_database.
WORDS = (
    "DATABASE",
    "django.db",
    "django_db_blocker",
    "getfixturevalue",
    "postgres",
    "processes",
    "psycopg2",
    "sqlite",
    "subprocess",
)
OF_TESTS = re.compile(r"^\s*(?:from|import) (tests[\w.]*)(?: import ([\w, ]+))?", re.MULTILINE)


def depends_on_database(item: pytest.Item) -> bool:
    requested = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    if requested or item.get_closest_marker("django_db"):
        return True
    return not item.get_closest_marker("own_database") and may_reach_one(item.path)


@cache
def may_reach_one(path: Path) -> bool:
    """This file, or one of the tests' own that it takes something from."""
    source = path.read_text()
    return any(word in source for word in WORDS) or any(map(may_reach_one, helpers(source)))


def helpers(source: str) -> Iterator[Path]:
    for module, names in OF_TESTS.findall(source):
        for name in (module, *(f"{module}.{name.strip()}" for name in names.split(","))):
            file = ROOT.joinpath(*name.split(".")).with_suffix(".py")
            if file.exists():
                yield file


def begin() -> None:
    """In the first process of a run, before its workers start."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="sextortion-aware-once-")


def end() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = Path(os.environ[FOLDER])
        if (made := folder / "postgresql").exists():
            drop(made.read_text())
        shutil.rmtree(folder)


def drop(name: str) -> None:
    """Past Django, which lets nobody in outside of a test."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as server:
        server.autocommit = True
        # A process that a test has just ended may hold its session for a moment longer.
        server.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


create = BaseDatabaseCreation.create_test_db
destroy = BaseDatabaseCreation._destroy_test_db


def destroy_or_drop(creation: BaseDatabaseCreation, name: str, verbosity: int) -> None:
    if creation.connection.vendor == "postgresql":
        drop(name)
    else:
        destroy(creation, name, verbosity)


def create_or_copy(creation: BaseDatabaseCreation, **options: bool) -> str:
    """The first worker runs the migrations; the others copy what it made, empty as it is."""
    folder = Path(os.environ[FOLDER])
    with alone(folder / "files"):
        copy = {"sqlite": copy_file, "postgresql": copy_database}[creation.connection.vendor]
        return copy(creation, folder / creation.connection.vendor, options)


def create_without_migrations(creation: BaseDatabaseCreation, options: dict[str, bool]) -> str:
    with mock.patch("django.core.management.call_command"):
        return create(creation, **options)


def copy_file(creation: BaseDatabaseCreation, made: Path, options: dict[str, bool]) -> str:
    if made.exists():
        name = create_without_migrations(creation, options)
        with sqlite3.connect(made) as file:
            file.backup(creation.connection.connection)
    else:
        name = create(creation, **options)
        with sqlite3.connect(made) as file:
            creation.connection.connection.backup(file)
    file.close()
    return name


def copy_database(creation: BaseDatabaseCreation, made: Path, options: dict[str, bool]) -> str:
    """PostgreSQL copies one that nobody is connected to: so it is made first, and then copied."""
    settings = creation.connection.settings_dict
    name, of_worker = settings["NAME"], settings["TEST"]["NAME"]
    if not made.exists():
        settings["TEST"]["NAME"] = f"test_made_once_{os.getpid()}"
        made.write_text(create(creation, **options))
        creation.connection.close()
    settings["NAME"] = name
    settings["TEST"] |= {"NAME": of_worker, "TEMPLATE": made.read_text()}
    return create_without_migrations(creation, options)

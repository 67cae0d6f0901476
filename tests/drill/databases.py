"""The two databases, and what may befall each. Everything is put back as it was."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2.sql import SQL, Identifier

from tests.drill.proxy import ANSWERING, REFUSING, SILENT, Proxy

LONGEST_WAIT_FOR_LOCK = 20


class NotDone(Exception):
    """Why a deed is left out, in one sentence."""


class Lacks(Exception):
    """What this machine has not, in one sentence."""


class Sqlite:
    refused_is = "database file moved away"

    def __init__(self, var: Path) -> None:
        self.file = var / "site.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    @contextmanager
    def silent(self) -> Iterator[None]:
        raise NotDone("SQLite is a file: there is nobody who could fall silent")
        yield

    @contextmanager
    def refused(self) -> Iterator[None]:
        """The file and what belongs to it; the processes that have it open keep it."""
        away = self.file.parent / "away"
        away.mkdir()
        moved = [path.name for path in self.file.parent.glob("site.sqlite3*")]
        for name in moved:
            (self.file.parent / name).rename(away / name)
        try:
            yield
        finally:
            for path in self.file.parent.glob("site.sqlite3*"):
                path.unlink()  # an empty one, made by who asked for it meanwhile
            for name in moved:
                (away / name).rename(self.file.parent / name)
            away.rmdir()

    @contextmanager
    def locked(self) -> Iterator[None]:
        line = sqlite3.connect(self.file, LONGEST_WAIT_FOR_LOCK, isolation_level=None)
        with closing(line):
            line.execute("BEGIN EXCLUSIVE")
            try:
                yield
            finally:
                line.execute("ROLLBACK")

    def stop(self) -> None:
        pass


class Postgres:
    """A database of the drill's own on the tests' server, reached through the proxy."""

    refused_is = "database refuses connections"

    def __init__(self, mark: str) -> None:
        self.server = os.environ.get("TEST_DATABASE_URL", "postgres:///postgres")
        self.name = f"drill_{mark}"
        try:
            with self.line() as line:
                info = line.info
                unix = f"{info.host}/.s.PGSQL.{info.port}" if info.host.startswith("/") else ""
                self.proxy = Proxy(unix, (info.host, info.port))
                self.user = info.user
                self.run(line, SQL("CREATE DATABASE {}").format(Identifier(self.name)))
        except psycopg2.OperationalError:
            raise Lacks(f"PostgreSQL (no server answers at {self.server})") from None

    @contextmanager
    def line(self, database: str = "") -> Iterator[psycopg2.extensions.connection]:
        chosen = {"dbname": database} if database else {}
        with closing(psycopg2.connect(self.server, connect_timeout=5, **chosen)) as line:
            line.autocommit = not database
            yield line

    def run(self, line: psycopg2.extensions.connection, statement: SQL | object) -> None:
        with line.cursor() as cursor:
            cursor.execute(statement)

    @property
    def url(self) -> str:
        password = urlsplit(self.server).password
        person = f"{self.user}:{password}" if password else self.user
        return f"postgres://{person}@127.0.0.1:{self.proxy.port}/{self.name}"

    @contextmanager
    def silent(self) -> Iterator[None]:
        """New connections are taken and never answered; those of before wait for their answers."""
        self.proxy.be(SILENT)
        try:
            yield
        finally:
            self.proxy.be(ANSWERING)

    @contextmanager
    def refused(self) -> Iterator[None]:
        self.proxy.be(REFUSING)
        try:
            yield
        finally:
            self.proxy.be(ANSWERING)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Every table, as a careless migration would; not past the proxy, which is the site's."""
        with self.line(self.name) as line, line.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LONGEST_WAIT_FOR_LOCK}s'")
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = SQL(", ").join(Identifier(name) for (name,) in cursor.fetchall())
            cursor.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))
            yield

    def stop(self) -> None:
        self.proxy.stop()
        with self.line() as line:
            drop = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name))
            self.run(line, drop)

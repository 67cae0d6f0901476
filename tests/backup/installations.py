"""Whole installations, each with a VAR_DIR and a database of its own, driven by commands alone."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2

from sextortion_aware.backup.keys import new_pair
from tests.kept import FOLDER
from tests.once import drop
from tests.processes import ROOT

PUBLIC, SECRET = new_pair()
FILL = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from campaigns.demo import build_demo
from tests.one_of_everything import one_of_everything
call_command("createcachetable")  # the suite counts in memory, and has none
one_of_everything()
if "demonstration" in sys.argv:
    build_demo(today=timezone.localdate())
call_command("lapse_offers", verbosity=0)
call_command("forget", verbosity=0)
"""
FIGURES = """
import django
django.setup()
from datetime import date
from campaigns.models import Campaign
from campaigns.reach.reach import reach
for campaign in Campaign.objects.order_by("pk"):
    print(campaign, reach(campaign, today=date(2026, 12, 1)))
"""


class Installation:
    def __init__(self, folder: Path, *, vendor: str) -> None:
        self.var, self.vendor = folder, vendor
        self.name = f"test_backup_{secrets.token_hex(6)}" if vendor == "postgresql" else None
        if self.name:
            self.ask_server(f'CREATE DATABASE "{self.name}"')

    @property
    def file(self) -> Path:
        return self.var / "site.sqlite3"

    def make_tables(self) -> None:
        """Those that the run's first worker made once."""
        made = Path(os.environ[FOLDER], self.vendor)
        if self.name:
            drop(self.name)
            self.ask_server(f'CREATE DATABASE "{self.name}" TEMPLATE "{made.read_text()}"')
        else:
            self.var.mkdir(exist_ok=True)
            shutil.copyfile(made, self.file)

    def ask_server(self, statement: str) -> None:
        with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as server:
            server.autocommit = True
            server.cursor().execute(statement)

    def environment(self, **given: str) -> dict[str, str]:
        mine = {
            "VAR_DIR": str(self.var),
            "DATABASE_URL": "",
            "BACKUP_KEY": PUBLIC,
            "DJANGO_SETTINGS_MODULE": "sextortion_aware.settings",
        }
        if self.name:
            before, _, _ = os.environ["DATABASE_URL"].rpartition("/")
            mine["DATABASE_URL"] = f"{before}/{self.name}"
        return os.environ | mine | given

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def manage(self, *command: str, **environment: str) -> tuple[int, str]:
        """Its code, and what it said."""
        done = self.run("manage.py", *command, **environment)
        return done.returncode, done.stdout + done.stderr

    def fill(self, *words: str) -> None:
        done = self.run("-c", FILL, *words)
        assert done.returncode == 0, done.stderr

    def backup(self, **environment: str) -> Path:
        code, said = self.manage("backup", **environment)
        assert code == 0, said
        return max((self.var / "backups").glob("*.age"))

    def restore(self, file: Path, *options: str, key: str = SECRET) -> tuple[int, str]:
        path = self.var.parent / f"key-{secrets.token_hex(4)}"
        path.write_text(f"# of a test\n{key}\n")
        return self.manage("restore", str(file), "--key", str(path), *options)

    def figures(self) -> str:
        return self.run("-c", FIGURES).stdout

    def opened(self):
        address = self.environment()["DATABASE_URL"]
        return closing(psycopg2.connect(address) if address else sqlite3.connect(self.file))

    def rows(self) -> dict[str, list[str]]:
        names = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if self.name
            else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        with self.opened() as database:
            cursor = database.cursor()
            cursor.execute(names)
            found = {}
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
        return found

    def do(self, statement: str, *values: object) -> None:
        mark = "%s" if self.name else "?"
        with self.opened() as database:
            database.cursor().execute(statement.replace("?", mark), values)
            database.commit()

    def end(self) -> None:
        if self.name:
            drop(self.name)

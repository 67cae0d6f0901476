"""Reads one TOML table strictly, and says in one sentence, with the file's name, what is wrong."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, order=True)
class Problem:
    """Something in the content that a person must put right."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


class ContentError(Exception):
    """A file of the content folder cannot be used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass
class Fields:
    """Takes keys out of a table one by one; `finish` refuses what nobody asked for."""

    file: str
    table: Mapping[str, Any]
    where: str = ""
    asked: set[str] = field(default_factory=set)

    def error(self, reason: str) -> ContentError:
        return ContentError(Problem(self.file, f"{self.where}{reason}"))

    def take(self, key: str, kind: type, named: str, default: Any) -> Any:
        self.asked.add(key)
        if key not in self.table:
            if default is None:
                raise self.error(f'"{key}" is missing.')
            return default
        value = self.table[key]
        # bool counts as int, and datetime as date, for Python but not for a reader.
        if (
            not isinstance(value, kind)
            or (kind is int and isinstance(value, bool))
            or isinstance(value, datetime)
        ):
            raise self.error(f'"{key}" must be {named}.')
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self.take(key, str, "words in quotes", default)
        if key in self.table and (not value or value != value.strip()):
            raise self.error(f'"{key}" is empty or has spaces around it.')
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        return bool(self.take(key, bool, "true or false", default))

    def number(self, key: str, default: int | None = None) -> int:
        return int(self.take(key, int, "a whole number", default))

    def day(self, key: str) -> date:
        value: date = self.take(key, date, "a date like 2026-11-23", None)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        values: list[Any] = self.take(key, list, 'a list like ["one", "two"]', None)
        if not all(isinstance(value, str) and value for value in values):
            raise self.error(f'"{key}" must be a list of words in quotes.')
        if len(set(values)) != len(values):
            raise self.error(f'"{key}" names something twice.')
        return tuple(values)

    def finish(self) -> None:
        unknown = sorted(set(self.table) - self.asked)
        if unknown:
            raise self.error(f'"{unknown[0]}" is not a key we know.')


def load_tables(
    folder: Path, file: str, read: Callable[[str, Fields], T]
) -> tuple[dict[str, T], list[Problem]]:
    """Reads every [table] of a TOML file; one bad table does not hide the others."""
    try:
        tables = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, [Problem(file, "the file is missing.")]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [Problem(file, f"this is not TOML: {error}.")]
    found: dict[str, T] = {}
    problems = []
    for key, table in tables.items():
        try:
            if not isinstance(table, dict):
                raise ContentError(
                    Problem(file, f'"{key}" stands outside a table like [childline].')
                )
            fields = Fields(file, table, f"[{key}] ")
            entry = read(key, fields)
            fields.finish()
            found[key] = entry
        except ContentError as error:
            problems.append(error.problem)
    return found, problems

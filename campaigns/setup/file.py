"""A whole programme in one file, for those who install by script: what may stand in it.

Every problem is named by its key, and nothing here asks or writes the database.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import CarriedFigure
from campaigns.places.councils import COUNCILS, council_called
from campaigns.programme.begin import EARLIEST
from sextortion_aware.forms.words import WordsField

LARGEST_FILE = 100_000
MOST_NAMES = 200
MOST = 10_000_000


class BadFile(Exception):
    """Each line names a key and says what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Key:
    kind: type
    is_needed: bool = True
    longest: int = 300
    least: int = 1


WORDS, LONG = Key(str, longest=120), Key(str)
MAYBE = Key(str, is_needed=False, longest=120)
NAMES = {"suggested": Key(bool, is_needed=False), "names": Key(list, is_needed=False)}
# By table: the campaign and the administrator are needed, the others may be left out.
TABLES: dict[str, dict[str, Key]] = {
    "campaign": {
        "name": WORDS,
        "areas": Key(list),
        "started_on": Key(date),
        "mark": Key(int),
    },
    "carried": {
        "qualifier": WORDS,
        "value": Key(int),
        "starts_on": Key(date),
        "ends_on": Key(date, is_needed=False),
        "source": LONG,
    },
    "team": {
        "team_name": MAYBE,
        "team_email": MAYBE,
        "telephone": Key(str, is_needed=False, longest=20),
        "office_hours": MAYBE,
    },
    "topics": NAMES,
    "partners": NAMES,
    "talks": {"suggested": Key(bool, is_needed=False)},
    "administrator": {"name": WORDS, "email": Key(str, longest=254)},
    "files": {"schools": Key(str, is_needed=False), "holidays": Key(str, is_needed=False)},
}
NEEDED = ("campaign", "administrator")
CALLED = {str: "words in quotes", int: "a whole number", bool: "true or false"}
CALLED |= {date: "a day like 2015-11-01", list: 'a list like ["one", "two"]'}

Tables = dict[str, dict[str, Any]]


def read_file(path: Path, *, today: date) -> Tables:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1)
        if len(text) > LARGEST_FILE:
            raise BadFile(f"{path} is larger than {LARGEST_FILE // 1000} kB: it is another file.")
        read = tomllib.loads(text.decode())
    except OSError as problem:
        raise BadFile(f"{path} cannot be read: {problem.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise BadFile(f"{path} is not written in TOML: {problem}.") from None
    if problems := [*problems_of(read, today=today)]:
        raise BadFile(*problems)
    return {name: read.get(name, {}) for name in TABLES}


def problems_of(read: Mapping[str, Any], *, today: date) -> Iterator[str]:
    for name in read:
        if name not in TABLES:
            yield f"{name[:60]}: there is no such part. There are {', '.join(TABLES)}."
    for name, keys in TABLES.items():
        table = read.get(name)
        if table is None and name not in NEEDED:
            continue
        if not isinstance(table, dict):
            yield f"{name}: write this part, beginning with [{name}]."
            continue
        yield from (f"{name}.{key[:60]}: there is no such key." for key in table if key not in keys)
        for key, how in keys.items():
            yield from (f"{name}.{key}: {words}" for words in problems_with(table.get(key), how))
        yield from (f"{name}.{words}" for words in more_problems(name, table))
        yield from (f"{name}.{words}" for words in wrong_days(table, today=today))


def problems_with(value: Any, how: Key) -> Iterator[str]:
    if value is None:
        if how.is_needed:
            yield f"is missing: write {CALLED[how.kind]}."
    elif type(value) is not how.kind:
        yield f"write {CALLED[how.kind]}."
    elif isinstance(value, str):
        yield from wrong_words(value, longest=how.longest)
    elif type(value) is int and not how.least <= value <= MOST:
        yield f"write a number from {how.least} to {MOST:,}."
    elif isinstance(value, list):
        if len(value) > MOST_NAMES or not all(isinstance(one, str) for one in value):
            yield f"write {CALLED[list]}, {MOST_NAMES} at most."
        else:
            yield from (words for one in value for words in wrong_words(one, longest=120))


def wrong_words(text: str, *, longest: int) -> list[str]:
    try:
        WordsField(max_length=longest).clean(text)
    except ValidationError as refused:
        return [f"{words}." for words in refused.messages]
    return []


def wrong_days(table: Mapping[str, Any], *, today: date) -> Iterator[str]:
    for key, day in table.items():
        if type(day) is date and not EARLIEST <= day <= today:
            yield f"{key[:60]}: write a day from {EARLIEST} to today, {today}."


def more_problems(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """What hangs on the meaning of a key; of what has the wrong kind enough was said."""
    if name == "campaign" and isinstance(areas := table.get("areas"), list):
        if not areas:
            yield "areas: name one at least."
        for area in areas:
            if isinstance(area, str) and council_called(area) not in COUNCILS:
                yield f"areas: “{area[:60]}” is no council area of Scotland."
    qualifier = table.get("qualifier")
    if name == "carried" and qualifier not in (None, *CarriedFigure.Qualifier.values):
        yield f"qualifier: write one of {', '.join(CarriedFigure.Qualifier.values)}."
    first, last = table.get("starts_on"), table.get("ends_on")
    if type(first) is type(last) is date and last < first:
        yield "ends_on: it must be on or after starts_on."
    for key in ("email", "team_email"):
        if isinstance(address := table.get(key), str) and len(address) <= 254:
            try:
                forms.EmailField(max_length=254).clean(address)
            except ValidationError:
                yield f"{key}: write an e-mail address in full, like name@example.com."

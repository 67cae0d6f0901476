"""What a phone sends of a session that it kept while it had no signal."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from campaigns.models import Membership
from campaigns.sessions.school_lines import SchoolLines

LONGEST_BODY = 32 * 1024
MOST_FIELDS = 500  # forty schools, with all that can be said of each
MOST_ANSWERS = 200
LARGEST = 2**31
NOT_FOUND = (
    "We found no match for “%(text)s”. Check the spelling, or add it under Places, then send this "
    "again"
)
IDS = "id_%s"  # of the boxes on its page; static/js/offline-form.js names them too
YEARS_BELIEVED = range(2000, 2101)


class NotAnEntry(Exception):
    """This was not written by our page."""


class TooLong(Exception):
    pass


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`plan` is the session that it counts; `over` the version that its officer saw beside it, when
    they want it written all the same; `told_apart` are plans that it was said to be none of.
    """

    owner: str
    client_id: uuid.UUID
    device_at: datetime | None
    answers: QueryDict
    plan: int | None = None
    over: int | None = None
    told_apart: frozenset[int] = frozenset()
    is_edited: bool = False

    @property
    def is_whole(self) -> bool:
        """A whole session, and not a count alone."""
        return "held_on_day" in self.answers


def owner_of(member: Membership) -> str:
    """Keeps one officer's entries from the next on the same phone, and those of one campaign from
    another.

    It says nothing of who it is, and lasts, or entries would be lost.
    """
    return sha256(f"sextortion-aware team log of {member.pk}".encode()).hexdigest()[:32]


def read_entry(body: bytes) -> Entry:
    if len(body) > LONGEST_BODY:
        raise TooLong
    try:
        said = json.loads(body)
        client_id = uuid.UUID(said["client_id"])
        return Entry(
            owner=text(said["owner"]),
            client_id=client_id,
            device_at=moment(text(said["device_at"])),
            answers=answers(said["fields"], client_id=client_id),
            plan=whole_number(said.get("plan")),
            over=whole_number(said.get("over")),
            told_apart=frozenset(filter(None, map(whole_number, said.get("told_apart") or ()))),
            is_edited=said.get("edited") is True,
        )
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # half a pair of UTF-16 is a ValueError too
        raise NotAnEntry from None


def answers(fields: dict[str, list[str]], *, client_id: uuid.UUID) -> QueryDict:
    """As a browser would have posted them."""
    if not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
        raise NotAnEntry
    given = QueryDict(mutable=True)
    for name, values in fields.items():
        if not isinstance(values, list) or len(values) > MOST_ANSWERS:
            raise NotAnEntry
        given.setlist(text(name), [text(value) for value in values])
    given["client_id"] = str(client_id)
    return given


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotAnEntry
    value.encode()
    return value


def whole_number(value: Any) -> int | None:
    """Nothing that a database could not hold."""
    if value is None:
        return None
    if type(value) is not int or not 0 < value < LARGEST:
        raise NotAnEntry
    return value


def moment(said: str) -> datetime | None:
    """A clock that is wrong by days is kept as it is; one without a year or a zone is no clock.

    Neither costs the officer the entry.
    """
    try:
        found = parse_datetime(said)
    except ValueError:
        return None
    return found if found and found.tzinfo and found.year in YEARS_BELIEVED else None


def form_problems(form: SchoolLines) -> list[dict[str, str]]:
    """By field, with the id that it has on the page, where the phone shows what is wrong."""
    return [
        {
            "field": part.add_prefix(name),
            "to": first_box(part[name]) if name in part.fields else "main",
            "text": str(words),
        }
        for part in (form, *form.schools)
        for name, found in part.errors.as_data().items()
        for problem in found
        for words in words_for_phone(problem)
    ]


def words_for_phone(problem: ValidationError) -> list[str]:
    """The phone has no button that adds a place: it says where there is one."""
    if problem.code == "none":
        return [NOT_FOUND % problem.params]
    return problem.messages


def first_box(field: forms.BoundField) -> str:
    if field.is_hidden:
        return "main"
    return str(field.id_for_label or field.field.widget.id_for_label(field.auto_id, "0"))

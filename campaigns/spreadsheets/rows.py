"""One row of a spreadsheet as a session.

What a row says is asked of the same rules as the log form; nothing is written here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from campaigns.models import (
    Attendance,
    Campaign,
    Format,
    ImportRow,
    Membership,
    Place,
    Topic,
)
from campaigns.sessions import rules
from campaigns.sessions.likeness import Moment
from campaigns.sessions.rules import Count, Details
from campaigns.spreadsheets.cells import (
    NoDay,
    Number,
    to_class,
    to_date,
    to_minutes,
    to_number,
    to_start,
)
from campaigns.spreadsheets.columns import format_of
from campaigns.spreadsheets.counted import counts_of
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.names import KnownOfficers, KnownPlaces, KnownTopics, is_online
from sextortion_aware.reading.problems import CannotRead, shown

Verdict = ImportRow.Verdict
Known = Attendance.Known
LONGEST_NOTES = 1_000
IN_FUTURE = "It is still to come. Only what was held can be brought in: plan it in the log"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What all rows of one file are read with."""

    campaign: Campaign
    columns: Mapping[str, Any]
    places: KnownPlaces
    officers: KnownOfficers
    topics: KnownTopics
    default_format: str
    default_known: str
    default_topic: Topic | None
    default_officer: Membership | None
    today: date
    month_first: bool | None  # nobody has said yet


def setting_of(
    *,
    campaign: Campaign,
    columns: Mapping[str, Any],
    today: date,
    month_first: bool | None = False,
) -> Setting:
    officers = Membership.objects.filter(
        campaign=campaign, pk=columns.get("default_officer") or 0
    ).select_related("user")
    return Setting(
        campaign=campaign,
        columns=columns,
        places=KnownPlaces(campaign),
        officers=KnownOfficers(campaign),
        topics=KnownTopics(campaign),
        default_format=str(columns.get("default_format") or Format.LESSON),
        default_known=str(columns.get("default_known") or Known.ESTIMATED),
        default_topic=Topic.objects.filter(
            campaign=campaign, pk=columns.get("default_topic") or 0
        ).first(),
        default_officer=officers.first(),
        today=today,
        month_first=month_first,
    )


@dataclass
class Judged:
    """A row with what is said of it. `details` and `counts` are there when it could be read."""

    line: int
    verdict: ImportRow.Verdict = Verdict.READY
    problems: list[str] = field(default_factory=list)
    unlikely: list[str] = field(default_factory=list)
    unknown_place: str = ""
    looks_like: int | None = None
    details: Details | None = None
    counts: tuple[Count, ...] = ()

    @property
    def moment(self) -> Moment:
        told = self.details
        assert told is not None  # noqa: S101 (asked of ready rows only)
        return Moment(
            place=told.get("place"),
            held_on=told["held_on"],
            starts_at=told.get("starts_at"),
            stages=told.get("stages", ()),
        )


class Reading:
    """The cells of one row by our names, and what was found wrong with them on the way."""

    def __init__(self, cells: Sequence[str], *, line: int, setting: Setting) -> None:
        self.cells, self.line, self.setting = cells, line, setting
        self.wrong: list[str] = []
        self.remarks: list[str] = []
        self.stages: tuple[str, ...] = ()
        self.in_class = Number(None)  # written beside the stages: "P6/7 60"

    def read_class(self) -> None:
        how = partial(to_class, remark=self.remarks.append)
        self.stages, self.in_class = self.read("stages", how, ((), Number(None)))

    def read_number(self, name: str) -> Number:
        number: Number = self.read(
            name, partial(to_number, remark=self.remarks.append), Number(None)
        )
        return number

    def cell(self, name: str) -> str:
        place = self.setting.columns.get(name)
        text = self.cells[place] if isinstance(place, int) and 0 <= place < len(self.cells) else ""
        if text.startswith("="):
            where = f"{column_letters((place or 0) + 1)}{self.line}"
            self.wrong.append(
                f"Cell {where} holds a formula. What it comes to may be out of date: "
                "copy the column and paste it as values"
            )
            return ""
        return text

    def read(self, name: str, how: Callable[[str], Any], otherwise: Any = None) -> Any:
        try:
            return how(self.cell(name))
        except NoDay:
            raise
        except CannotRead as problem:
            self.wrong.append(str(problem))
            return otherwise


def judge(cells: Sequence[str], *, line: int, setting: Setting) -> Judged:
    judged = Judged(line)
    reading = Reading(cells, line=line, setting=setting)
    held_on: tuple[date, time | None] | None = None
    try:
        held_on = reading.read("date", partial(to_date, month_first=setting.month_first))
    except NoDay as problem:
        judged.verdict = Verdict.WRONG if reading.wrong else Verdict.HELD
        judged.problems = reading.wrong or [str(problem)]
        return judged
    reading.read_class()
    counts = counts_of(reading)
    details = details_of(reading, held_on, judged)
    if details is not None and not judged.unknown_place:
        reading.wrong += row_problems(details, counts, setting=setting)
        judged.details, judged.counts = details, counts
    judged.problems = [*dict.fromkeys(reading.wrong)] or reading.remarks
    if reading.wrong or details is None:
        judged.verdict = Verdict.WRONG
    return judged


def row_problems(details: Details, counts: Sequence[Count], *, setting: Setting) -> list[str]:
    """The very rules of the log form, and that it was held."""
    found: list[str] = [IN_FUTURE] if details["held_on"] > setting.today else []
    try:
        rules.check_session(
            campaign=setting.campaign, details=details, counts=counts, today=setting.today
        )
    except ValidationError as problem:
        found += problem.messages
    return found[:1] if IN_FUTURE in found else found


def details_of(
    reading: Reading, held_on: tuple[date, time | None] | None, judged: Judged
) -> Details | None:
    setting = reading.setting
    starts_at, length = reading.read(
        "start", partial(to_start, remark=reading.remarks.append), (None, None)
    )
    place, online = place_of(reading, judged)
    notes = reading.cell("notes")
    if len(notes) > LONGEST_NOTES:
        reading.wrong.append(f"The notes are longer than {LONGEST_NOTES:,} characters")
    details = Details(
        held_on=held_on[0] if held_on else setting.today,
        starts_at=starts_at or (held_on[1] if held_on else None),
        minutes=reading.read("length", to_minutes) or length,
        format=kind_of(reading),
        is_online=online,
        place=place,
        stages=reading.stages,
        topics=topics_of(reading),
        officers=officers_of(reading),
        notes=notes[:LONGEST_NOTES],
    )
    return details if held_on else None


def place_of(reading: Reading, judged: Judged) -> tuple[Place | None, bool]:
    name = reading.cell("place")
    place = reading.setting.places.called(name) if name else None
    online = place is None and is_online(name)
    if place is None and name and not online:
        judged.unknown_place = name[:200]
        reading.wrong.append(
            f"“{shown(name)}” is not a place that we know for certain. "
            "Choose which one it is, above the rows"
        )
    return place, online


def kind_of(reading: Reading) -> str:
    text = reading.cell("format")
    kind = format_of(text) if text else None
    if text and kind is None:
        reading.remarks.append(
            f"“{shown(text)}” is not a kind of session that we know: "
            f"taken as {Format(reading.setting.default_format).label}."
        )
    return kind or reading.setting.default_format


def topics_of(reading: Reading) -> list[Topic]:
    text, default = reading.cell("topic"), reading.setting.default_topic
    found = reading.setting.topics.called(text) if text else []
    if text and not found and default:
        reading.remarks.append(
            f"“{shown(text)}” is not one of our topics: taken as {default.name}."
        )
    return found or ([default] if default else [])


def officers_of(reading: Reading) -> list[Membership]:
    text, default = reading.cell("officers"), reading.setting.default_officer
    found, unknown = reading.setting.officers.called(text) if text else ([], [])
    if unknown:
        instead = "" if found or not default else f": taken as {default}"
        reading.remarks.append(f"“{shown(', '.join(unknown))}” is not in the team{instead}.")
    return found or ([default] if default else [])

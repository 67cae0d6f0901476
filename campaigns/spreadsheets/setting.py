"""What all rows of one file are read with, and the cells of one of them by our names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from campaigns.models import Attendance, Campaign, Format, Membership, Topic
from campaigns.spreadsheets.cells import NoDay
from campaigns.spreadsheets.columns import places_of, stages_named
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.how_many import Number, to_class, to_people
from campaigns.spreadsheets.names import KnownOfficers, KnownPlaces, KnownTopics
from sextortion_aware.reading.problems import CannotRead

Known = Attendance.Known


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
    header: Sequence[str]
    stages_of_columns: Mapping[int, tuple[str, ...]]


def setting_of(
    *,
    campaign: Campaign,
    columns: Mapping[str, Any],
    today: date,
    month_first: bool | None = False,
    header: Sequence[str] = (),
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
        header=header,
        stages_of_columns=stage_columns(list(header)),
    )


def stage_columns(header: Sequence[str]) -> dict[int, tuple[str, ...]]:
    return {place: stages for place, text in enumerate(header) if (stages := stages_named(text))}


class Reading:
    """The cells of one row by our names, and what was found wrong with them on the way."""

    def __init__(self, cells: Sequence[str], *, line: int, setting: Setting) -> None:
        self.cells, self.line, self.setting = cells, line, setting
        self.wrong: list[str] = []
        self.remarks: list[str] = []

    @cached_property
    def class_said(self) -> tuple[tuple[str, ...], Number]:
        """The stages, and the number that stands beside them: "P6/7 60"."""
        how = partial(to_class, remark=self.remarks.append)
        said: tuple[tuple[str, ...], Number] = self.read("stages", how, ((), Number(None)))
        return said

    def people_at(self, place: int, column: str) -> tuple[Number, int]:
        """The number, and the staff that the cell has beside it: "25 pupils + 2 staff"."""
        how = partial(to_people, remark=self.remarks.append, column=column)
        said: tuple[Number, int] = self.read_at(place, how, (Number(None), 0))
        return said

    def cell(self, name: str) -> str:
        return next(map(self.at, places_of(self.setting.columns, name)), "")

    def at(self, place: int) -> str:
        text = self.cells[place] if 0 <= place < len(self.cells) else ""
        if text.startswith("="):
            where = f"{column_letters(place + 1)}{self.line}"
            self.wrong.append(
                f"Cell {where} holds a formula. What it comes to may be out of date: "
                "copy the column and paste it as values"
            )
            return ""
        return text

    def read(self, name: str, how: Callable[[str], Any], otherwise: Any = None) -> Any:
        return self._read(self.cell(name), how, otherwise)

    def read_at(self, place: int, how: Callable[[str], Any], otherwise: Any = None) -> Any:
        return self._read(self.at(place), how, otherwise)

    def _read(self, text: str, how: Callable[[str], Any], otherwise: Any) -> Any:
        try:
            return how(text)
        except NoDay:
            raise
        except CannotRead as problem:
            self.wrong.append(str(problem))
            return otherwise

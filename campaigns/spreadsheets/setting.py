"""What all rows of one file are read with, and the cells of one of them by our names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeAlias, TypeVar

from campaigns.models import Attendance, Campaign, Format, Membership, Topic
from campaigns.spreadsheets.cells import NoDay
from campaigns.spreadsheets.columns import places_of, stages_named
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.how_many import Number, to_class, to_people
from campaigns.spreadsheets.names import KnownOfficers, KnownPlaces, KnownTopics
from sextortion_aware.reading.problems import CannotRead

Known = Attendance.Known
T = TypeVar("T")
NOWHERE = -1  # the column of what no column is
# What a cell was read as: the value, the remarks, and why it could not be read.
Outcome: TypeAlias = tuple[Any, list[str], CannotRead | None]


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
    # Most cells say what others of the file say: by our name and the words. It goes with the work.
    read_before: dict[tuple[str, str], Outcome] = field(default_factory=dict)


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
        self.beside: dict[int, list[str]] = {}  # what of these is about one column

    @contextmanager
    def about(self, place: int) -> Iterator[None]:
        """What is said meanwhile stands beside that column."""
        wrong, remarks = len(self.wrong), len(self.remarks)
        yield
        if new := [*self.wrong[wrong:], *self.remarks[remarks:]]:
            self.beside[place] = [*dict.fromkeys([*self.beside.get(place, []), *new])]

    def asked(self, name: str, how: Callable[["Reading"], T]) -> T:
        """What is said by whoever looks into the cell itself stands beside its column, too."""
        with self.about(self.column(name)):
            return how(self)

    def column(self, name: str) -> int:
        return next(iter(places_of(self.setting.columns, name)), NOWHERE)

    @cached_property
    def class_said(self) -> tuple[tuple[str, ...], Number]:
        """The stages, and the number that stands beside them: "P6/7 60"."""
        how = partial(to_class, remark=self.remarks.append)
        said: tuple[tuple[str, ...], Number] = self.read("stages", how, ((), Number(None)))
        return said

    def people_at(self, place: int, column: str) -> tuple[Number, int]:
        """The number, and the staff that the cell has beside it: "25 pupils + 2 staff"."""
        how = partial(to_people, remark=self.remarks.append, column=column)
        said: tuple[Number, int] = self.read_at(place, how, (Number(None), 0), name=column)
        return said

    def cell(self, name: str) -> str:
        return self.at(self.column(name))

    def at(self, place: int) -> str:
        text = self.cells[place] if 0 <= place < len(self.cells) else ""
        if text.startswith("="):
            where = f"{column_letters(place + 1)}{self.line}"
            with self.about(place):
                self.wrong.append(
                    f"Cell {where} holds a formula. What it comes to may be out of date: mend this "
                    "row with the number itself, or paste the column as values in the file"
                )
            return ""
        return text

    def read(self, name: str, how: Callable[[str], Any], otherwise: Any = None) -> Any:
        return self.read_at(self.column(name), how, otherwise, name=name)

    def read_at(
        self, place: int, how: Callable[[str], Any], otherwise: Any = None, *, name: str
    ) -> Any:
        """Under one name all cells of a file are read in one way."""
        with self.about(place):
            text, before = self.at(place), self.setting.read_before
            known = before.get((name, text))
            if known is None:
                known = before[name, text] = self._outcome(text, how, otherwise)
            else:
                self.remarks += known[1]
            value, _, problem = known
            if isinstance(problem, NoDay):
                raise NoDay(str(problem))
            if problem:
                self.wrong.append(str(problem))
            return value

    def _outcome(self, text: str, how: Callable[[str], Any], otherwise: Any) -> Outcome:
        said, value, problem = len(self.remarks), otherwise, None
        try:
            value = how(text)
        except CannotRead as found:
            problem = found.with_traceback(None)
        return value, self.remarks[said:], problem

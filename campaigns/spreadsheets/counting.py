"""How many came to the talk of one row, and who they were: its stages and its school say that, and
where they and the column do not agree, a person is asked.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

from campaigns.models import Attendance, Audience, Place, stages_label
from campaigns.models.fields import to_stages
from campaigns.sessions.audiences import audience_of, audiences_of, pupils_at, stages_within
from campaigns.sessions.rules import Count
from campaigns.spreadsheets.columns import (
    ADDED_UP,
    COLUMNS,
    NUMBERS,
    PUPILS,
    YOUNG,
    is_of_people,
    places_of,
)
from campaigns.spreadsheets.how_many import Number, count_of
from campaigns.spreadsheets.mended import cell_at
from campaigns.spreadsheets.setting import Reading
from campaigns.spreadsheets.totals import count_in
from sextortion_aware.reading.problems import NOT_SAID, shown

Known = Attendance.Known
Parts = dict[str, Number]  # by stage; of no stage or of several: empty
NOBODY = frozenset({"", "-", "--", "n/a", "na", "x"})  # of what is not said: nobody to be counted


@dataclass
class Figures:
    """The numbers of a row by our names, added up where several columns are one."""

    parts: dict[str, Number] = field(default_factory=dict)
    split: dict[str, Parts] = field(default_factory=dict)  # the same, by the stage of its column
    total: Number = field(default_factory=lambda: Number(None))
    stages: tuple[str, ...] = ()  # of the columns that name a stage and hold somebody
    says_unknown: bool = False

    @property
    def people(self) -> dict[str, int]:
        """As far as they are said."""
        parts = {name: number.count for name, number in self.parts.items() if number.count}
        rest = (self.total.count or 0) - sum(parts.values())
        return parts | ({Audience.NOT_RECORDED.value: rest} if rest > 0 else {})


def figures_of(reading: Reading) -> Figures:
    figures, stages, staff, unknown = Figures(), list[str](), 0, list[int]()
    for name in ADDED_UP:
        found: Parts = {}
        for place in places_of(reading.setting.columns, name):
            number, beside = reading.people_at(place, str(name))
            staff += beside
            if number.count is None:
                figures.says_unknown |= bool(reading.at(place))
                unknown.append(place)
                continue
            named = reading.setting.stages_of_columns.get(place, ())
            stage = named[0] if len(named) == 1 else ""
            found[stage] = found.get(stage, Number(0)) + number
            if number.count:
                stages += named
        if found:
            figures.parts[str(name)], figures.split[str(name)] = sum_of(found), found
    figures.stages = to_stages(set(stages))
    for place in places_of(reading.setting.columns, "total"):
        figures.total, _ = reading.people_at(place, "total")
    _add_beside_class(figures, reading)
    _add_staff(figures, staff, reading)
    if figures.total.count is None and figures.parts:
        _say_unknown(unknown, reading)
    elif figures.total.count is None:
        _say_unused(reading)
    return figures


def sum_of(parts: Parts) -> Number:
    return reduce(add, parts.values(), Number(0))


def _add_beside_class(figures: Figures, reading: Reading) -> None:
    """A number in the column of the classes; the columns of the pupils may say it too."""
    _, number = reading.class_said
    if number.count is None:
        return
    pupils = [figures.parts[name].count or 0 for name in (PUPILS, *YOUNG) if name in figures.parts]
    if not pupils:
        figures.parts[PUPILS] = number
    elif sum(pupils) != number.count:
        words = f"The class says {number.count:,} and the pupils are {sum(pupils):,}"
        reading.wrong.append(words)


def _add_staff(figures: Figures, staff: int, reading: Reading) -> None:
    """Of the cells of the pupils; a column of theirs may say it too."""
    own = figures.parts.get(Audience.PROFESSIONALS.value)
    if staff and own is None:
        figures.parts[Audience.PROFESSIONALS.value] = Number(staff)
    elif staff and own and own.count != staff:
        words = f"There are {staff} staff beside the pupils, and {own.count:,} in their own column"
        reading.wrong.append(words)


def _say_unknown(places: Iterable[int], reading: Reading) -> None:
    """Beside other numbers, which would pass for all of them."""
    for place in places:
        if reading.at(place).casefold() in NOT_SAID - NOBODY:
            with reading.about(place):
                name = shown(cell_at(reading.setting.header, place))
                reading.remarks.append(f"“{name}” is not known and not in the number.")


def _say_unused(reading: Reading) -> None:
    columns, cells = reading.setting.columns, reading.cells
    if is_unread(cells, columns):
        return
    used = {place for name in COLUMNS for place in places_of(columns, name)}
    says = [
        f"“{shown(header)}” says {number:,}"
        for place, (header, text) in enumerate(zip(reading.setting.header, cells, strict=False))
        if place not in used and (number := count_in(text)) is not None and is_of_people(header)
    ]
    if says:
        words = f"No number in the columns that are used. {', '.join(says)}."
        reading.remarks.append(words)


def is_unread(cells: Sequence[str], columns: Mapping[str, Any]) -> bool:
    """Words stand where a number should, and are none that we can read."""
    places = [place for name in NUMBERS for place in places_of(columns, name)]
    said = [cells[place] for place in places if place < len(cells)]
    return any(text.casefold() not in NOT_SAID and count_of(text) is None for text in said)


def people_said(reading: Reading) -> dict[str, int]:
    """Of a row that is left out: what could be read of it."""
    found: dict[str, int] = {}
    for name in (*ADDED_UP, "total"):
        for place in places_of(reading.setting.columns, name):
            count = count_of(reading.cells[place]) if place < len(reading.cells) else 0
            found[str(name)] = found.get(str(name), 0) + (count or 0)
    _, beside_class = reading.class_said
    if not any(found.get(name) for name in (PUPILS, *YOUNG)):
        found[PUPILS] = beside_class.count or 0
    figures = Figures(
        parts={name: Number(count) for name, count in found.items() if name != "total"},
        total=Number(found.get("total")),
    )
    return figures.people


def in_doubt(
    figures: Figures, *, stages: Iterable[str], place: Place | None, answer: str
) -> Iterator[tuple[str, str]]:
    """Each number of pupils with the audience that it is; empty when it is not clear.

    `answer` has a word for each that was asked about, in that order; nothing else is moved by it.
    """
    answers = iter(answer.split())
    named, at = set(audiences_of(stages)), pupils_at(place)
    agreed = named or ({at} if at else set())
    disagree = len(named) == 1 and at is not None and at not in named
    for name, number in figures.parts.items():
        if not number.count or name not in (PUPILS, *YOUNG):
            continue
        if name == PUPILS:
            is_clear = len(agreed) == 1 and not disagree
            audience = next(iter(agreed), "")
        else:
            is_clear = (not agreed or name in agreed) and not disagree
            audience = name
        yield name, str(audience) if is_clear else next(answers, "")


def by_audience(
    figures: Figures, whom: Mapping[str, str], reading: Reading, *, stages: Collection[str] = ()
) -> tuple[Count, ...]:
    """By audience where the file says so; what only the total holds is not recorded. `stages` are
    those of the row.
    """
    numbers: dict[str, Parts] = {}
    for name, number in figures.parts.items():
        audience = whom.get(name) or (Audience.NOT_RECORDED.value if name == PUPILS else name)
        there = numbers.setdefault(audience, {})
        for stage, part in figures.split.get(name, {"": number}).items():
            own = stage if stage and audience_of(stage) == audience else ""
            there[own] = there.get(own, Number(0)) + part
    total, added = figures.total, sum(sum_of(parts).count or 0 for parts in numbers.values())
    if total.count is None:
        unknown = Count(audience=Audience.NOT_RECORDED, count=None, known=Known.UNKNOWN)
        return tuple(counted(numbers, reading, stages=stages)) or (unknown,)
    rest = total.count - added
    if numbers and (rest < 0 or (rest and not figures.says_unknown)):
        reading.wrong.append(
            f"The total says {total.count:,} and the audiences add up to {added:,}"
        )
    elif rest or not numbers:
        before = numbers.get(Audience.NOT_RECORDED.value, {})
        numbers[Audience.NOT_RECORDED.value] = {
            "": sum_of(before) + Number(rest, estimated=total.estimated)
        }
    return tuple(counted(numbers, reading, stages=stages))


def counted(
    numbers: Mapping[str, Parts], reading: Reading, *, stages: Collection[str]
) -> Iterator[Count]:
    for audience, parts in numbers.items():
        for stage, number in lines_of(audience, parts, stages=stages).items():
            yield Count(
                audience=audience,
                count=number.count,
                known=Known.ESTIMATED if number.estimated else reading.setting.default_known,
                stage=stage,
            )


def lines_of(audience: str, parts: Parts, *, stages: Collection[str]) -> Parts:
    """Split by stage, or one number: beside one that is of no stage none has one, and neither has
    the only stage of an audience, because the session says that already.
    """
    filled = {stage: number for stage, number in parts.items() if number.count}
    named = stages_within(audience, {*stages, *filled})
    return filled if filled and "" not in filled and len(named) > 1 else {"": sum_of(parts)}


def with_own_stages(
    stages: Collection[str], figures: Figures, counts: Iterable[Count], reading: Reading
) -> tuple[str, ...]:
    """Those of the row, with each that has a number in a column of its own."""
    came = {row.audience for row in counts}
    own = {stage for parts in figures.split.values() for stage in parts if parts[stage].count}
    more = to_stages({stage for stage in own - {"", *stages} if audience_of(stage) in came})
    if more:
        reading.remarks.append(
            f"The class says {stages_label(stages)}, and there is a number under "
            f"{stages_label(more)}: both are taken."
        )
    return to_stages({*stages, *more})


def people_in(counts: Iterable[Count]) -> dict[str, int]:
    """By audience, as far as it is known."""
    found: dict[str, int] = {}
    for row in counts:
        if row.count is not None:
            found[str(row.audience)] = found.get(str(row.audience), 0) + row.count
    return found

"""How many came to the talk of one row, and who they were: its stages and its school say that, and
where they and the column do not agree, a person is asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from campaigns.models import Attendance, Audience, Place
from campaigns.models.fields import to_stages
from campaigns.sessions.audiences import audiences_of, pupils_at
from campaigns.sessions.rules import Count
from campaigns.spreadsheets.cells import Number, to_number
from campaigns.spreadsheets.columns import ADDED_UP, PUPILS, YOUNG, places_of
from campaigns.spreadsheets.setting import Reading
from sextortion_aware.reading.problems import CannotRead

Known = Attendance.Known


@dataclass
class Figures:
    """The numbers of a row by our names, added up where several columns are one."""

    parts: dict[str, Number] = field(default_factory=dict)
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
    figures, stages = Figures(), list[str]()
    for name in ADDED_UP:
        found: list[Number] = []
        for place in places_of(reading.setting.columns, name):
            number = reading.number_at(place, str(name))
            if number.count is None:
                figures.says_unknown |= bool(reading.at(place))
                continue
            found.append(number)
            if number.count:
                stages += reading.setting.stages_of_columns.get(place, ())
        if found:
            figures.parts[str(name)] = Number(
                sum(number.count or 0 for number in found),
                estimated=any(number.estimated for number in found),
            )
    figures.stages = to_stages(set(stages))
    for place in places_of(reading.setting.columns, "total"):
        figures.total = reading.number_at(place, "total")
    _add_beside_class(figures, reading)
    return figures


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


def people_said(reading: Reading) -> dict[str, int]:
    """Of a row that is left out: what could be read of it."""
    found: dict[str, int] = {}
    for name in (*ADDED_UP, "total"):
        for place in places_of(reading.setting.columns, name):
            try:
                count = to_number(reading.cells[place]).count if place < len(reading.cells) else 0
            except CannotRead:
                continue
            found[str(name)] = found.get(str(name), 0) + (count or 0)
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


def by_audience(figures: Figures, whom: Mapping[str, str], reading: Reading) -> tuple[Count, ...]:
    """By audience where the file says so; what only the total holds is not recorded."""
    numbers: dict[str, Number] = {}
    for name, number in figures.parts.items():
        audience = whom.get(name) or (Audience.NOT_RECORDED.value if name == PUPILS else name)
        before = numbers.get(audience, Number(0))
        numbers[audience] = Number(
            (before.count or 0) + (number.count or 0), before.estimated or number.estimated
        )
    total, added = figures.total, sum(number.count or 0 for number in numbers.values())
    if total.count is None:
        unknown = Count(audience=Audience.NOT_RECORDED, count=None, known=Known.UNKNOWN)
        return tuple(counted(numbers, reading)) or (unknown,)
    rest = total.count - added
    if numbers and (rest < 0 or (rest and not figures.says_unknown)):
        reading.wrong.append(
            f"The total says {total.count:,} and the audiences add up to {added:,}"
        )
    elif rest or not numbers:
        before = numbers.get(Audience.NOT_RECORDED.value, Number(0))
        numbers[Audience.NOT_RECORDED.value] = Number(
            (before.count or 0) + rest, estimated=total.estimated or before.estimated
        )
    return tuple(counted(numbers, reading))


def counted(numbers: Mapping[str, Number], reading: Reading) -> Iterator[Count]:
    for audience, number in numbers.items():
        yield Count(
            audience=audience,
            count=number.count,
            known=Known.ESTIMATED if number.estimated else reading.setting.default_known,
        )

"""Who came, as one row of a spreadsheet says it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from campaigns.models import Attendance, Audience
from campaigns.sessions.audiences import audiences_of
from campaigns.sessions.rules import Count
from campaigns.spreadsheets.cells import Number
from campaigns.spreadsheets.columns import PARTS

if TYPE_CHECKING:
    from campaigns.spreadsheets.rows import Reading

Known = Attendance.Known
PUPILS = (Audience.CHILDREN, Audience.YOUNG_PEOPLE)


def counts_of(reading: "Reading") -> tuple[Count, ...]:
    """By audience where the file says so; what only the total holds is not recorded."""
    parts = {
        audience: reading.read_number(audience)
        for audience in PARTS
        if reading.setting.columns.get(audience) is not None
    }
    known = {audience: number for audience, number in parts.items() if number.count is not None}
    known |= beside_class(reading, known)
    total = reading.read_number("total")
    counts = [count_of(audience, number, reading) for audience, number in known.items()]
    if total.count is None:
        return tuple(counts) or (
            Count(audience=Audience.NOT_RECORDED, count=None, known=Known.UNKNOWN),
        )
    rest = total.count - sum(number.count or 0 for number in known.values())
    if not known:
        return (count_of(Audience.NOT_RECORDED, total, reading),)
    says_unknown = any(reading.cell(audience) for audience in parts.keys() - known.keys())
    if rest < 0 or (rest and not says_unknown):
        reading.wrong.append(
            f"The total says {total.count:,} and the audiences add up to {total.count - rest:,}"
        )
    elif rest:
        counts.append(
            count_of(Audience.NOT_RECORDED, Number(rest, estimated=total.estimated), reading)
        )
    return tuple(counts)


def count_of(audience: str, number: Number, reading: "Reading") -> Count:
    return Count(
        audience=audience,
        count=number.count,
        known=Known.ESTIMATED if number.estimated else reading.setting.default_known,
    )


def beside_class(reading: "Reading", known: Mapping[Audience, Number]) -> dict[Audience, Number]:
    """ "S1 60" in the column of the classes; the columns of the pupils may say it too."""
    number = reading.in_class
    if number.count is None:
        return {}
    pupils = [known[audience].count or 0 for audience in PUPILS if audience in known]
    if pupils:
        if sum(pupils) != number.count:
            words = f"The class says {number.count:,} and the pupils are {sum(pupils):,}"
            reading.wrong.append(words)
        return {}
    whom = audiences_of(reading.stages)
    return {whom[0] if len(whom) == 1 else Audience.NOT_RECORDED: number}

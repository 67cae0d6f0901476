"""What a checked spreadsheet would bring, what stays out and why, and what the file says itself."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from campaigns.models import Audience, ImportBatch, ImportRow
from campaigns.spreadsheets.answers import ANSWERS
from campaigns.spreadsheets.columns import COLUMNS, NUMBERS, places_of
from campaigns.spreadsheets.counting import is_unread
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.totals import is_part
from campaigns.spreadsheets.twice import counted_twice

Verdict, Reason = ImportRow.Verdict, ImportRow.Reason
LABELS = dict(Reason.choices) | {"": "Another reason"}
HOLD_NUMBERS = (*NUMBERS, "stages")  # “P7 60” is one as well
MOST_TOTALS = 50  # lines looked at


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    reason: str
    label: str
    rows: int
    people: int
    unread: int  # rows with a number that we cannot read
    answers: tuple[tuple[str, str], ...]  # each with what its button says


@dataclass(frozen=True, kw_only=True)
class Summary:
    sessions: int
    people: list[tuple[str, str]]
    total: int
    without_number: int
    left_out: list[LeftOut]
    rows_out: int
    people_out: int
    unread_out: int
    says: str  # the file's own total beside ours
    unused: list[str]
    twice: str  # what would be counted twice


@dataclass
class Tally:
    """What the rows come to; of those that are left out, by reason."""

    sessions: int = 0
    without_number: int = 0
    mended: int = 0  # rows in which a number is not the file's
    by_audience: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)


def tally_of(batch: ImportBatch) -> Tally:
    tally = Tally()
    numbers = {str(at) for name in HOLD_NUMBERS for at in places_of(batch.columns, name)}
    told = batch.rows.order_by().only("batch", "verdict", "reason", "counts", "cells", "mended")
    for row in told.iterator(chunk_size=2_000):
        tally.mended += not numbers.isdisjoint(row.mended)
        if row.verdict == Verdict.READY:
            tally.sessions += 1
            tally.without_number += not row.counts
            tally.by_audience.update(row.counts)
        elif row.reason != Reason.TOTAL:
            tally.rows[row.reason] += 1
            tally.people[row.reason] += sum(row.counts.values())
            tally.unread[row.reason] += is_unread(row.as_mended, batch.columns)
    return tally


def summary_of(batch: ImportBatch) -> Summary:
    tally, twice = tally_of(batch), counted_twice(batch)
    by_audience = tally.by_audience
    out = [
        LeftOut(
            reason=reason,
            label=label,
            rows=tally.rows[reason],
            people=tally.people[reason],
            unread=tally.unread[reason],
            answers=tuple((key, words) for key, (words, _) in answers_to(reason) if words),
        )
        for reason, label in LABELS.items()
        if tally.rows[reason]
    ]
    return Summary(
        sessions=tally.sessions,
        people=[
            (str(audience.label), f"{by_audience[audience]:,}")
            for audience in Audience
            if by_audience[audience]
        ],
        total=by_audience.total(),
        without_number=tally.without_number,
        left_out=out,
        rows_out=tally.rows.total(),
        people_out=tally.people.total(),
        unread_out=tally.unread.total(),
        says="" if twice else own_total(batch, tally),  # which would be counted twice as well
        unused=unused_columns(batch),
        twice=twice,
    )


def answers_to(reason: str) -> list[tuple[str, tuple[str, str]]]:
    return list(ANSWERS.get(reason, {}).items())


def own_total(batch: ImportBatch, tally: Tally) -> str:
    """Of several such lines the last that is not of a part only; empty when there is none."""
    found = list(batch.rows.filter(reason=Reason.TOTAL).order_by("-line")[:MOST_TOTALS])
    if not found:
        return ""
    whole = [row for row in found if not is_part(row.cells, row.seen)]
    if not whole:
        lines = counted(len(found), "total")
        return f"The file has {lines} of parts, and none of all of it to compare with."
    line = whole[0]
    where = f"line {line.line}" + (f", the last of {len(whole)} totals" if len(whole) > 1 else "")
    says = sum(line.counts.values())
    if not says:
        return f"The file has its own total ({where}), in which no number can be read."
    total, people_out, rows_out = (
        part.total() for part in (tally.by_audience, tally.people, tally.rows)
    )
    out = f" and leave out {people_out:,} in {counted(rows_out, 'row')}" if rows_out else ""
    differs = says - total - people_out
    adds = "That adds up." if not differs else f"{abs(differs):,} {word_for(differs, tally)}"
    return f"The file says {says:,} ({where}). We bring in {total:,}{out}. {adds}"


def word_for(differs: int, tally: Tally) -> str:
    """It accuses nobody of what was mended here."""
    as_it_was = (
        f" Numbers in {counted(tally.mended, 'row')} were mended here, and the file’s own total is "
        "as it was."
    )
    if differs > 0:
        neither = "are in neither: a number that cannot be read, or a column that is not used."
        return neither + (as_it_was if tally.mended else "")
    if tally.mended:
        return f"more than the file says.{as_it_was}"
    return "more than the file says: look whether something is counted twice."


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def unused_columns(batch: ImportBatch) -> list[str]:
    """Those that hold numbers, with what they come to; then the others by name."""
    used = {place for name in COLUMNS for place in places_of(batch.columns, name)}
    said, silent = list[str](), list[str]()
    for place, header in enumerate(batch.header):
        if place in used:
            continue
        name = f"{column_letters(place + 1)} “{header}”"
        total, rows, formulas = batch.sums[place] if place < len(batch.sums) else (0, 0, 0)
        numbers = [f"{total:,} in {counted(rows, 'row')}"] if rows else []
        numbers += [counted(formulas, "formula")] if formulas else []
        if numbers:
            said.append(f"Column {name} is not used: {', and '.join(numbers)}")
        else:
            silent.append(name)
    if silent:
        said.append(f"Not used, and without numbers: {', '.join(silent)}")
    return said


def taken_for(batch: ImportBatch) -> list[tuple[str, str]]:
    """Each column that is used, and what for."""
    by_place: dict[int, Any] = {
        place: label
        for name, (label, _) in COLUMNS.items()
        for place in places_of(batch.columns, name)
    }
    return [
        (f"{column_letters(place + 1)}: {batch.header[place]}", by_place[place])
        for place in sorted(by_place)
        if place < len(batch.header)
    ]

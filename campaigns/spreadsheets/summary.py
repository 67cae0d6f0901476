"""What a checked spreadsheet would bring, what stays out and why, and what the file says itself."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from campaigns.models import Audience, ImportBatch, ImportRow
from campaigns.spreadsheets.answers import ANSWERS
from campaigns.spreadsheets.columns import COLUMNS, places_of
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.totals import is_part
from campaigns.spreadsheets.twice import counted_twice

Verdict, Reason = ImportRow.Verdict, ImportRow.Reason
LABELS = dict(Reason.choices) | {"": "Another reason"}
MOST_TOTALS = 50  # lines looked at


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    reason: str
    label: str
    rows: int
    people: int
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
    says: str  # the file's own total beside ours
    unused: list[str]
    twice: str  # what would be counted twice


def summary_of(batch: ImportBatch) -> Summary:
    by_audience, rows, people = Counter[str](), Counter[str](), Counter[str]()
    ready = without_number = 0
    told = batch.rows.order_by().values_list("verdict", "reason", "counts")
    for verdict, reason, counts in told.iterator(chunk_size=2_000):
        if verdict == Verdict.READY:
            ready, without_number = ready + 1, without_number + (not counts)
            by_audience.update(counts)
        elif reason != Reason.TOTAL:
            rows[reason] += 1
            people[reason] += sum(counts.values())
    out = [
        LeftOut(
            reason=reason,
            label=label,
            rows=rows[reason],
            people=people[reason],
            answers=tuple((key, words) for key, (words, _) in answers_to(reason) if words),
        )
        for reason, label in LABELS.items()
        if rows[reason]
    ]
    total, people_out, twice = by_audience.total(), people.total(), counted_twice(batch)
    return Summary(
        sessions=ready,
        people=[
            (str(audience.label), f"{by_audience[audience]:,}")
            for audience in Audience
            if by_audience[audience]
        ],
        total=total,
        without_number=without_number,
        left_out=out,
        rows_out=rows.total(),
        people_out=people_out,
        says=""
        if twice  # the file's own line would be counted twice as well
        else own_total(batch, total=total, people_out=people_out, rows_out=rows.total()),
        unused=unused_columns(batch),
        twice=twice,
    )


def answers_to(reason: str) -> list[tuple[str, tuple[str, str]]]:
    return list(ANSWERS.get(reason, {}).items())


def own_total(batch: ImportBatch, *, total: int, people_out: int, rows_out: int) -> str:
    """Of several such lines the last that is not of a part only; empty when there is none."""
    found = list(batch.rows.filter(reason=Reason.TOTAL).order_by("-line")[:MOST_TOTALS])
    if not found:
        return ""
    whole = [row for row in found if not is_part(row.cells, row.seen)]
    if not whole:
        lines = counted(len(found), "total")
        return f"The file has {lines} of parts, and none of all of it to compare with."
    line = whole[0]
    where = f"line {line.line}" + (f", the last of {len(found)} totals" if len(found) > 1 else "")
    says = sum(line.counts.values())
    if not says:
        return f"The file has its own total ({where}), in which no number can be read."
    out = f" and leave out {people_out:,} in {counted(rows_out, 'row')}" if rows_out else ""
    differs = says - total - people_out
    adds = "That adds up." if not differs else f"{abs(differs):,} {word_for(differs)}"
    return f"The file says {says:,} ({where}). We bring in {total:,}{out}. {adds}"


def word_for(differs: int) -> str:
    return (
        "are in neither: a number that cannot be read, or a column that is not used."
        if differs > 0
        else "more than the file says: look whether something is counted twice."
    )


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

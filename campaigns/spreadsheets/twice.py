"""A column that is the sum of others, chosen beside them: its people would count twice."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from campaigns.models import ImportBatch, ImportRow
from campaigns.spreadsheets.columns import ADDED_UP, NUMBERS, PUPILS, YOUNG, places_of
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.how_many import count_of

LOOKED_AT = 500  # rows
FEWEST = 2  # one row may be so by chance

# In how many rows it is the sum and how many hold both; which it is, and of which.
SumColumn: TypeAlias = tuple[int, int, int, Sequence[int]]


def counted_twice(batch: ImportBatch) -> str:
    """A sentence about the first such column; empty when there is none."""
    of_name = {name: places_of(batch.columns, name) for name in ADDED_UP}
    used = [place for places in of_name.values() for place in places]
    if len(used) < 2:
        return ""
    kept = batch.rows.exclude(reason=ImportRow.Reason.TOTAL).only("batch", "cells", "mended")
    rows = [[count_at(row.as_mended, place) for place in used] for row in kept[:LOOKED_AT]]
    found = list[SumColumn]()
    for group in groups_of(of_name):
        at = [used.index(place) for place in group]
        for place in reversed(at):
            others = [other for other in at if other != place]
            alike, both = sum_of_others(rows, place, others)
            if alike >= FEWEST and alike > both / 2:
                found.append((alike, both, used[place], [used[one] for one in others]))
    likeliest = max(found, key=lambda one: (one[0], -len(one[3])), default=None)
    return words_for(batch, likeliest) if likeliest else ""


def groups_of(of_name: dict[str, list[int]]) -> Iterator[list[int]]:
    """Everybody, the young, and each of the two: a sum may be of any of these."""
    pupils = of_name[PUPILS]
    young = [of_name[name] for name in YOUNG]
    everybody = [place for places in of_name.values() for place in places]
    for group in (everybody, sum(young, pupils), *(pupils + places for places in young)):
        if len(group) > 1:
            yield group


def sum_of_others(
    rows: Sequence[Sequence[int]], place: int, others: Sequence[int]
) -> tuple[int, int]:
    """In how many rows it is their sum, and how many rows hold both."""
    pairs = [(row[place], sum(row[other] for other in others)) for row in rows]
    both = [(own, theirs) for own, theirs in pairs if own and theirs]
    return sum(own == theirs for own, theirs in both), len(both)


def count_at(cells: Sequence[str], place: int) -> int:
    return (count_of(cells[place]) if place < len(cells) else 0) or 0


def words_for(batch: ImportBatch, column: SumColumn) -> str:
    alike, both, place, others = column
    letters = ", ".join(column_letters(other + 1) for other in sorted(others))
    same = f"{letters} added up" if len(others) > 1 else letters
    total = "the total, or to " if may_be_total(batch, {place, *others}) else ""
    return (
        f"Column {column_letters(place + 1)} “{batch.header[place]}” is the same as {same}, "
        f"in {alike:,} of {both:,} rows: these people would count twice. "
        f"Change what the column is taken for to {total}“Not used”."
    )


def may_be_total(batch: ImportBatch, columns: Collection[int]) -> bool:
    """A total is of everybody, and there is one."""
    used = {place for name in NUMBERS for place in places_of(batch.columns, name)}
    return used == columns

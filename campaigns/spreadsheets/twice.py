"""A column that is the sum of others, chosen beside them: its people would count twice."""

from collections.abc import Iterator, Sequence

from campaigns.models import ImportBatch, ImportRow
from campaigns.spreadsheets.columns import ADDED_UP, PUPILS, YOUNG, places_of
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.how_many import count_of

LOOKED_AT = 500  # rows
FEWEST = 2  # one row may be so by chance
NEARLY_ALL = 0.9


def counted_twice(batch: ImportBatch) -> str:
    """A sentence about the first such column; empty when there is none."""
    of_name = {name: places_of(batch.columns, name) for name in ADDED_UP}
    used = [place for places in of_name.values() for place in places]
    if len(used) < 2:
        return ""
    kept = batch.rows.exclude(reason=ImportRow.Reason.TOTAL).values_list("cells", flat=True)
    rows = [[count_at(cells, place) for place in used] for cells in kept[:LOOKED_AT]]
    for group in groups_of(of_name):
        at = [used.index(place) for place in group]
        for place in reversed(at):
            others = [other for other in at if other != place]
            alike, filled = sum_of_others(rows, place, others)
            if filled >= FEWEST and alike >= NEARLY_ALL * filled:
                return words_for(batch, used[place], [used[one] for one in others], alike, filled)
    return ""


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
    """In how many rows it is their sum, and how many rows hold any number of them."""
    pairs = [(row[place], sum(row[other] for other in others)) for row in rows]
    filled = [(own, theirs) for own, theirs in pairs if own or theirs]
    return sum(own == theirs for own, theirs in filled), len(filled)


def count_at(cells: Sequence[str], place: int) -> int:
    return (count_of(cells[place]) if place < len(cells) else 0) or 0


def words_for(
    batch: ImportBatch, place: int, others: Sequence[int], alike: int, filled: int
) -> str:
    letters = ", ".join(column_letters(other + 1) for other in sorted(others))
    return (
        f"Column {column_letters(place + 1)} “{batch.header[place]}” is the same as {letters} "
        f"added up, in {alike:,} of {filled:,} rows: these people would count twice. "
        "Change what the column is taken for to the total, or to “Not used”."
    )

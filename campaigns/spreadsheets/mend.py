"""Words are written over cells of a row, and over the same words in other rows: all or none."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from campaigns.history.conflicts import Conflict
from campaigns.history.opened import check_seen
from campaigns.models import Campaign, ImportBatch, ImportRow
from campaigns.spreadsheets.batches import CHUNK, IN_HAND, State, free
from campaigns.spreadsheets.mended import cell_at, cells_in_words
from campaigns.spreadsheets.row_details import still_true


def may_be_mended(row: ImportRow) -> bool:
    """The file's own total is compared as it is in the file."""
    return row.reason != ImportRow.Reason.TOTAL or bool(row.mended)


def others_of(row: ImportRow) -> QuerySet[ImportRow]:
    others = ImportRow.objects.filter(batch=row.batch_id).exclude(pk=row.pk)
    return others.exclude(reason=ImportRow.Reason.TOTAL)


def says_the_same(row: ImportRow, place: int) -> Q:
    """In the file; and somebody wrote over both of them, or over neither."""
    is_mended = Q(mended__has_key=str(place))
    same = Q(**{f"cells__{place}": cell_at(row.cells, place)})
    return same & (is_mended if str(place) in row.mended else ~is_mended)


def rows_alike(row: ImportRow, place: int) -> list[ImportRow]:
    """The other rows that say the same there, in the file and as they stand now."""
    if not cell_at(row.cells, place):
        return []
    key = str(place)
    found = others_of(row).filter(says_the_same(row, place))
    return [other for other in found if other.mended.get(key) == row.mended.get(key)]


def count_alike(row: ImportRow, places: Iterable[int]) -> dict[int, int]:
    """Of columns that nobody wrote over it is one question for all of them."""
    filled = [place for place in places if cell_at(row.cells, place)]
    mended = [place for place in filled if str(place) in row.mended]
    asked = {
        f"of_{place}": Count("pk", filter=says_the_same(row, place))
        for place in filled
        if place not in mended
    }
    found = others_of(row).order_by().aggregate(**asked) if asked else {}
    counted = {place: len(rows_alike(row, place)) for place in mended}
    return counted | {int(name.removeprefix("of_")): number for name, number in found.items()}


@transaction.atomic
def mend(
    *, batch: ImportBatch, line: int, words: Mapping[int, str], alike: Collection[int], seen: str
) -> int:
    """How many rows were mended. `words` by column; `alike` are the columns in which the others
    that say the same are mended, too. They are checked again afterwards.
    """
    Campaign.objects.select_for_update().get(pk=batch.campaign_id)
    checked = free(batch).filter(state=State.CHECKED).select_for_update().first()
    row = checked.rows.filter(line=line).first() if checked else None
    if row is None or not may_be_mended(row):
        raise Conflict(IN_HAND)
    check_seen(seen, cells_in_words(row))
    before, found = row.as_mended, dict[int, ImportRow]()
    for place, text in words.items():
        if text == cell_at(before, place):
            continue
        for one in (row, *(rows_alike(row, place) if place in alike else ())):
            write_over(found.setdefault(one.pk, one), place, text)
    ImportRow.objects.bulk_create(
        found.values(),
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["batch", "line"],
        update_fields=["mended", "answers", "is_different"],
    )
    return len(found)


def write_over(row: ImportRow, place: int, text: str) -> None:
    """The file's own words take it back. What else was answered was said of other words."""
    kept = {name: words for name, words in row.mended.items() if name != str(place)}
    is_own = text == cell_at(row.cells, place)
    row.mended = kept if is_own else {**kept, str(place): text}
    row.answers, row.is_different = still_true(row.answers), False

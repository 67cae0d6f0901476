"""A spreadsheet as it comes in: read, kept while nobody has finished with it, read in another way,
taken away.
"""

import hashlib
from typing import Any

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, ImportBatch, ImportFile, ImportRow, User
from campaigns.models.imports import NOT_IN_THE_LOG
from campaigns.spreadsheets.batches import CHUNK, IN_HAND, State, free
from campaigns.spreadsheets.date_order import DATE_ORDER
from campaigns.spreadsheets.file import AS_GUESSED, How, Spreadsheet
from campaigns.spreadsheets.workbook import read_spreadsheet

LONGEST_NAME = 120


@transaction.atomic
def upload(
    *, campaign: Campaign, file_name: str, content: bytes, by: User, how: How = AS_GUESSED
) -> ImportBatch:
    read = read_spreadsheet(content, how=how)
    printable = "".join(letter if letter.isprintable() else " " for letter in file_name)
    batch = ImportBatch.objects.create(
        campaign=campaign,
        file_name=" ".join(printable.split())[:LONGEST_NAME] or "spreadsheet",
        uploaded_by=by,
        **facts_of(read, content),
    )
    ImportFile.objects.create(batch=batch, content=content, **reading_of(read))
    keep_rows(batch, read)
    return batch


def facts_of(read: Spreadsheet, content: bytes) -> dict[str, Any]:
    """The same sheet of the same file is known again."""
    return {
        "digest": hashlib.sha256(content + read.sheet.casefold().encode()).hexdigest(),
        "header": list(read.header),
        "rows_total": len(read.rows),
        "remarks": list(read.remarks),
        "sums": list(read.sums),
    }


def reading_of(read: Spreadsheet) -> dict[str, Any]:
    return {
        "sheets": list(read.sheets),
        "first_lines": list(read.first_lines),
        "sheet": read.sheet,
        "separator": read.separator,
        "header_line": read.header_line,
        "header_lines": read.header_lines,
    }


def keep_rows(batch: ImportBatch, read: Spreadsheet) -> None:
    for start in range(0, len(read.rows), CHUNK):
        ImportRow.objects.bulk_create(
            [
                ImportRow(batch=batch, line=line, cells=list(cells), seen=read.seen.get(line, {}))
                for line, cells in read.rows[start : start + CHUNK]
            ]
        )


def read_again(*, batch: ImportBatch, how: How) -> None:
    """With another sheet, header or separator. Columns that are the same keep what was chosen, but
    for the order of their dates.
    """
    kept = ImportFile.objects.get(batch=batch)
    content = bytes(kept.content)
    read = read_spreadsheet(content, how=how)
    with transaction.atomic():
        facts = facts_of(read, content)
        is_same = facts["header"] == batch.header
        chosen = {name: said for name, said in batch.columns.items() if name != DATE_ORDER}
        facts["columns"] = chosen if is_same else {}
        unfinished = free(batch).filter(state__in=NOT_IN_THE_LOG)
        if not unfinished.update(state=State.UPLOADED, trouble="", **facts):
            raise Conflict(IN_HAND)
        ImportFile.objects.filter(pk=kept.pk).update(**reading_of(read))
        batch.rows.all().delete()
        keep_rows(batch, read)
    batch.refresh_from_db()


@transaction.atomic
def remove(*, batch: ImportBatch) -> None:
    """With its rows and the file: nothing of it is in the log."""
    unfinished = free(batch).filter(state__in=NOT_IN_THE_LOG)
    if not unfinished.select_for_update().exists():
        raise Conflict(IN_HAND)
    unfinished.delete()

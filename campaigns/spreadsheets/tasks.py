"""The work on a spreadsheet.

A small one is done at once; a large one by the queue's worker, while the page shows how far it is.
"""

import contextlib
import logging

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from campaigns.history.conflicts import Conflict
from campaigns.models import ImportBatch, User
from campaigns.spreadsheets.batches import Work, check_rows, start_work, stop_work
from campaigns.spreadsheets.commit import undo, write_sessions

log = logging.getLogger(__name__)

AT_ONCE = 300  # rows: well under a second
TROUBLE = (
    "The work stopped, and nothing of it was written. Try again. "
    "If it stops again, tell whoever looks after this site."
)


class ImportStopped(Exception):
    """Without the words of what happened: they may hold a cell of the file."""


def begin(*, batch: ImportBatch, work: ImportBatch.Work, by: User) -> None:
    """Raises Conflict when the batch is not where this work starts from."""
    with transaction.atomic():
        start_work(batch=batch, work=work, now=timezone.now())
        if batch.rows_total > AT_ONCE:
            work_on_import.enqueue(batch.pk, work.value, by.pk)
            return
    with contextlib.suppress(ImportStopped):  # the page says so
        work_on_import.call(batch.pk, work.value, by.pk)


@task()
def work_on_import(batch_id: int, work: str, by_id: int) -> None:
    batch = ImportBatch.objects.select_related("campaign").filter(pk=batch_id, work=work).first()
    if batch is None:
        return
    try:
        do(batch, work, by=User.objects.get(pk=by_id))
    except Conflict:
        log.warning("Import %s: %s was done already", batch_id, work)
    except Exception as problem:
        log.error("Import %s: %s stopped: %s", batch_id, work, type(problem).__name__)
        stop_work(batch_id=batch_id, trouble=TROUBLE)
        raise ImportStopped(f"{work}: {type(problem).__name__}") from None


def do(batch: ImportBatch, work: str, *, by: User) -> None:
    today = timezone.localdate()
    if work == Work.CHECKING:
        check_rows(batch=batch, today=today, clock=timezone.now)
    elif work == Work.WRITING:
        write_sessions(batch=batch, by=by, today=today, clock=timezone.now)
    else:
        undo(batch=batch, by=by, now=timezone.now())

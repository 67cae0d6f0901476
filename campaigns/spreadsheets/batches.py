"""A spreadsheet before it is in the log: its columns matched, its rows checked.

It comes in by uploads.py, and its sessions are written in commit.py.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, ImportBatch, ImportRow
from campaigns.models.imports import ImportBatchQuerySet
from campaigns.spreadsheets.columns import DEFAULTS, column_problems, remember
from campaigns.spreadsheets.date_order import month_first_of
from campaigns.spreadsheets.likeness import InTheFile, InTheLog, mark_likeness
from campaigns.spreadsheets.mended import mended_words, seen_beside
from campaigns.spreadsheets.row_details import still_true
from campaigns.spreadsheets.rows import Judged, judge
from campaigns.spreadsheets.setting import Setting, setting_of
from campaigns.spreadsheets.unlikely import Unlikely

State, Work, Verdict = ImportBatch.State, ImportBatch.Work, ImportRow.Verdict
CHUNK = 500
STUCK_AFTER = timedelta(seconds=60)
STARTS_FROM = {
    Work.CHECKING: (State.UPLOADED, State.CHECKED),
    Work.WRITING: (State.CHECKED,),
    Work.UNDOING: (State.COMMITTED,),
}
SAID_DIFFERENT = "It looked like another session and was said to be a different one."
IN_HAND = "Somebody else has already started this, or it has gone further meanwhile."


def uploaded_before(batch: ImportBatch) -> ImportBatch | None:
    """The same file, when its sessions are in the log."""
    same = ImportBatch.objects.in_campaign(batch.campaign).filter(
        digest=batch.digest, state=State.COMMITTED
    )
    return same.exclude(pk=batch.pk).first()


@transaction.atomic
def choose_columns(*, batch: ImportBatch, columns: Mapping[str, Any]) -> None:
    if problems := column_problems(columns):
        raise ValidationError({name: [message] for name, message in problems.items()})
    batch.columns = dict(columns)
    before = ImportBatch.objects.values_list("columns", flat=True).get(pk=batch.pk)
    if not free(batch).filter(state__in=STARTS_FROM[Work.CHECKING]).update(columns=batch.columns):
        raise Conflict(IN_HAND)
    if taken_as(before) != taken_as(columns):
        forget_answers(batch)
    remember(batch=batch, columns=columns)


def taken_as(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: at for name, at in columns.items() if name not in DEFAULTS and at != ""}


def forget_answers(batch: ImportBatch) -> None:
    """Of columns that are taken for something else nobody has answered for what they say."""
    said = list(batch.rows.filter(~Q(answers={}) | Q(is_different=True)))
    for row in said:
        row.answers, row.is_different = still_true(row.answers), False
    ImportRow.objects.bulk_update(said, ["answers", "is_different"], batch_size=CHUNK)


@transaction.atomic
def accept_row(*, batch: ImportBatch, line: int) -> None:
    """A row that looks like another session is taken all the same."""
    Campaign.objects.select_for_update().get(pk=batch.campaign_id)
    row = ImportRow.objects.filter(
        batch__in=free(batch).filter(state=State.CHECKED).values("pk"),
        line=line,
        verdict=Verdict.DUPLICATE,
    ).first()
    if row is None:
        raise Conflict(IN_HAND)
    row.is_different = True
    row.verdict, row.reason = Verdict.READY, ""
    row.problems = [SAID_DIFFERENT, *row.problems[1:]]  # the first said what it looks like
    row.save(update_fields=["is_different", "verdict", "reason", "problems"])


def free(batch: ImportBatch, *, now: datetime | None = None) -> ImportBatchQuerySet:
    """The batch, when no work on it is in hand.

    With `now`, work that does not move any more counts as none.
    """
    idle = Q(work=Work.NONE) | Q(alive_at__lt=now - STUCK_AFTER) if now else Q(work=Work.NONE)
    return ImportBatch.objects.filter(idle, pk=batch.pk)


def start_work(*, batch: ImportBatch, work: ImportBatch.Work, now: datetime) -> None:
    started = (
        free(batch, now=now)
        .filter(state__in=STARTS_FROM[work])
        .update(work=work, alive_at=now, rows_done=0, trouble="")
    )
    if not started:
        raise Conflict(IN_HAND)
    batch.refresh_from_db()


def stop_work(*, batch_id: int, trouble: str) -> None:
    ImportBatch.objects.filter(pk=batch_id).exclude(work=Work.NONE).update(
        work=Work.NONE, trouble=trouble
    )


def is_stuck(batch: ImportBatch, *, now: datetime) -> bool:
    return bool(batch.work and batch.alive_at and batch.alive_at < now - STUCK_AFTER)


def check_rows(*, batch: ImportBatch, today: date, clock: Callable[[], datetime]) -> None:
    """The dry run: it says of each row what would become of it.

    Only the verdicts are written, some at a time, so that the page shows how far it is.
    """
    setting = setting_of(
        campaign=batch.campaign,
        columns=batch.columns,
        today=today,
        month_first=month_first_of(batch),
        header=batch.header,
    )
    log = InTheLog(batch.campaign)
    file = InTheFile()
    unlikely = Unlikely(batch.campaign)
    done = 0
    for rows in chunks_of(batch.rows.all()):
        for row in rows:
            judged = judge_row(row, setting=setting)
            mark_likeness(judged, log=log, file=file, is_different=row.is_different)
            unlikely.mark(judged)
            put_verdict(row, judged)
        save_verdicts(rows)
        done += len(rows)
        say_how_far(batch, done, clock=clock)
    ImportBatch.objects.filter(pk=batch.pk, work=Work.CHECKING).update(
        state=State.CHECKED, work=Work.NONE
    )


def judge_row(row: ImportRow, *, setting: Setting) -> Judged:
    seen = seen_beside(row)
    judged = judge(row.as_mended, line=row.line, setting=setting, seen=seen, answers=row.answers)
    judged.mended = mended_words(row, header=setting.header, columns=setting.columns)
    return judged


def put_verdict(row: ImportRow, judged: Judged) -> None:
    row.verdict = judged.verdict
    row.problems = [*judged.problems, *filter(None, [judged.about_place])]
    row.reason, row.counts = judged.reason, judged.people
    row.unknown_place = judged.unknown_place
    row.looks_like_id = judged.looks_like


def save_verdicts(rows: list[ImportRow]) -> None:
    ImportRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["batch", "line"],
        update_fields=["verdict", "reason", "problems", "counts", "unknown_place", "looks_like"],
    )


def say_how_far(batch: ImportBatch, done: int, *, clock: Callable[[], datetime]) -> None:
    """Outside any transaction, or nobody would see it."""
    ImportBatch.objects.filter(pk=batch.pk).exclude(work=Work.NONE).update(
        rows_done=done, alive_at=clock()
    )


def chunks_of(rows: Any) -> Iterator[list[ImportRow]]:
    """In the order of the lines, each chunk by a question of its own.

    What is written between two of them disturbs nothing.
    """
    last = 0
    while chunk := list(rows.filter(line__gt=last).order_by("line")[:CHUNK]):
        yield chunk
        last = chunk[-1].line

"""The sessions of a spreadsheet are written all together or not at all, and so taken back."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from campaigns.history.conflicts import Conflict
from campaigns.models import (
    Attendance,
    Campaign,
    Change,
    Correction,
    ImportBatch,
    ImportFile,
    ImportRow,
    Session,
    User,
)
from campaigns.sessions.questions import Confirmed
from campaigns.sessions.words import describe_counts
from campaigns.spreadsheets.batches import (
    CHUNK,
    IN_HAND,
    State,
    Verdict,
    Work,
    chunks_of,
    judge_row,
    put_verdict,
    save_verdicts,
    say_how_far,
)
from campaigns.spreadsheets.date_order import month_first_of
from campaigns.spreadsheets.likeness import InTheFile, InTheLog, mark_likeness
from campaigns.spreadsheets.rows import Judged
from campaigns.spreadsheets.setting import setting_of
from campaigns.spreadsheets.unlikely import Unlikely

OURS = uuid.UUID("6f1d3c52-2f6b-5d0e-9c57-0d5a4b1c7e90")  # the family of the ids below
# Not asked about one by one: the database refuses what is not there.
FOREIGN = ("campaign", "place", "logged_by", "batch", "merged_into", "session")
NOTHING_LEFT = (
    "No row is ready any more, so nothing was written. What is said of each stands beside it."
)
UNDONE = "The spreadsheet that it came in with was undone"


def session_id(batch: ImportBatch, line: int) -> uuid.UUID:
    """The same row is the same session, however often it is tried."""
    return uuid.uuid5(OURS, f"{batch.pk}:{line}")


def write_sessions(
    *, batch: ImportBatch, by: User, today: date, clock: Callable[[], datetime]
) -> int:
    """Each row is asked about once more, while the page shows how far it is.

    Then all are written in one short transaction.
    """
    setting = setting_of(
        campaign=batch.campaign,
        columns=batch.columns,
        today=today,
        month_first=month_first_of(batch),
        header=batch.header,
    )
    ready: list[tuple[ImportRow, Judged]] = []
    for rows in chunks_of(batch.rows.filter(verdict=Verdict.READY)):
        ready += [(row, judge_row(row, setting=setting)) for row in rows]
        say_how_far(batch, len(ready), clock=clock)
    with transaction.atomic():
        # A second spreadsheet of the same campaign waits for this one.
        Campaign.objects.select_for_update().get(pk=batch.campaign_id)
        moved = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED, work=Work.WRITING)
        if not moved.update(state=State.COMMITTED, work=Work.NONE, committed_at=clock()):
            raise Conflict(IN_HAND)
        taken = still_ready(ready, batch=batch)
        if not taken:
            ImportBatch.objects.filter(pk=batch.pk).update(
                state=State.CHECKED, committed_at=None, trouble=NOTHING_LEFT
            )
            return 0
        ImportFile.objects.filter(batch=batch).delete()
        for start in range(0, len(taken), CHUNK):
            write_some(taken[start : start + CHUNK], batch=batch, by=by)
        Change.objects.create(
            campaign=batch.campaign,
            batch=batch,
            by=by,
            kind=Change.Kind.IMPORTED,
            fields={"Sessions": ["", f"{len(taken):,}"], "File": ["", batch.file_name]},
        )
    return len(taken)


def still_ready(rows: Sequence[tuple[ImportRow, Judged]], *, batch: ImportBatch) -> list[Judged]:
    """Somebody may have logged one of them since the rows were checked.

    What is left out keeps its reason.
    """
    log = InTheLog(batch.campaign)
    file = InTheFile()
    unlikely = Unlikely(batch.campaign)
    changed: list[ImportRow] = []
    for row, judged in rows:
        mark_likeness(judged, log=log, file=file, is_different=row.is_different)
        unlikely.mark(judged)
        if judged.verdict != Verdict.READY:
            put_verdict(row, judged)
            changed.append(row)
    for start in range(0, len(changed), CHUNK):
        save_verdicts(changed[start : start + CHUNK])
    return [judged for _, judged in rows if judged.verdict == Verdict.READY]


def write_some(rows: Sequence[Judged], *, batch: ImportBatch, by: User) -> None:
    made = [(judged, session_of(judged, batch=batch, by=by)) for judged in rows]
    Session.objects.bulk_create([session for _, session in made])
    counts = {session.pk: counts_of(judged, session) for judged, session in made}
    Attendance.objects.bulk_create([row for rows_of_one in counts.values() for row in rows_of_one])
    told = [(session, judged.details) for judged, session in made if judged.details]
    Session.topics.through.objects.bulk_create(
        [
            Session.topics.through(session_id=session.pk, topic_id=topic.pk)
            for session, details in told
            for topic in details["topics"]
        ]
    )
    Session.officers.through.objects.bulk_create(
        [
            Session.officers.through(session_id=session.pk, membership_id=officer.pk)
            for session, details in told
            for officer in details["officers"]
        ]
    )
    Change.objects.bulk_create(
        [
            Change(
                campaign_id=batch.campaign_id,
                session=session,
                batch=batch,
                by=by,
                kind=Change.Kind.IMPORTED,
                fields=words_of(judged, counts[session.pk], batch=batch),
            )
            for judged, session in made
        ]
    )


def words_of(
    judged: Judged, counts: Sequence[Attendance], *, batch: ImportBatch
) -> dict[str, Sequence[str]]:
    """With what was written over the file, and what was unlikely and came in all the same, so that
    the figure can be defended.
    """
    said = {
        "Attendance": ["", describe_counts(counts)],
        "Line": ["", f"{judged.line} of {batch.file_name}"],
    }
    mended = {"Mended": ["", "; ".join(judged.mended)]} if judged.mended else {}
    confirmed = [*judged.unlikely, *filter(None, [judged.about_notes])]
    return {**said, **mended, **Confirmed(sentences=confirmed).noted()}


def session_of(judged: Judged, *, batch: ImportBatch, by: User) -> Session:
    details = judged.details
    assert details is not None  # noqa: S101 (a ready row has them)
    session = Session(
        campaign=batch.campaign,
        client_id=session_id(batch, judged.line),
        state=Session.State.DELIVERED,
        held_on=details["held_on"],
        starts_at=details.get("starts_at"),
        minutes=details.get("minutes"),
        format=details["format"],
        is_online=details.get("is_online", False),
        place=details.get("place"),
        stages=tuple(details.get("stages", ())),
        notes=details.get("notes", ""),
        logged_by=by,
        batch=batch,
    )
    session.clean_fields(exclude=FOREIGN)
    return session


def counts_of(judged: Judged, session: Session) -> list[Attendance]:
    rows = [
        Attendance(
            session=session,
            audience=row.audience,
            count=row.count,
            known=row.known,
            place=row.place,
            stage=row.stage,
        )
        for row in judged.counts
    ]
    for row in rows:
        row.clean_fields(exclude=FOREIGN)
    return rows


def as_it_came(batch: ImportBatch) -> QuerySet[Session]:
    """The sessions of a batch that nobody has touched since.

    They were not edited, corrected, merged or voided, and no correction of them waits.
    """
    later = Change.objects.filter(session=OuterRef("pk")).exclude(kind=Change.Kind.IMPORTED)
    corrected = Correction.objects.filter(session=OuterRef("pk"))
    joined = Session.objects.filter(merged_into=OuterRef("pk"))
    return Session.objects.filter(batch=batch, state=Session.State.DELIVERED, version=1).filter(
        ~Exists(later), ~Exists(corrected), ~Exists(joined)
    )


def left_standing(batch: ImportBatch) -> QuerySet[Session]:
    """What an undo leaves, because somebody has worked on it."""
    return Session.objects.filter(batch=batch, state=Session.State.DELIVERED).exclude(
        pk__in=as_it_came(batch).values("pk")
    )


@transaction.atomic
def undo(*, batch: ImportBatch, by: User, now: datetime) -> int:
    """Voids all that nobody has worked on since; it can be restored.

    What was changed is left as it is and listed: a correction says that the session was there.
    """
    Campaign.objects.select_for_update().get(pk=batch.campaign_id)
    moved = ImportBatch.objects.filter(pk=batch.pk, state=State.COMMITTED, work=Work.UNDOING)
    if not moved.update(state=State.UNDONE, work=Work.NONE, undone_at=now):
        raise Conflict(IN_HAND)
    pks = list(
        as_it_came(batch)
        .select_for_update(of=("self",))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    before, after = str(Session.State.DELIVERED.label), str(Session.State.VOIDED.label)
    for start in range(0, len(pks), CHUNK):
        chunk = pks[start : start + CHUNK]
        Session.objects.filter(pk__in=chunk).update(
            state=Session.State.VOIDED, state_reason=UNDONE, version=F("version") + 1
        )
        Change.objects.bulk_create(
            [
                Change(
                    campaign_id=batch.campaign_id,
                    session_id=pk,
                    batch=batch,
                    by=by,
                    kind=Change.Kind.UNDONE,
                    fields={"State": [before, after]},
                    reason=UNDONE,
                )
                for pk in chunk
            ]
        )
    Change.objects.create(
        campaign=batch.campaign,
        batch=batch,
        by=by,
        kind=Change.Kind.UNDONE,
        fields={"Sessions": [f"{len(pks):,}", "0"]},
    )
    return len(pks)

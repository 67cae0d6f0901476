"""Pupils under the wrong one of children and young people, in a session that is in the log already:
a phone without a signal, or a spreadsheet, logs what was written and asks nobody. Its page and
Today ask afterwards, with the same two answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.models import Attendance, Change, Correction, Membership, Session
from campaigns.sessions.audiences import WHOM
from campaigns.sessions.copies import as_counts, counts_of
from campaigns.sessions.details import details_of
from campaigns.sessions.edit import edit_session, lock_session, why_not_edit
from campaigns.sessions.putright.correct import propose_correction
from campaigns.sessions.questions import (
    NOTED,
    Confirmed,
    OtherColumn,
    confirmed_before,
    key_of,
    other_columns,
)
from campaigns.sessions.rules import Count

LOOKS_BACK = timedelta(days=60)
ANSWERED = "This question was answered meanwhile. See what the session says now."


def still_asked(session: Session) -> list[OtherColumn]:
    """Nothing while a correction of it waits."""
    found = _seems_wrong(session)
    if not found or session.corrections.waiting().exists():
        return []
    confirmed = confirmed_before(session)
    return [wrong for wrong in found if wrong.sentence not in confirmed]


def to_look_over(sessions: Sequence[Session]) -> list[Session]:
    """What `still_asked` says of each, with two questions to the database for all. Needs
    `attendances__place` prefetched.
    """
    found = {session.pk: wrong for session in sessions if (wrong := _seems_wrong(session))}
    if not found:
        return []
    waiting = Correction.objects.waiting().filter(session__in=found)
    waits = set(waiting.values_list("session", flat=True))
    changes = Change.objects.filter(session__in=found, fields__has_key=NOTED)
    confirmed: defaultdict[int | None, str] = defaultdict(str)
    for session_id, fields in changes.values_list("session", "fields"):
        confirmed[session_id] += fields[NOTED][1]
    return [
        session
        for session in sessions
        if session.pk not in waits
        and any(wrong.sentence not in confirmed[session.pk] for wrong in found.get(session.pk, ()))
    ]


def _seems_wrong(session: Session) -> list[OtherColumn]:
    if session.state != Session.State.DELIVERED:
        return []
    said = {"stages": session.stages, "place": session.place}
    return other_columns(details=said, counts=as_counts(session.attendances.all()))


@transaction.atomic
def keep_column(*, session: Session, key: str, by: Membership) -> Session:
    """It is right as it stands. That is noted, and nobody is asked again."""
    session = lock_session(session)
    wrong = _asked(session, key)
    noted = Confirmed(sentences=[wrong.sentence]).noted()
    record_change(kind=Change.Kind.EDITED, by=by.user, session=session, fields=noted)
    return session


@transaction.atomic
def change_column(
    *, session: Session, key: str, now: datetime, today: date, by: Membership
) -> Correction | None:
    """An edit, while there may be one; afterwards a correction, which an officer proposes."""
    session = lock_session(session)
    wrong = _asked(session, key)
    counts = in_other_column(counts_of(session), wrong)
    if not why_not_edit(session=session, member=by, now=now):
        edit_session(
            session=session, counts=counts, now=now, today=today, by=by, **details_of(session)
        )
        return None
    return propose_correction(
        session=session,
        counts=counts,
        reason=f"{wrong.row.count:,} are {WHOM[wrong.belongs]}",
        opened=session.version,
        now=now,
        today=today,
        by=by,
        **details_of(session),
    )


def in_other_column(counts: Iterable[Count], wrong: OtherColumn) -> list[Count]:
    """Added to what stands there already; of two ways of knowing the sum is an estimate."""
    others = [row for row in counts if row != wrong.row]
    moved = replace(wrong.row, audience=wrong.belongs.value)
    for row in others:
        if (row.audience, row.place) == (moved.audience, moved.place) and row.count is not None:
            known = moved.known if moved.known == row.known else Attendance.Known.ESTIMATED.value
            moved = replace(moved, count=(moved.count or 0) + row.count, known=known)
    places = {(moved.audience, moved.place)}
    return [*(row for row in others if (row.audience, row.place) not in places), moved]


def _asked(session: Session, key: str) -> OtherColumn:
    for wrong in still_asked(session):
        if key_of(wrong.sentence) == key:
            return wrong
    raise Conflict(ANSWERED)

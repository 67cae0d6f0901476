"""After 48 hours a session changes by correction: what it should say instead, with a reason.

An officer's waits until a coordinator confirms it, a coordinator's own is carried out at once.
Nothing that counted is deleted: it is voided, and can be restored.

Who decides a correction names the version of the session that they looked at, so that nothing is
confirmed unseen. Only what the correction changes is written: what others changed in between stays.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Unpack

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from campaigns.access.permissions import may_correct, may_log
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.models import Change, Correction, Membership, Session, User
from campaigns.sessions.copies import changed, copy_of, to_copy
from campaigns.sessions.edit import check_rewrite, lock_session
from campaigns.sessions.life import LONGEST_REASON
from campaigns.sessions.likeness import record_not_duplicate
from campaigns.sessions.putright.carry_out import (
    as_stored,
    carry_out,
    save_correction,
    state_words,
)
from campaigns.sessions.questions import NOTHING_ASKED, Confirmed
from campaigns.sessions.rules import Count, Details
from campaigns.sessions.versions import refuse_stale
from campaigns.sessions.words import describe, differences, in_words_of

Kind, State = Correction.Kind, Correction.State

NOT_YOURS = "Only officers and coordinators can correct a session."
NOT_HELD = "Only a session that was held can be corrected or voided."
NOT_VOIDED = "This session is not voided."
MERGED = (
    "This session was merged into another one, so it cannot be restored here. "
    "Undo the merge instead."
)
WAITS_ALREADY = "A correction of this session waits for a coordinator already."
NOTHING_DIFFERS = "Nothing here differs from what the session says now. Change what is wrong"
TAKEN_BACK = "Taken back by who proposed it."


class CorrectionRefused(Exception):
    """The text says why, to a person."""


def why_not_correct(*, session: Session, member: Membership, kind: str) -> str:
    """Empty when this person may do it, or propose it."""
    if not may_log(member):
        return NOT_YOURS
    if kind == Kind.RESTORE:
        if session.merged_into_id:
            return MERGED
        return "" if session.state == Session.State.VOIDED else NOT_VOIDED
    return "" if session.state == Session.State.DELIVERED else NOT_HELD


@transaction.atomic
def propose_correction(
    *,
    session: Session,
    counts: Sequence[Count],
    reason: str,
    opened: int,
    now: datetime,
    today: date,
    by: Membership,
    confirmed: Confirmed = NOTHING_ASKED,
    **details: Unpack[Details],
) -> Correction:
    session = _opened(session=session, kind=Kind.FIGURES, opened=opened, by=by)
    check_rewrite(session=session, counts=counts, today=today, details=details)
    wanted = changed(copy_of(session), to_copy(details=details, counts=counts))
    if not wanted:
        raise ValidationError({NON_FIELD_ERRORS: [NOTHING_DIFFERS]})
    differing = differences(describe(session), in_words_of(details=details, counts=counts))
    record_not_duplicate(session=session, others=confirmed.different_from, by=by.user)
    correction = Correction(
        session=session,
        kind=Kind.FIGURES,
        based_on=session.version,
        wanted=wanted,
        fields=as_stored(differing | confirmed.noted()),
        reason=reason,
    )
    return _carry_out_or_wait(correction, now=now, today=today, by=by)


@transaction.atomic
def void_session(
    *, session: Session, reason: str, opened: int, now: datetime, today: date, by: Membership
) -> Correction:
    """It leaves the reach at once, or as soon as a coordinator confirms."""
    return _end_or_restore(
        Kind.VOID, session=session, reason=reason, opened=opened, now=now, today=today, by=by
    )


@transaction.atomic
def restore_session(
    *, session: Session, reason: str, opened: int, now: datetime, today: date, by: Membership
) -> Correction:
    return _end_or_restore(
        Kind.RESTORE, session=session, reason=reason, opened=opened, now=now, today=today, by=by
    )


@transaction.atomic
def confirm_correction(
    *, correction: Correction, opened: int, now: datetime, today: date, by: Membership
) -> Correction:
    """`opened` is the version of the session that the decider saw beside it."""
    session, correction = _waiting(correction, by=by)
    if refusal := why_not_correct(session=session, member=by, kind=correction.kind):
        raise Conflict(refusal)
    refuse_stale(session=session, opened=opened, by=by.user)
    _decide(correction, to=State.CONFIRMED, by=by.user, now=now)
    carry_out(correction, session=session, by=by.user, today=today)
    return correction


@transaction.atomic
def decline_correction(
    *, correction: Correction, reason: str, now: datetime, by: Membership
) -> Correction:
    session, correction = _waiting(correction, by=by)
    _decide(correction, to=State.DECLINED, by=by.user, now=now, reason=_said(reason))
    record_change(
        kind=Change.Kind.NOT_CORRECTED,
        by=by.user,
        session=session,
        reason=correction.decision_reason,
    )
    return correction


@transaction.atomic
def withdraw_correction(*, correction: Correction, now: datetime, by: Membership) -> Correction:
    """By whoever proposed it, while it waits."""
    if correction.proposed_by_id != by.user_id:
        raise CorrectionRefused("Only the person who proposed a correction can take it back.")
    session, correction = _still_waiting(correction)
    _decide(correction, to=State.WITHDRAWN, by=by.user, now=now)
    record_change(kind=Change.Kind.NOT_CORRECTED, by=by.user, session=session, reason=TAKEN_BACK)
    return correction


def _end_or_restore(
    kind: Correction.Kind,
    *,
    session: Session,
    reason: str,
    opened: int,
    now: datetime,
    today: date,
    by: Membership,
) -> Correction:
    session = _opened(session=session, kind=kind, opened=opened, by=by)
    correction = Correction(
        session=session,
        kind=kind,
        based_on=session.version,
        fields=as_stored(state_words(kind)),
        reason=reason,
    )
    return _carry_out_or_wait(correction, now=now, today=today, by=by)


def _opened(*, session: Session, kind: Correction.Kind, opened: int, by: Membership) -> Session:
    session = lock_session(session)
    refuse_stale(session=session, opened=opened, by=by.user)
    if refusal := why_not_correct(session=session, member=by, kind=kind):
        raise CorrectionRefused(refusal)
    return session


def _carry_out_or_wait(
    correction: Correction, *, now: datetime, today: date, by: Membership
) -> Correction:
    """A coordinator's own is carried out at once; an officer's waits for a coordinator."""
    session = correction.session
    correction.reason = _said(correction.reason)
    correction.proposed_by = by.user
    correction.proposed_at = now
    if may_correct(by):
        _decide(correction, to=State.CONFIRMED, by=by.user, now=now)
        carry_out(correction, session=session, by=by.user, today=today)
        return correction
    if session.corrections.waiting().exists():  # the session is locked, so nobody adds one now
        raise Conflict(WAITS_ALREADY)
    save_correction(correction)
    record_change(
        kind=Change.Kind.PROPOSED,
        by=by.user,
        session=session,
        fields=correction.fields,
        reason=correction.reason,
    )
    return correction


def _waiting(correction: Correction, *, by: Membership) -> tuple[Session, Correction]:
    if not may_correct(by):
        raise CorrectionRefused("Only a coordinator can decide a correction.")
    return _still_waiting(correction)


def _still_waiting(correction: Correction) -> tuple[Session, Correction]:
    """The session is locked first, always, so that two people never wait for each other."""
    session = lock_session(correction.session)
    fresh = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("decided_by", "proposed_by")
        .get(pk=correction.pk)
    )
    if fresh.state != State.PROPOSED:
        decided_by = fresh.decided_by.name if fresh.decided_by else "Somebody"
        raise Conflict(
            f"{decided_by} has already answered this correction: "
            f"{fresh.get_state_display().lower()}."
        )
    return session, fresh


def _decide(
    correction: Correction, *, to: Correction.State, by: User, now: datetime, reason: str = ""
) -> None:
    correction.state = to
    correction.decided_by = by
    correction.decided_at = now
    correction.decision_reason = reason
    save_correction(correction)


def _said(reason: str) -> str:
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise ValidationError({"reason": [f"Enter why, in {LONGEST_REASON} characters or fewer"]})
    return reason

"""Undo right after saving: for ten minutes, for the person who saved, while nobody has changed the
session since. It is a change like any other.
"""

from datetime import date, timedelta
from typing import Any, TypedDict

from django.db import transaction

from campaigns.diaries import book
from campaigns.diaries.held import lock_requests_of
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail.around_talks import rewrite_mails
from campaigns.models import Change, Correction, Membership, Session, TalkRequest
from campaigns.sessions.copies import copy_of, from_copy
from campaigns.sessions.edit import lock_session, newly_taken, write_counts
from campaigns.sessions.save import write_details
from campaigns.sessions.words import describe, differences

WINDOW = timedelta(minutes=10)
RIGHT_AFTER = "Undone right after it was saved"
RIGHT_AFTER_LOGGED = "Undone right after it was logged"
RIGHT_AFTER_PLANNED = "Undone right after it was planned"
ANOTHER_WAITS = "Another correction of this session waits by now, so nothing was undone."
CHANGED_SINCE = "This session has been changed since, so nothing was undone."


class Before(TypedDict):
    """What stood there before the change, as plain values."""

    version: int
    state: str
    state_reason: str
    copy: dict[str, Any]


def what_stands(session: Session) -> Before:
    return Before(
        version=session.version,
        state=session.state,
        state_reason=session.state_reason,
        copy=copy_of(session),
    )


@transaction.atomic
def put_back(
    *,
    session: Session,
    made: int,
    before: Before,
    today: date,
    by: Membership,
    correction: int | None = None,
) -> Session:
    """`made` is the version that the change made; `correction` the id of the correction that it
    was. An officer whose time was taken since is not free.
    """
    session = _still_as_made(session, made=made)
    undone = (
        Correction.objects.filter(
            pk=correction, session=session, state=Correction.State.CONFIRMED
        ).first()
        if correction
        else None
    )
    if undone and undone.proposed_by_id != by.user_id and session.corrections.waiting().exists():
        raise Conflict(ANOTHER_WAITS)
    was, was_state = describe(session), session.state
    details, counts = from_copy(copy_of(session) | before["copy"], campaign=session.campaign)
    must_fit = newly_taken(session=session, details=details)
    session.state, session.state_reason = before["state"], before["state_reason"]
    write_details(session=session, details=details)
    book.sync_diary(session, must_fit=must_fit, now=book.start_of(today))
    write_counts(session=session, counts=counts)
    fields = differences(was, describe(session))
    if was_state != session.state:
        fields["State"] = (
            str(Session.State(was_state).label),
            str(Session.State(session.state).label),
        )
    if undone and undone.proposed_by_id != by.user_id:
        fields["Correction"] = (
            str(Correction.State.CONFIRMED.label),
            str(Correction.State.PROPOSED.label),
        )
    record_change(
        kind=Change.Kind.UNDONE, by=by.user, session=session, fields=fields, reason=RIGHT_AFTER
    )
    if session.is_planned:
        _request_waits_again(session=session, by=by)
    if undone:
        _take_back(undone, session=session, was_based_on=before["version"], by=by)
    return session


def _take_back(
    correction: Correction, *, session: Session, was_based_on: int, by: Membership
) -> None:
    """Somebody else's proposal waits again: what was undone is the answer to it.

    The session says again what it said when it was proposed.
    """
    if correction.proposed_by_id == by.user_id:
        correction.state = Correction.State.WITHDRAWN
    else:
        correction.state, correction.decided_by, correction.decided_at = (
            Correction.State.PROPOSED,
            None,
            None,
        )
        if correction.based_on == was_based_on:
            correction.based_on = session.version
    correction.save(update_fields=["state", "decided_by", "decided_at", "based_on"])


@transaction.atomic
def take_out(*, session: Session, made: int, by: Membership) -> Session:
    """A session that was logged or planned a moment ago. It is never deleted: it does not count."""
    session = _still_as_made(session, made=made)
    was = Session.State(session.state)
    if was == Session.State.PLANNED:
        session.state, session.state_reason = Session.State.CANCELLED, RIGHT_AFTER_PLANNED
    else:
        session.state, session.state_reason = Session.State.VOIDED, RIGHT_AFTER_LOGGED
    session.save(update_fields=["state", "state_reason"])
    book.release(session=session)
    fields = {"State": (str(was.label), str(Session.State(session.state).label))}
    record_change(
        kind=Change.Kind.UNDONE,
        by=by.user,
        session=session,
        fields=fields,
        reason=session.state_reason,
    )
    return session


def _still_as_made(session: Session, *, made: int) -> Session:
    lock_requests_of(session)
    session = lock_session(session)
    if session.version != made:
        raise Conflict(CHANGED_SINCE)
    return session


def _request_waits_again(*, session: Session, by: Membership) -> None:
    """The request that was delivered with the count is what it was: confirmed, or its school
    wishes another time and waits for our answer.
    """
    state = TalkRequest.State
    request = TalkRequest.objects.filter(session=session, state=state.DELIVERED).first()
    if request is None:
        return
    now = state.ASKS_TO_MOVE if request.state_reason else state.CONFIRMED
    TalkRequest.objects.filter(pk=request.pk).update(state=now)
    counted = request.changes.filter(kind=Change.Kind.DELIVERED).last()
    if counted:  # it dealt with these
        request.notices.filter(answered_at=counted.at).update(answered_at=None)
        request.notices.filter(dealt_at=counted.at).update(dealt_at=None, dealt_by=None)
    record_change(
        kind=Change.Kind.UNDONE,
        by=by.user,
        talk_request=request,
        fields={"State": (str(state.DELIVERED.label), str(now.label))},
        reason=RIGHT_AFTER,
    )
    rewrite_mails(session)

"""Two rows that were one session: one is kept with its own count, the other is voided and says so;
and the way back.

Nothing is added up. The kept one gets the officers, partners and topics of the other, and the talk
request that pointed at it, which thus is not orphaned.
"""

from datetime import date

from django.db import transaction

from campaigns.diaries import book
from campaigns.diaries.held import lock_requests_of
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change, record_deed
from campaigns.mail.around_talks import rewrite_mails
from campaigns.models import Change, Merge, Session, TalkRequest, User
from campaigns.models.fields import this_moment
from campaigns.sessions.likeness import is_pair, record_not_duplicate
from campaigns.sessions.words import Fields, describe, differences
from sextortion_aware.reading.dates import in_words

State = Session.State
LISTS = ("officers", "partners", "topics")

NOT_A_PAIR = (
    "These two no longer look like the same session: somebody changed or merged one of them."
)
COUNT_WOULD_GO = (
    "One of them was held and has a count, the other is only planned. Keep the one that was held."
)
SCHOOL_ACCEPTED = (
    "A school has accepted the date of the other one. Keep the one that the school knows."
)
TWO_REQUESTS = "Each of them came from a talk request of its own, so neither can be let go."
CHANGED_SINCE = (
    "One of the two sessions was changed after they were merged, so the merge can no longer be "
    "undone. Correct or void what is wrong instead."
)


class MergeRefused(Exception):
    """The text says why, to a person."""


def why_not_keep(*, kept: Session, other: Session) -> str:
    """Empty when `other` may be merged into `kept`. Read both with their `talk_request`."""
    kept_request, other_request = request_of(kept), request_of(other)
    if kept_request and other_request:
        return TWO_REQUESTS
    if kept.state == State.PLANNED and other.state == State.DELIVERED:
        return COUNT_WOULD_GO
    was_accepted = other_request and other_request.date_is_set
    return SCHOOL_ACCEPTED if kept.state == State.PLANNED and was_accepted else ""


def request_of(session: Session) -> TalkRequest | None:
    return getattr(session, "talk_request", None)


@transaction.atomic
def merge_sessions(
    *, kept: Session, other: Session, seen: tuple[int, int], today: date, by: User
) -> Merge:
    """`seen` are the versions of the two that were looked at, the kept one's first."""
    kept, other = _locked(kept.pk, other.pk)
    if (kept.version, other.version) != seen or not is_pair(kept, other):
        raise Conflict(NOT_A_PAIR)
    if refusal := why_not_keep(kept=kept, other=other):
        raise MergeRefused(refusal)
    merge = Merge(
        kept=kept, other=other, other_state=other.state, gained=_gain(kept=kept, other=other), by=by
    )
    before = describe(kept)
    _void(other, kept=kept, by=by)
    for name, keys in merge.gained.items():
        getattr(kept, name).add(*keys)
    record_change(
        kind=Change.Kind.MERGED,
        by=by,
        session=kept,
        fields=differences(before, describe(kept)),
        reason=f"Session {other.pk} was the same one.",
    )
    merge.talk_request, merge.talk_state = _move_request(kept=kept, other=other, by=by)
    _keep_diary(gone=other, kept=kept, officers=merge.gained["officers"], today=today)
    for session in (other, kept):
        rewrite_mails(session)
    return _saved(merge)


@transaction.atomic
def undo_merge(*, other: Session, today: date, by: User) -> Merge:
    """The other one becomes what it was before, and the kept one gives back what it gained."""
    merge = (
        Merge.objects.select_related("talk_request")
        .filter(other=other, undone_at__isnull=True)
        .first()
    )
    if merge is None:
        raise Conflict("This merge was already undone.")
    kept, other = _locked(merge.kept_id, merge.other_id)
    versions, merged = (kept.version, other.version), (merge.kept_version, merge.other_version)
    if versions != merged or other.merged_into_id != kept.pk:
        raise Conflict(CHANGED_SINCE)
    _give_request_back(merge, kept=kept, other=other, by=by)
    before = describe(kept)
    for name, keys in merge.gained.items():
        getattr(kept, name).remove(*keys)
    record_change(
        kind=Change.Kind.UNMERGED,
        by=by,
        session=kept,
        fields=differences(before, describe(kept)),
        reason=f"Session {other.pk} is another one.",
    )
    _restore(merge, other=other, by=by)
    _keep_diary(gone=None, kept=kept, officers=[], today=today)
    _keep_diary(
        gone=None,
        kept=other,
        officers=list(other.officers.values_list("pk", flat=True)),
        today=today,
    )
    for session in (kept, other):
        rewrite_mails(session)
    _carry_on(merge, kept=kept, other=other)
    return merge


@transaction.atomic
def keep_apart(*, first: Session, second: Session, by: User) -> None:
    """They are two sessions after all: nobody is asked about this pair again."""
    first, second = _locked(first.pk, second.pk)
    if not is_pair(first, second):
        raise Conflict(NOT_A_PAIR)
    record_not_duplicate(session=first, others=[second], by=by)
    record_deed(
        campaign=first.campaign,
        kind=Change.Kind.PUT_RIGHT,
        about=f"Sessions {first.pk} and {second.pk}",
        by=by,
        fields={"One or two": ("maybe one", "two")},
    )


def _locked(first: int, second: int) -> tuple[Session, Session]:
    """Both as they stand after the wait.

    They are locked in one order, so that two people never wait for each other.
    """
    lock_requests_of(Session(pk=first), Session(pk=second))
    for pk in sorted((first, second)):
        Session.objects.select_for_update(of=("self",)).get(pk=pk)
    found = Session.objects.select_related("campaign", "place__area", "talk_request").in_bulk(
        [first, second]
    )
    return found[first], found[second]


def _gain(*, kept: Session, other: Session) -> dict[str, list[int]]:
    def keys(session: Session, name: str) -> set[int]:
        return set(getattr(session, name).values_list("pk", flat=True))

    return {name: sorted(keys(other, name) - keys(kept, name)) for name in LISTS}


def _void(other: Session, *, kept: Session, by: User) -> None:
    reason = f"The same session as session {kept.pk}, {in_words(kept.held_on)}"
    voided = Session.objects.filter(pk=other.pk, state=other.state).update(
        state=State.VOIDED, state_reason=reason, merged_into=kept
    )
    if not voided:
        raise Conflict(NOT_A_PAIR)
    fields = {"State": (other.get_state_display(), str(State.VOIDED.label))}
    record_change(kind=Change.Kind.MERGED, by=by, session=other, fields=fields, reason=reason)


def _restore(merge: Merge, *, other: Session, by: User) -> None:
    Session.objects.filter(pk=other.pk).update(
        state=merge.other_state, state_reason="", merged_into=None
    )
    fields = {"State": (str(State.VOIDED.label), str(State(merge.other_state).label))}
    record_change(
        kind=Change.Kind.UNMERGED,
        by=by,
        session=other,
        fields=fields,
        reason=f"It is another session than session {merge.kept_id}.",
    )
    other.refresh_from_db()


def _keep_diary(*, gone: Session | None, kept: Session, officers: list[int], today: date) -> None:
    """Whoever comes to a session still ahead by this, or has it back, must be free for it."""
    kept = Session.objects.select_related("campaign", "place__area", "talk_request").get(pk=kept.pk)
    if gone:
        book.release(session=gone)
    joined = list(kept.officers.filter(pk__in=officers).select_related("user"))
    try:
        book.sync_diary(
            kept, must_fit=joined if kept.held_on > today else [], now=book.start_of(today)
        )
    except book.OfficerIsBusy as problem:
        raise MergeRefused(str(problem)) from None


def _move_request(*, kept: Session, other: Session, by: User) -> tuple[TalkRequest | None, str]:
    """The other one's request moves to the kept session, and is delivered when that was held.

    Returns it with the state that it had, for the way back.
    """
    request = request_of(other)
    if request is None:
        return None, ""
    before = request.state
    after = (
        TalkRequest.State.DELIVERED
        if before in TalkRequest.DATE_IS_SET and kept.state == State.DELIVERED
        else TalkRequest.State(before)
    )
    _write_request(
        request, session=kept, was=(other, before), now=after.value, kind=Change.Kind.MERGED, by=by
    )
    return request, before


def _give_request_back(merge: Merge, *, kept: Session, other: Session, by: User) -> None:
    if merge.talk_request is None:
        return
    after_merge = (
        TalkRequest.State.DELIVERED
        if merge.talk_state in TalkRequest.DATE_IS_SET
        else TalkRequest.State(merge.talk_state)
    )
    _write_request(
        merge.talk_request,
        session=other,
        was=(kept, after_merge.value),
        now=merge.talk_state,
        kind=Change.Kind.UNMERGED,
        by=by,
    )


def _write_request(
    request: TalkRequest,
    *,
    session: Session,
    was: tuple[Session, str],
    now: str,
    kind: Change.Kind,
    by: User,
) -> None:
    """`was` are the session and the state that it must still have."""
    from_session, from_state = was
    standing = TalkRequest.objects.filter(pk=request.pk, session=from_session, state=from_state)
    if not standing.update(session=session, state=now):
        raise Conflict("The talk request of these sessions was changed meanwhile.")
    fields: Fields = {"Session": (f"Session {from_session.pk}", f"Session {session.pk}")}
    if from_state != now:
        labels = (TalkRequest.State(from_state).label, TalkRequest.State(now).label)
        fields["State"] = (str(labels[0]), str(labels[1]))
    record_change(kind=kind, by=by, talk_request=request, fields=fields)


def _saved(merge: Merge) -> Merge:
    for session in (merge.kept, merge.other):
        session.refresh_from_db()
    merge.kept_version, merge.other_version = merge.kept.version, merge.other.version
    merge.save()
    return merge


def _carry_on(merge: Merge, *, kept: Session, other: Session) -> None:
    """An earlier merge into either of the two can still be undone: for it, a merge that was undone
    is no change in between.
    """
    merge.undone_at = this_moment()
    merge.save(update_fields=["undone_at"])
    for session, afterwards in ((kept, merge.kept_version), (other, merge.other_version)):
        session.refresh_from_db(fields=["version"])
        Merge.objects.filter(
            kept=session, undone_at__isnull=True, kept_version=afterwards - 1
        ).update(kept_version=session.version)

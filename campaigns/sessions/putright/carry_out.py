"""A correction is carried out: what it says is written over what stands in the session."""

from datetime import date

from campaigns.history.record import record_change
from campaigns.models import Change, Correction, Session, User
from campaigns.sessions.copies import copy_of, from_copy
from campaigns.sessions.edit import check_rewrite, write_counts
from campaigns.sessions.questions import NOTED
from campaigns.sessions.save import write_details
from campaigns.sessions.words import Fields, describe, differences

Kind = Correction.Kind
BY_SCHOOL = "The school, by its link"


def carry_out(correction: Correction, *, session: Session, by: User, today: date) -> None:
    """From now on the correction says what it did change, even when others wrote in between."""
    if correction.kind == Kind.FIGURES:
        # What was asked of whoever proposed it, with the answer.
        checked = {name: tuple(pair) for name, pair in correction.fields.items() if name == NOTED}
        kind = Change.Kind.CORRECTED
        fields = _rewrite(correction, session=session, today=today) | checked
    else:
        kind, fields = _move(correction, session=session)
    correction.fields = as_stored(fields)
    save_correction(correction)
    if correction.proposed_by_id != by.pk:
        proposed_by = correction.proposed_by.name if correction.proposed_by else BY_SCHOOL
        fields = fields | {"Proposed by": ("", proposed_by)}
    record_change(kind=kind, by=by, session=session, fields=fields, reason=correction.reason)


def _rewrite(correction: Correction, *, session: Session, today: date) -> Fields:
    details, counts = from_copy(copy_of(session) | correction.wanted, campaign=session.campaign)
    check_rewrite(session=session, counts=counts, today=today, details=details)
    before = describe(session)
    write_details(session=session, details=details)
    write_counts(session=session, counts=counts)
    return differences(before, describe(session))


def _move(correction: Correction, *, session: Session) -> tuple[Change.Kind, Fields]:
    is_void = correction.kind == Kind.VOID
    session.state = Session.State.VOIDED if is_void else Session.State.DELIVERED
    session.state_reason = correction.reason if is_void else ""
    session.save(update_fields=["state", "state_reason"])
    return Change.Kind.VOIDED if is_void else Change.Kind.RESTORED, state_words(correction.kind)


def state_words(kind: str) -> Fields:
    """Of a session that is voided or restored, before and after."""
    counts, does_not = str(Session.State.DELIVERED.label), str(Session.State.VOIDED.label)
    return {"State": (counts, does_not) if kind == Kind.VOID else (does_not, counts)}


def save_correction(correction: Correction) -> None:
    # A session that is voided wants nothing new and may change nothing: these two may be empty.
    correction.full_clean(exclude={"wanted", "fields"})
    correction.save()


def as_stored(fields: Fields) -> dict[str, list[str]]:
    """Each pair of before and after as a list, which is what comes back from the database."""
    return {name: list(pair) for name, pair in fields.items()}

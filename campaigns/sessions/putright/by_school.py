"""A school says that the number of its talk is another one. Coordinators decide, as always."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.models import Attendance, Change, Correction, Session
from campaigns.sessions.copies import as_counts, changed, copy_of, to_copy
from campaigns.sessions.details import details_of
from campaigns.sessions.edit import lock_session
from campaigns.sessions.putright.carry_out import as_stored, save_correction
from campaigns.sessions.rules import Count, check_counts
from campaigns.sessions.words import describe, differences, in_words_of

DAY = timedelta(days=1)
MOST_A_DAY = 3
TOO_MANY = (
    "You have told us {most} numbers for this talk within a day, and that is all this page takes. "
    "Call us or write to us, or try again tomorrow. Nothing was sent now."
)
NOTHING_DIFFERS = "This is the number that we have already. Change it, or go back"
WAITS_ALREADY = "We are looking at the number of this talk already."
CHANGED_MEANWHILE = (
    "We have changed the number since you opened this page. Please look at it again."
)


class TooManyNumbers(Conflict):
    pass


@transaction.atomic
def propose_by_school(
    *,
    session: Session,
    rows: Collection[Attendance],
    numbers: Mapping[int, int],
    known: str,
    reason: str,
    opened: int,
    now: datetime,
    today: date,
) -> Correction:
    """`rows` are the school's own, and `numbers` say by their keys what each should be; the others
    stay. Sent twice, it is one; each is looked at by a person, so a link has a few a day.
    """
    session = lock_session(session)
    if session.state != Session.State.DELIVERED or session.version != opened:
        raise Conflict(CHANGED_MEANWHILE)
    counts = _counts(session, own={row.pk for row in rows}, numbers=numbers, known=known)
    details = details_of(session)
    wanted = changed(copy_of(session), to_copy(details=details, counts=counts))
    if not wanted:
        raise ValidationError({NON_FIELD_ERRORS: [NOTHING_DIFFERS]})
    if waiting := session.corrections.waiting().first():
        if waiting.proposed_by_id is None and waiting.wanted == wanted:
            return waiting
        raise Conflict(WAITS_ALREADY)
    if session.corrections.by_school().filter(proposed_at__gt=now - DAY).count() >= MOST_A_DAY:
        raise TooManyNumbers(TOO_MANY.format(most=MOST_A_DAY))
    check_counts(
        campaign=session.campaign,
        held_on=session.held_on,
        counts=counts,
        today=today,
        stages=details.get("stages", ()),
    )
    told = differences(describe(session), in_words_of(details=details, counts=counts))
    correction = Correction(
        session=session,
        kind=Correction.Kind.FIGURES,
        based_on=session.version,
        wanted=wanted,
        fields=as_stored(told),
        reason=reason,
        proposed_at=now,
    )
    return _wait(correction)


def _wait(correction: Correction) -> Correction:
    save_correction(correction)
    record_change(
        kind=Change.Kind.PROPOSED,
        by=None,
        session=correction.session,
        fields=correction.fields,
        reason=correction.reason,
    )
    return correction


def _counts(
    session: Session, *, own: Collection[int], numbers: Mapping[int, int], known: str
) -> list[Count]:
    standing = as_counts_by_key(session)
    return [
        _said(count, numbers[key], known) if key in own and key in numbers else count
        for key, count in standing.items()
    ]


def as_counts_by_key(session: Session) -> dict[int, Count]:
    rows = list(session.attendances.select_related("place__area"))
    return dict(zip([row.pk for row in rows], as_counts(rows), strict=True))


def _said(count: Count, number: int, known: str) -> Count:
    """How it is known changes with the number, and not by itself."""
    return count if number == count.count else replace(count, count=number, known=known)

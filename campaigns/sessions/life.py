"""What becomes of a session that was planned: delivered with its count, or called off.

It comes into the log in log.py, and is edited in edit.py.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction

from campaigns.diaries import book
from campaigns.diaries.held import held_of, lock_requests_of, release_offers
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import stop_mails, thank
from campaigns.mail.letter import begins
from campaigns.mail.write import write_mail
from campaigns.models import Change, Offer, Session, TalkRequest, User
from campaigns.sessions.likeness import record_not_duplicate
from campaigns.sessions.questions import NOTHING_ASKED, Confirmed
from campaigns.sessions.rules import Count, check_counts
from campaigns.sessions.save import add_counts
from campaigns.sessions.words import describe_counts

State, RequestState = Session.State, TalkRequest.State
LONGEST_REASON = 250


class CalledOffBy(models.TextChoices):
    SCHOOL = "school", "The school or group"
    POLICE = "police", "We did"


@transaction.atomic
def deliver_session(
    *,
    session: Session,
    counts: Sequence[Count],
    today: date,
    by: User,
    confirmed: Confirmed = NOTHING_ASKED,
) -> Session:
    check_counts(
        campaign=session.campaign,
        held_on=session.held_on,
        counts=counts,
        today=today,
        stages=session.stages,
    )
    if session.held_on > today:
        raise ValidationError(
            {"held_on": ["This session is still to come. Come back when it has been held"]}
        )
    _move(session=session, to=State.DELIVERED)
    book.release(session=session)
    after = add_counts(session=session, counts=counts)
    fields = {"State": _state_words(State.DELIVERED), "Attendance": ("", after)}
    record_change(
        kind=Change.Kind.DELIVERED, by=by, session=session, fields=fields | confirmed.noted()
    )
    record_not_duplicate(session=session, others=confirmed.different_from, by=by)
    _move_request(session=session, to=RequestState.DELIVERED, kind=Change.Kind.DELIVERED, by=by)
    stop_mails(session=session)
    thank(session)
    return session


@transaction.atomic
def fill_in_count(
    *,
    session: Session,
    counts: Sequence[Count],
    today: date,
    by: User,
    confirmed: Confirmed = NOTHING_ASKED,
) -> Session:
    """The first figure of a delivered session whose count was not known.

    At any time, even after 48 hours: no figure is changed by it.
    """
    check_counts(
        campaign=session.campaign,
        held_on=session.held_on,
        counts=counts,
        today=today,
        stages=session.stages,
    )
    # The lock by itself: a question in the same statement is answered from before the wait.
    Session.objects.select_for_update().get(pk=session.pk)
    if not Session.objects.filter(pk=session.pk).delivered().without_figure().exists():
        raise Conflict("Somebody else has already entered the count of this session.")
    before = describe_counts(session.attendances.select_related("place__area"))
    session.attendances.all().delete()
    after = add_counts(session=session, counts=counts)
    if before != after:
        record_change(
            kind=Change.Kind.EDITED,
            by=by,
            session=session,
            fields={"Attendance": (before, after)} | confirmed.noted(),
        )
        record_not_duplicate(session=session, others=confirmed.different_from, by=by)
    return session


@transaction.atomic
def cancel_session(
    *, session: Session, called_off_by: str, reason: str, now: datetime, today: date, by: User
) -> Session:
    """Before its day."""
    return _end(
        session=session,
        to=State.CANCELLED,
        called_off_by=called_off_by,
        reason=reason,
        now=now,
        by=by,
    )


@transaction.atomic
def did_not_happen(
    *, session: Session, called_off_by: str, reason: str, now: datetime, today: date, by: User
) -> Session:
    """On its day or after it."""
    if session.held_on > today:
        raise ValidationError("This session is still to come. Cancel it instead")
    return _end(
        session=session,
        to=State.DID_NOT_HAPPEN,
        called_off_by=called_off_by,
        reason=reason,
        now=now,
        by=by,
    )


def school_that_waits(session: Session) -> TalkRequest | None:
    """The request whose school has this session as its date."""
    confirmed = TalkRequest.objects.filter(session=session, state__in=TalkRequest.DATE_IS_SET)
    return confirmed.select_related("topic", "place__area").first()


def may_be_written(school: TalkRequest, *, session: Session, now: datetime) -> bool:
    """That this session is called off. No letter is of use once the talk has begun, and none can
    go once the contact is forgotten.
    """
    return bool(school.contact_email) and now < begins(session.held_on, session.starts_at)


def _move(*, session: Session, to: Session.State, reason: str = "") -> None:
    """From planned only: of two who say what became of it, the first is heard."""
    lock_requests_of(session)
    moved = Session.objects.filter(pk=session.pk, state=State.PLANNED).update(
        state=to, state_reason=reason
    )
    if not moved:
        raise Conflict("Somebody else has already said what became of this session.")
    session.state, session.state_reason = to, reason


def _end(
    *, session: Session, to: Session.State, called_off_by: str, reason: str, now: datetime, by: User
) -> Session:
    if called_off_by not in CalledOffBy.values:
        raise ValidationError({"called_off_by": ["Choose who called it off"]})
    by_school = called_off_by == CalledOffBy.SCHOOL
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise ValidationError({"reason": [f"Enter why, in {LONGEST_REASON} characters or fewer"]})
    _move(
        session=session,
        to=to,
        reason=f"Called off by {'the school or group' if by_school else 'us'}: {reason}",
    )
    book.release(session=session)
    record_change(
        kind=Change.Kind.CANCELLED,
        by=by,
        session=session,
        fields={"State": _state_words(to)},
        reason=session.state_reason,
    )
    school = school_that_waits(session)
    if school and may_be_written(school, session=session, now=now):
        write_mail(letters.talk_called_off(school, session=session, by_school=by_school), now=now)
    _move_request(
        session=session,
        to=RequestState.CANCELLED_BY_SCHOOL if by_school else RequestState.CANCELLED_BY_POLICE,
        kind=Change.Kind.CANCELLED,
        by=by,
        reason=session.state_reason,
    )
    stop_mails(session=session)
    return session


def _state_words(to: Session.State) -> tuple[str, str]:
    return str(State.PLANNED.label), str(to.label)


def _move_request(
    *, session: Session, to: TalkRequest.State, kind: Change.Kind, by: User, reason: str = ""
) -> None:
    """The request that made this session moves with it.

    One that has ended otherwise stays: what happened in the room still counts. A wish for another
    time is kept with one that is delivered, for whoever undoes the count.
    """
    confirmed = TalkRequest.objects.filter(session=session, state__in=TalkRequest.DATE_IS_SET)
    request = confirmed.first()
    if request is None:
        return
    wished = request.state == RequestState.ASKS_TO_MOVE and to == RequestState.DELIVERED
    if confirmed.update(state=to, state_reason=request.state_reason if wished else reason):
        release_offers(held_of(request), to=Offer.State.TAKEN_BACK)  # it was about to be moved
        fields = {"State": (str(request.get_state_display()), str(to.label))}
        record_change(kind=kind, by=by, talk_request=request, fields=fields, reason=reason)

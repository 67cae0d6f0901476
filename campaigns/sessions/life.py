"""A session's life: logged or planned, delivered with its count, or called off.

Editing is in edit.py.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from campaigns.diaries import book
from campaigns.diaries.held import held_of, lock_requests_of, release_offers
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import stop_mails, thank
from campaigns.mail.write import write_mail
from campaigns.models import Attendance, Campaign, Change, Offer, Session, TalkRequest, User
from campaigns.sessions.details import columns_of, lists_of
from campaigns.sessions.likeness import record_not_duplicate
from campaigns.sessions.questions import NOTHING_ASKED, Confirmed
from campaigns.sessions.rules import (
    Count,
    Details,
    check_counts,
    check_plan,
    check_session,
    when_and_where,
)
from campaigns.sessions.words import describe_counts

State = Session.State
LONGEST_REASON = 250


class CalledOffBy(models.TextChoices):
    SCHOOL = "school", "The school or group"
    POLICE = "police", "We did"


class Logged(NamedTuple):
    session: Session
    is_new: bool


def log_session(
    *,
    campaign: Campaign,
    client_id: uuid.UUID,
    counts: Sequence[Count],
    today: date,
    by: User,
    confirmed: Confirmed = NOTHING_ASKED,
    **details: Unpack[Details],
) -> Session:
    """Delivered with its counts, or planned when its day is still to come.

    The same form sent again gives back the first session.
    """
    return log_once(
        campaign=campaign,
        client_id=client_id,
        counts=counts,
        today=today,
        by=by,
        device_at=None,
        confirmed=confirmed,
        **details,
    ).session


@transaction.atomic
def log_once(
    *,
    campaign: Campaign,
    client_id: uuid.UUID,
    counts: Sequence[Count],
    today: date,
    by: User,
    device_at: datetime | None,
    confirmed: Confirmed = NOTHING_ASKED,
    **details: Unpack[Details],
) -> Logged:
    """What log_session does, saying also whether this was the first time.

    `device_at` is kept as the phone said it, wrong or not.
    """
    if first := _sent_before(campaign=campaign, client_id=client_id):
        return Logged(first, is_new=False)
    check_session(campaign=campaign, details=details, counts=counts, today=today)
    state = State.PLANNED if details["held_on"] > today else State.DELIVERED
    if state == State.PLANNED:
        book.refuse_planned_twice(
            officers=details["officers"],
            about=client_id,
            now=book.start_of(today),
            **when_and_where(details),
        )
    try:
        with transaction.atomic():
            new = _create(
                campaign=campaign,
                client_id=client_id,
                state=state,
                counts=counts,
                by=by,
                details=details,
                device_at=device_at,
                confirmed=confirmed,
            )
            book.sync_diary(new, now=book.start_of(today))
            return Logged(new, is_new=True)
    except IntegrityError:  # the other press of the same button was quicker
        if first := _sent_before(campaign=campaign, client_id=client_id):
            return Logged(first, is_new=False)
        if Session.objects.filter(client_id=client_id).exists():
            raise ValidationError(
                {"client_id": ["This form was used before. Open “Log a session” again"]}
            ) from None
        raise


@transaction.atomic
def plan_session(
    *,
    campaign: Campaign,
    by: User | None,
    client_id: uuid.UUID | None = None,
    **details: Unpack[Details],
) -> Session:
    """`by` is None when a school's acceptance makes it.

    Who calls this sees to the diary: only they know which talk it is about.
    """
    check_plan(campaign=campaign, details=details)
    return _create(
        campaign=campaign,
        client_id=client_id or uuid.uuid4(),
        state=State.PLANNED,
        counts=(),
        by=by,
        details=details,
    )


@transaction.atomic
def deliver_session(
    *,
    session: Session,
    counts: Sequence[Count],
    today: date,
    by: User,
    confirmed: Confirmed = NOTHING_ASKED,
) -> Session:
    check_counts(campaign=session.campaign, held_on=session.held_on, counts=counts, today=today)
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
    _move_request(
        session=session, to=TalkRequest.State.DELIVERED, kind=Change.Kind.DELIVERED, by=by
    )
    stop_mails(session=session, by=by)
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
    """The first figure of a delivered session whose count was not known: at any time, because no
    figure is changed by it.
    """
    check_counts(campaign=session.campaign, held_on=session.held_on, counts=counts, today=today)
    Session.objects.select_for_update().get(
        pk=session.pk
    )  # by itself: a question asked with the lock would be answered from before the wait
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
    *, session: Session, called_off_by: str, reason: str, today: date, by: User
) -> Session:
    """Before its day."""
    return _end(
        session=session,
        to=State.CANCELLED,
        called_off_by=called_off_by,
        reason=reason,
        today=today,
        by=by,
    )


@transaction.atomic
def did_not_happen(
    *, session: Session, called_off_by: str, reason: str, today: date, by: User
) -> Session:
    """On its day or after it."""
    if session.held_on > today:
        raise ValidationError("This session is still to come. Cancel it instead")
    return _end(
        session=session,
        to=State.DID_NOT_HAPPEN,
        called_off_by=called_off_by,
        reason=reason,
        today=today,
        by=by,
    )


def school_to_tell(*, session: Session, today: date) -> TalkRequest | None:
    """The request whose school gets an e-mail when this session is called off.

    None is written about the past, or once the contact is forgotten.
    """
    confirmed = TalkRequest.objects.filter(
        session=session, state=TalkRequest.State.CONFIRMED
    ).exclude(contact_email="")
    return (
        confirmed.select_related("topic", "place__area").first()
        if session.held_on >= today
        else None
    )


def write_details(*, session: Session, details: Details) -> None:
    for name, value in columns_of(details).items():
        setattr(session, name, value)
    # Whether the id is new is the database's to tell: of two at once only one can know. Who logged
    # it is not typed, and may be nobody.
    session.full_clean(exclude={"client_id", "logged_by"})
    session.save()
    for name, rows in lists_of(details).items():
        getattr(session, name).set(rows)


def add_counts(*, session: Session, counts: Sequence[Count]) -> str:
    """Writes the rows and returns them in words."""
    rows = [
        Attendance(
            session=session,
            audience=row.audience,
            count=row.count,
            known=row.known,
            place=row.place,
        )
        for row in counts
    ]
    for row in rows:
        row.full_clean()
        row.save()
    return describe_counts(rows)


def _sent_before(*, campaign: Campaign, client_id: uuid.UUID) -> Session | None:
    return Session.objects.in_campaign(campaign).filter(client_id=client_id).first()


def _create(
    *,
    campaign: Campaign,
    client_id: uuid.UUID,
    state: Session.State,
    counts: Sequence[Count],
    by: User | None,
    details: Details,
    device_at: datetime | None = None,
    confirmed: Confirmed = NOTHING_ASKED,
) -> Session:
    session = Session(
        campaign=campaign, client_id=client_id, state=state, logged_by=by, device_at=device_at
    )
    write_details(session=session, details=details)
    attendance = add_counts(session=session, counts=counts)
    delivered = state == State.DELIVERED
    counted = {"Attendance": ("", attendance)} if delivered else {}
    record_change(
        kind=Change.Kind.LOGGED if delivered else Change.Kind.PLANNED,
        by=by,
        session=session,
        fields=counted | confirmed.noted(),
    )
    if by:
        record_not_duplicate(session=session, others=confirmed.different_from, by=by)
    return session


def _move(*, session: Session, to: Session.State, reason: str = "") -> None:
    """From planned, or not at all."""
    lock_requests_of(session)
    moved = Session.objects.filter(pk=session.pk, state=State.PLANNED).update(
        state=to, state_reason=reason
    )
    if not moved:
        raise Conflict("Somebody else has already said what became of this session.")
    session.state, session.state_reason = to, reason


def _end(
    *, session: Session, to: Session.State, called_off_by: str, reason: str, today: date, by: User
) -> Session:
    reason, by_school = reason.strip(), called_off_by == CalledOffBy.SCHOOL
    if called_off_by not in CalledOffBy.values:
        raise ValidationError({"called_off_by": ["Choose who called it off"]})
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
    if told := school_to_tell(session=session, today=today):
        write_mail(letters.talk_called_off(told, session=session, by_school=by_school))
    ended = (
        TalkRequest.State.CANCELLED_BY_SCHOOL
        if by_school
        else TalkRequest.State.CANCELLED_BY_POLICE
    )
    _move_request(
        session=session, to=ended, kind=Change.Kind.CANCELLED, by=by, reason=session.state_reason
    )
    stop_mails(session=session, by=by)
    return session


def _state_words(to: Session.State) -> tuple[str, str]:
    return str(State.PLANNED.label), str(to.label)


def _move_request(
    *, session: Session, to: TalkRequest.State, kind: Change.Kind, by: User, reason: str = ""
) -> None:
    """The request that made this session moves with it.

    One that has ended otherwise stays: what happened in the room still counts.
    """
    confirmed = TalkRequest.objects.filter(session=session, state=TalkRequest.State.CONFIRMED)
    request = confirmed.first()
    if request and confirmed.update(state=to, state_reason=reason):
        release_offers(held_of(request), to=Offer.State.TAKEN_BACK)  # it was about to be moved
        fields = {"State": (str(TalkRequest.State.CONFIRMED.label), str(to.label))}
        record_change(kind=kind, by=by, talk_request=request, fields=fields, reason=reason)

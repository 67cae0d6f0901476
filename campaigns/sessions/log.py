"""A session comes into the log: delivered with its counts, or planned."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.diaries import book
from campaigns.history.record import record_change
from campaigns.models import Campaign, Change, Session, User
from campaigns.sessions.likeness import record_not_duplicate
from campaigns.sessions.questions import NOTHING_ASKED, Confirmed
from campaigns.sessions.rules import Count, Details, check_plan, check_session, when_and_where
from campaigns.sessions.save import add_counts, write_details

State = Session.State


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
    """What log_session does; says as well whether it was sent for the first time.

    `device_at` is the clock of a phone that logged without a signal, kept as it was, wrong or not.
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

"""What a school does by its link: answers, adds a note, asks for another time, or ends its request.

The link stands for the school, so nobody is `by`.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from campaigns.diaries import book
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import plan_reminders, stop_mails
from campaigns.mail.write import write_mail
from campaigns.models import Change, Session, TalkNote, TalkRequest
from campaigns.sessions.edit import lock_session as locked_session
from campaigns.talks.end_offers import take_back_offers
from campaigns.talks.offers import ANSWERED, lock_request

State = TalkRequest.State

NOT_SET = (State.SUBMITTED, State.NEEDS_INFO, State.WAITING, State.OFFERED)
CHANGEABLE = {"room": "The room", "arriving": "Arriving", "access_needs": "What people need"}
LATEST_BY_LINK = time(16, 0)  # of the day before: after that the officer may not see it in time
NO_LONGER_NEEDED = "The school no longer needs the talk."


class TooLateToCallOff(Exception):
    """From here on a person must hear it."""


def last_moment_to_call_off(session: Session) -> datetime:
    return timezone.make_aware(
        datetime.combine(session.held_on - timedelta(days=1), LATEST_BY_LINK)
    )


@transaction.atomic
def add_note(*, talk_request: TalkRequest, text: str) -> None:
    request = lock_request(talk_request)
    if request.state not in TalkRequest.OPEN:
        raise Conflict(ANSWERED)
    if _write_down(request, text):
        record_change(kind=Change.Kind.NOTED, by=None, talk_request=request)


@transaction.atomic
def answer_question(*, talk_request: TalkRequest, text: str) -> None:
    """It goes back into the queue, at the place that it had."""
    request = lock_request(talk_request)
    if request.state != State.NEEDS_INFO:
        raise Conflict(ANSWERED)
    _write_down(request, text)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.SUBMITTED, state_reason="")
    record_change(
        kind=Change.Kind.ANSWERED,
        by=None,
        talk_request=request,
        fields={"State": _words(State.NEEDS_INFO, State.SUBMITTED)},
    )


@transaction.atomic
def ask_for_another_time(*, talk_request: TalkRequest, text: str) -> None:
    """The date that is set stays until the school has taken another one."""
    request = lock_request(talk_request)
    if request.state != State.CONFIRMED:
        raise Conflict(ANSWERED)
    if _write_down(request, text):
        record_change(kind=Change.Kind.MOVE_ASKED, by=None, talk_request=request)


@transaction.atomic
def change_details(*, talk_request: TalkRequest, details: dict[str, str], now: datetime) -> bool:
    """False when nothing differs.

    A reminder that waits is written anew, so that it says what the school said last.
    """
    request = lock_request(talk_request)
    if request.state not in TalkRequest.OPEN:
        raise Conflict(ANSWERED)
    changed = [name for name in CHANGEABLE if getattr(request, name) != details[name]]
    if not changed:
        return False
    for name in changed:
        setattr(request, name, details[name])
    request.full_clean(exclude={"draft_key"})
    request.save(update_fields=changed)
    # What they typed may name somebody, so history keeps only what it was about: the words go with
    # the contact.
    record_change(
        kind=Change.Kind.NOTED,
        by=None,
        talk_request=request,
        fields={CHANGEABLE[name]: ("", "") for name in changed},
    )
    if request.session and request.state == State.CONFIRMED:
        plan_reminders(request.session, now)
    return True


@transaction.atomic
def withdraw(*, talk_request: TalkRequest, reason: str, now: datetime) -> None:
    """Before a date is set. What was held is free at once."""
    request = lock_request(talk_request)
    if request.state not in NOT_SET:
        raise Conflict(ANSWERED)
    told = reason or NO_LONGER_NEEDED
    before = State(request.state)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.WITHDRAWN, state_reason=told)
    take_back_offers(talk_request=request, by=None, reason=told)
    record_change(
        kind=Change.Kind.WITHDRAWN,
        by=None,
        talk_request=request,
        fields={"State": _words(before, State.WITHDRAWN)},
        reason=told,
    )
    stop_mails(talk_request=request, now=now)
    write_mail(letters.withdrawn(request), now=now)


@transaction.atomic
def call_off(*, talk_request: TalkRequest, reason: str, now: datetime) -> None:
    """The school cannot have the talk on the day that was set."""
    request = lock_request(talk_request)
    if request.state != State.CONFIRMED or request.session is None:
        raise Conflict(ANSWERED)
    session = locked_session(request.session)
    if not session.is_planned:
        raise Conflict(ANSWERED)
    if now >= last_moment_to_call_off(session):
        raise TooLateToCallOff
    told = f"Called off by the school or group: {reason or NO_LONGER_NEEDED}"
    session.state, session.state_reason = Session.State.CANCELLED, told
    session.save(update_fields=["state", "state_reason"])
    book.release(session=session)
    state = (str(Session.State.PLANNED.label), str(Session.State.CANCELLED.label))
    record_change(
        kind=Change.Kind.CANCELLED, by=None, session=session, fields={"State": state}, reason=told
    )
    TalkRequest.objects.filter(pk=request.pk).update(
        state=State.CANCELLED_BY_SCHOOL, state_reason=told
    )
    take_back_offers(talk_request=request, by=None, reason=told)
    fields = {"State": _words(State.CONFIRMED, State.CANCELLED_BY_SCHOOL)}
    record_change(
        kind=Change.Kind.CANCELLED, by=None, talk_request=request, fields=fields, reason=told
    )
    stop_mails(session=session, now=now)
    write_mail(letters.talk_called_off(request, session=session, by_school=True), now=now)


def _words(before: State, after: State) -> tuple[str, str]:
    return str(before.label), str(after.label)


def _write_down(request: TalkRequest, text: str) -> bool:
    """False when it stands there as the last thing already: the button was pressed twice."""
    latest = request.notes.last()
    if latest and latest.by_id is None and latest.text == text:
        return False
    note = TalkNote(talk_request=request, by=None, text=text)
    note.full_clean(exclude={"by"})
    note.save()
    return True

"""What a school does by its link: answers, adds a note, asks for another time, or ends its request.

The link stands for the school, so nobody is `by`, and the team is told.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from campaigns.diaries import book
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import stop_mails
from campaigns.mail.letter import begins
from campaigns.mail.write import write_mail
from campaigns.models import Change, Session, TalkNote, TalkRequest
from campaigns.sessions.edit import lock_session as locked_session
from campaigns.talks.end_offers import take_back_offers
from campaigns.talks.heard.people import touched_by
from campaigns.talks.heard.tell import tell_team
from campaigns.talks.link_turns import wait_when_much_was_said
from campaigns.talks.new_wish import take_new_wish
from campaigns.talks.offers import ANSWERED, lock_request

State = TalkRequest.State

NOT_SET = (State.SUBMITTED, State.NEEDS_INFO, State.WAITING, State.OFFERED)
CHANGEABLE = {"room": "The room", "arriving": "Arriving", "access_needs": "What people need"}
LONGEST_WISH = 300
PRESSED_TWICE = timedelta(minutes=1)
CALL_TOO_FROM = time(16, 0)  # of the day before
NO_LONGER_NEEDED = "The school no longer needs the talk."
# All that its session says: partners read that, and it outlives the contact.
CALLED_OFF = "Called off by the school or group."


class TooLateToCallOff(Exception):
    """The talk has begun."""


def has_begun(session: Session, *, now: datetime) -> bool:
    return now >= begins(session.held_on, session.starts_at)


def date_has_begun(request: TalkRequest, *, now: datetime) -> bool:
    """A talk with a date whose count is not in yet."""
    session = request.session if request.date_is_set else None
    return session is not None and has_begun(session, now=now)


def is_very_soon(session: Session, *, now: datetime) -> bool:
    """To come, and an e-mail alone may be read too late."""
    day_before = session.held_on - timedelta(days=1)
    since = timezone.make_aware(datetime.combine(day_before, CALL_TOO_FROM))
    return since <= now and not has_begun(session, now=now)


@transaction.atomic
def add_note(*, talk_request: TalkRequest, text: str, now: datetime) -> None:
    request = lock_request(talk_request)
    if request.state not in TalkRequest.OPEN:
        raise Conflict(ANSWERED)
    latest = request.notes.filter(by=None).last()
    if latest and latest.text == text and now - latest.at < PRESSED_TWICE:
        return
    wait_when_much_was_said(request, now=now)
    _write_down(request, text)
    change = record_change(kind=Change.Kind.NOTED, by=None, talk_request=request)
    tell_team(change, touched=touched_by(request), now=now)


@transaction.atomic
def answer_question(*, talk_request: TalkRequest, text: str, now: datetime) -> None:
    """It goes back into the queue, at the place that it had."""
    request = lock_request(talk_request)
    if request.state != State.NEEDS_INFO:
        raise Conflict(ANSWERED)
    _write_down(request, text)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.SUBMITTED, state_reason="")
    change = record_change(
        kind=Change.Kind.ANSWERED,
        by=None,
        talk_request=request,
        fields={"State": _words(State.NEEDS_INFO, State.SUBMITTED)},
    )
    tell_team(change, touched=touched_by(request), now=now)


@transaction.atomic
def ask_for_another_time(*, talk_request: TalkRequest, text: str, now: datetime) -> None:
    """The date that is set stays until the school has taken another one. Until then, or until a
    person says that it stays, the request waits for us.
    """
    request = lock_request(talk_request)
    if not request.date_is_set or request.session is None:
        raise Conflict(ANSWERED)
    if not request.session.is_planned or has_begun(request.session, now=now):
        raise Conflict(ANSWERED)
    if _is_wished(request, text):
        return
    wait_when_much_was_said(request, now=now)
    take_new_wish(request, text, now=now)
    _write_down(request, text)
    before = State(request.state)
    TalkRequest.objects.filter(pk=request.pk).update(
        state=State.ASKS_TO_MOVE, state_reason=Truncator(text).chars(LONGEST_WISH)
    )
    fields = {"State": _words(before, State.ASKS_TO_MOVE)} if before == State.CONFIRMED else {}
    change = record_change(
        kind=Change.Kind.MOVE_ASKED, by=None, talk_request=request, fields=fields
    )
    tell_team(change, touched=touched_by(request), now=now)


@transaction.atomic
def withdraw(*, talk_request: TalkRequest, reason: str, now: datetime) -> None:
    """Before a date is set. What was held is free at once."""
    request = lock_request(talk_request)
    if request.state not in NOT_SET:
        raise Conflict(ANSWERED)
    told, touched = reason or NO_LONGER_NEEDED, touched_by(request)
    before = State(request.state)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.WITHDRAWN, state_reason=told)
    take_back_offers(talk_request=request, by=None, reason=told)
    change = record_change(
        kind=Change.Kind.WITHDRAWN,
        by=None,
        talk_request=request,
        fields={"State": _words(before, State.WITHDRAWN)},
        reason=told,
    )
    stop_mails(talk_request=request, now=now)
    write_mail(letters.withdrawn(request), now=now)
    tell_team(change, touched=touched, now=now)


@transaction.atomic
def call_off(*, talk_request: TalkRequest, reason: str, now: datetime) -> None:
    """The school cannot have the talk on the day that was set."""
    request = lock_request(talk_request)
    if not request.date_is_set or request.session is None:
        raise Conflict(ANSWERED)
    session = locked_session(request.session)
    if not session.is_planned:
        raise Conflict(ANSWERED)
    if has_begun(session, now=now):
        raise TooLateToCallOff
    before, touched = State(request.state), touched_by(request)
    told = f"Called off by the school or group: {reason or NO_LONGER_NEEDED}"
    session.state, session.state_reason = Session.State.CANCELLED, CALLED_OFF
    session.save(update_fields=["state", "state_reason"])
    book.release(session=session)
    state = (str(Session.State.PLANNED.label), str(Session.State.CANCELLED.label))
    fields = {"State": state}
    kind = Change.Kind.CANCELLED
    record_change(kind=kind, by=None, session=session, fields=fields, reason=CALLED_OFF)
    TalkRequest.objects.filter(pk=request.pk).update(
        state=State.CANCELLED_BY_SCHOOL, state_reason=told
    )
    take_back_offers(talk_request=request, by=None, reason=told)
    fields = {"State": _words(before, State.CANCELLED_BY_SCHOOL)}
    change = record_change(kind=kind, by=None, talk_request=request, fields=fields, reason=told)
    stop_mails(session=session, now=now)
    write_mail(letters.talk_called_off(request, session=session, by_school=True), now=now)
    tell_team(change, touched=touched, now=now)


def _words(before: State, after: State) -> tuple[str, str]:
    return str(before.label), str(after.label)


def _is_wished(request: TalkRequest, text: str) -> bool:
    """It is what the team has before it already: the button was pressed twice."""
    return (
        request.state == State.ASKS_TO_MOVE
        and request.state_reason == Truncator(text).chars(LONGEST_WISH)
        and request.notices.filter(change__kind=Change.Kind.MOVE_ASKED, answered_at=None).exists()
        and request.notes.filter(by=None, text=text).exists()
    )


def _write_down(request: TalkRequest, text: str) -> None:
    note = TalkNote(talk_request=request, by=None, text=text)
    note.full_clean(exclude={"by"})
    note.save()

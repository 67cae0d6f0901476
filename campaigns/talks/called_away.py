"""A confirmed talk whose officer is called away: a colleague takes over, or, when nobody can, the
school is held new dates in the same step.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.access.permissions import may_log
from campaigns.diaries import book
from campaigns.diaries.book import Slot
from campaigns.diaries.held import held_of, release_offers
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import plan_reminders, stop_mails
from campaigns.mail.write import write_mail
from campaigns.models import Change, Membership, Offer, Session, TalkRequest, User
from campaigns.sessions.edit import lock_session as locked_session
from campaigns.talks.heard.people import touched_by
from campaigns.talks.heard.tell import tell_team
from campaigns.talks.offers import date_in_words, hold_dates, lock_request

State = TalkRequest.State

CALLED_AWAY = "Called away"
CHANGED = "Someone else has just changed this talk."


@transaction.atomic
def take_over(
    *,
    talk_request: TalkRequest,
    away: Membership,
    instead: Membership | None,
    opened: int,
    by: User,
    now: datetime,
) -> Session:
    """`instead` is None when the other officer of two gives it alone.

    `opened` is the session's version that this person looked at.
    """
    request, session = confirmed_talk(talk_request, opened=opened)
    officers = list(session.officers.select_related("user"))
    if away not in officers or (instead in officers):
        raise Conflict(CHANGED)
    touched = touched_by(request)
    after = [instead if officer == away else officer for officer in officers]
    staying = [officer for officer in after if officer]
    _check(instead, staying=staying, session=session)
    session.officers.set(staying)
    book.sync_diary(session, must_fit=[instead] if instead else [], now=now)
    fields = {"Officers": (_names(officers), _names(staying))}
    change = record_change(
        kind=Change.Kind.REASSIGNED,
        by=by,
        session=session,
        talk_request=request,
        fields=fields,
        reason=CALLED_AWAY,
    )
    if request.contact_email:
        write_mail(letters.officer_changed(request), now=now)
    plan_reminders(session, now)
    tell_team(change, touched=touched, now=now)
    return session


@transaction.atomic
def offer_new_dates(
    *, talk_request: TalkRequest, slots: Sequence[Slot], opened: int, by: User, now: datetime
) -> list[Offer]:
    """Nobody can come on the agreed date.

    The school is told so, with the new dates that are held for it.
    """
    request, session = confirmed_talk(talk_request, opened=opened)
    told = (
        "Our officer was called away to other police work, so we cannot come on "
        f"{date_in_words(session)}."
    )
    return cannot_come(request, session, slots=slots, told=told, by=by, now=now)


def confirmed_talk(talk_request: TalkRequest, *, opened: int) -> tuple[TalkRequest, Session]:
    """Both locked."""
    request = lock_request(talk_request)
    if not request.date_is_set or request.session is None:
        raise Conflict(CHANGED)
    session = locked_session(request.session)
    if session.version != opened or not session.is_planned:
        raise Conflict(CHANGED)
    session.talk_request = request
    return request, session


def cannot_come(
    request: TalkRequest,
    session: Session,
    *,
    slots: Sequence[Slot],
    told: str,
    by: User,
    now: datetime,
) -> list[Offer]:
    """The agreed date is over and done with; its officers are free.

    The session's row waits for the next date, which makes it a move and not another talk. `told` is
    for the school. Without a new date the request goes back to the queue.
    """
    touched = touched_by(request)
    change = _call_off(session, request=request, reason=f"Called off by us: {told}", by=by)
    book.lock_officers([officer for slot in slots for officer in slot.officers])
    held = held_of(request)
    offers = hold_dates(request, slots=slots, held=held, by=by, now=now) if slots else []
    release_offers(held, to=Offer.State.TAKEN_BACK)
    TalkRequest.objects.filter(pk=request.pk).update(
        state=State.OFFERED if offers else State.SUBMITTED, state_reason=told
    )
    stop_mails(session=session, now=now)
    if request.contact_email:
        write_mail(
            letters.dates_offered(offers)
            if offers
            else letters.talk_called_off(request, session=session, by_school=False),
            now=now,
        )
    tell_team(change, touched=touched, now=now)
    return offers


def _call_off(session: Session, *, request: TalkRequest, reason: str, by: User) -> Change:
    session.state, session.state_reason = Session.State.CANCELLED, reason
    session.save(update_fields=["state", "state_reason"])
    book.release(session=session)
    fields = {"State": (str(Session.State.PLANNED.label), str(Session.State.CANCELLED.label))}
    return record_change(
        kind=Change.Kind.CANCELLED,
        by=by,
        session=session,
        talk_request=request,
        fields=fields,
        reason=reason,
    )


def _check(instead: Membership | None, *, staying: Sequence[Membership], session: Session) -> None:
    if not staying:
        raise ValidationError("Choose who gives the talk instead")
    if instead and (
        instead.campaign_id != session.campaign_id or not may_log(instead) or not instead.is_active
    ):
        raise ValidationError("Choose an officer of this campaign")


def _names(officers: Sequence[Membership]) -> str:
    return ", ".join(sorted(str(officer) for officer in officers))

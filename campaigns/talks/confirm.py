"""The school takes a date that is held for it: the talk is planned, or moved, and confirmed.

Locks are taken in the order that offers.py names.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.diaries import book
from campaigns.diaries.book import OfficerIsBusy, Slot
from campaigns.diaries.held import has_lapsed, held_of, release_offers
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import plan_reminders
from campaigns.mail.write import write_mail
from campaigns.models import Change, Offer, Session, TalkRequest, User
from campaigns.sessions.log import plan_session
from campaigns.sessions.rules import check_plan
from campaigns.talks.end_offers import wait_again
from campaigns.talks.heard.people import touched_by
from campaigns.talks.heard.tell import tell_team
from campaigns.talks.offers import (
    date_in_words,
    details_of_talk,
    lock_request,
    officers_of,
    refuse_past,
    slot_of,
)
from campaigns.talks.remarks import day_remarks, in_short

State = TalkRequest.State


def confirm_offer(*, offer: Offer, by: User | None, now: datetime) -> Session:
    """The school said yes, by its link (`by` is None) or to one of us.

    What can no longer be kept goes back to the queue, before anybody else's yes is looked at: of
    schools that hold each other's slot one is served, and not none.
    """
    refusal: Exception
    with transaction.atomic():
        request, held = lock_request(offer.talk_request), held_of(offer.talk_request)
        chosen = next((one for one in held if one.pk == offer.pk), None)
        if chosen is None:
            raise Conflict("Someone else has just answered this offer.")
        refuse_past(slot_of(chosen), now=now)
        if has_lapsed(chosen, now=now):
            raise Conflict("This date is no longer held: nobody answered in time.")

        planned = _session_to_move(request)
        book.lock_officers([*officers_of(held), *(planned.officers.all() if planned else [])])
        try:
            return _confirm(request, held, chosen=chosen, planned=planned, by=by, now=now)
        except OfficerIsBusy as problem:
            refusal, reason = problem, "The officer is no longer free at that time."
        except ValidationError as problem:  # the place has closed, or the officer has left
            refusal = Conflict("We can no longer keep this date.")
            reason = " ".join(problem.messages)
        _give_back(request, chosen, by=by, reason=reason)
    raise refusal


@transaction.atomic
def _confirm(
    request: TalkRequest,
    held: Sequence[Offer],
    *,
    chosen: Offer,
    planned: Session | None,
    by: User | None,
    now: datetime,
) -> Session:
    """All of it or nothing. The request, the session and the officers are locked."""
    slot, touched = slot_of(chosen), touched_by(request)
    if planned:
        _take_back_accepted(request)
    release_offers([chosen], to=Offer.State.ACCEPTED)
    release_offers([one for one in held if one != chosen], to=Offer.State.NOT_CHOSEN)
    fields = {"Date": ("", date_in_words(chosen))}
    if by and (remarks := day_remarks(request, [chosen])):
        fields["Confirmed all the same"] = ("", in_short(remarks))
    change = record_change(kind=Change.Kind.ACCEPTED, by=by, talk_request=request, fields=fields)

    if planned:
        session, change = _move(planned, request, slot=slot, by=by)
    else:
        details = details_of_talk(request, slot)
        session = plan_session(campaign=request.campaign, by=by, **details)
    TalkRequest.objects.filter(pk=request.pk).update(
        state=State.CONFIRMED, state_reason="", session=session
    )
    # Both ways of a one-to-one, so that the diary knows which talk it is about.
    request.session, session.talk_request = session, request

    book.sync_diary(session, now=now)
    write_mail(letters.date_confirmed(request), now=now)
    plan_reminders(session, now)
    tell_team(change, touched=touched, now=now)
    return session


def _session_to_move(request: TalkRequest) -> Session | None:
    """The one that the talk has: planned, or called off because its officer or the school's roads
    were. It keeps its row, and so its line in calendars.
    """
    if request.session_id is None:
        return None
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("campaign", "place__area")
        .get(pk=request.session_id)
    )
    if session.state not in (Session.State.PLANNED, Session.State.CANCELLED):
        raise Conflict("This talk has been given or has ended, so it can no longer be moved.")
    return session


def _take_back_accepted(request: TalkRequest) -> None:
    """One date of a request is the accepted one, so the one before a move no longer is."""
    Offer.objects.filter(talk_request=request, state=Offer.State.ACCEPTED).update(
        state=Offer.State.TAKEN_BACK
    )


def _move(
    session: Session, request: TalkRequest, *, slot: Slot, by: User | None
) -> tuple[Session, Change]:
    check_plan(campaign=request.campaign, details=details_of_talk(request, slot))
    date_before = date_in_words(session)
    came_before = ", ".join(str(officer) for officer in session.officers.select_related("user"))

    new = {
        "held_on": slot.held_on,
        "starts_at": slot.starts_at,
        "minutes": slot.minutes,
        "state": Session.State.PLANNED,
        "state_reason": "",
        "place": request.place,
        "is_online": False,
    }
    for name, value in new.items():
        setattr(session, name, value)
    session.save(update_fields=list(new))
    session.officers.set(slot.officers)

    fields = {"Date": (date_before, date_in_words(session))}
    comes_now = ", ".join(str(officer) for officer in slot.officers)
    if came_before != comes_now:
        fields["Officers"] = (came_before, comes_now)
    change = record_change(
        kind=Change.Kind.MOVED, by=by, session=session, talk_request=request, fields=fields
    )
    return session, change


def _give_back(request: TalkRequest, chosen: Offer, *, reason: str, by: User | None) -> None:
    release_offers([chosen], to=Offer.State.TAKEN_BACK)
    if not held_of(request):
        wait_again(request)
    record_change(
        kind=Change.Kind.EDITED,
        by=by,
        talk_request=request,
        fields={"Date": (date_in_words(chosen), "")},
        reason=reason,
    )

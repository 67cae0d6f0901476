"""What happens to a talk request after it was asked: a date is offered, and taken or not. Every step names the state it starts from.

Locks are always taken in one order, request then officer, so that two people never wait for each other.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns import emails
from campaigns.models import Change, Offer, Place, Session, TalkRequest, User
from campaigns.services.diary import OfficerIsBusy, Slot, refuse_busy
from campaigns.services.errors import SomebodyWasFaster
from campaigns.services.history import record_change
from campaigns.services.mail import write_mail
from campaigns.services.session_rules import Details, check_plan
from campaigns.services.sessions import plan_session

State = TalkRequest.State

CAN_BE_OFFERED = (State.SUBMITTED, State.NEEDS_INFO, State.WAITING, State.OFFERED)


class DateIsPast(Exception):
    """Nothing is offered or accepted for a time that has gone by."""


@transaction.atomic
def offer_date(*, talk_request: TalkRequest, slot: Slot, instead_of: int | None, place: Place | None, new_place_kind: str, by: User, now: datetime) -> Offer:
    """`instead_of` is the offer that this person saw as held, or None. `place` or `new_place_kind` settle a place that was not on our list."""
    request = _locked(talk_request)
    held = request.offers.filter(state=Offer.State.HELD).first()
    if request.state not in CAN_BE_OFFERED or (held and held.pk) != instead_of:
        raise SomebodyWasFaster("Someone else has just answered this request.")
    _refuse_past(slot, now=now)
    refuse_busy(slot, also_held=True, but_for=request)
    _settle_place(request, place=place, kind=new_place_kind)
    check_plan(campaign=request.campaign, details=_details(request, slot))
    request.offers.filter(state=Offer.State.HELD).update(state=Offer.State.TAKEN_BACK)
    offer = Offer(
        talk_request=request, officer=slot.officer, held_on=slot.held_on, starts_at=slot.starts_at, minutes=slot.minutes, made_by=by
    )  # fmt: skip
    offer.full_clean()
    offer.save()
    TalkRequest.objects.filter(pk=request.pk).update(state=State.OFFERED, state_reason="")
    record_change(kind=Change.Kind.OFFERED, by=by, talk_request=request, fields={"Date": ("", _in_words(offer)), "Officer": ("", str(offer.officer))})
    write_mail(emails.date_offered(offer))
    return offer


def confirm_offer(*, offer: Offer, by: User | None, now: datetime) -> Session:
    """The school said yes: by its link (`by` is None) or to one of us. What can no longer be kept goes back to the queue."""
    try:
        return _confirm(offer=offer, by=by, now=now)
    except OfficerIsBusy:
        give_back(offer=offer, by=by, reason="The officer is no longer free at that time.")
        raise
    except ValidationError as problem:  # the place has closed, or the officer has left
        give_back(offer=offer, by=by, reason=" ".join(problem.messages))
        raise SomebodyWasFaster("We can no longer keep this date.") from None


@transaction.atomic
def _confirm(*, offer: Offer, by: User | None, now: datetime) -> Session:
    request = _locked(offer.talk_request)
    offer = _held(offer)
    slot = Slot(officer=offer.officer, held_on=offer.held_on, starts_at=offer.starts_at, minutes=offer.minutes)
    _refuse_past(slot, now=now)
    refuse_busy(slot)
    session = plan_session(campaign=request.campaign, by=by, **_details(request, slot))
    Offer.objects.filter(pk=offer.pk).update(state=Offer.State.ACCEPTED)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.CONFIRMED, session=session)
    record_change(kind=Change.Kind.ACCEPTED, by=by, talk_request=request, fields={"Date": ("", _in_words(offer))})
    write_mail(emails.date_confirmed(offer))
    return session


@transaction.atomic
def refuse_offer(*, offer: Offer, reason: str, by: User | None) -> None:
    """The school said no to this date. The request goes back to the queue, with what would suit better."""
    request = _locked(offer.talk_request)
    offer = _held(offer)
    Offer.objects.filter(pk=offer.pk).update(state=Offer.State.REFUSED)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.SUBMITTED)
    record_change(kind=Change.Kind.REFUSED, by=by, talk_request=request, fields={"Date": (_in_words(offer), "")}, reason=reason)


@transaction.atomic
def give_back(*, offer: Offer, reason: str, by: User | None) -> None:
    request = _locked(offer.talk_request)
    if not Offer.objects.filter(pk=offer.pk, state=Offer.State.HELD).update(state=Offer.State.TAKEN_BACK):
        return
    TalkRequest.objects.filter(pk=request.pk).update(state=State.SUBMITTED)
    record_change(kind=Change.Kind.EDITED, by=by, talk_request=request, fields={"Date": (_in_words(offer), "")}, reason=reason)


@transaction.atomic
def decline_talk(*, talk_request: TalkRequest, reason: str, by: User) -> None:
    declined = TalkRequest.objects.filter(pk=talk_request.pk, state__in=CAN_BE_OFFERED).update(state=State.DECLINED, state_reason=reason)
    if not declined:
        raise SomebodyWasFaster("Someone else has just answered this request.")
    talk_request.refresh_from_db()
    talk_request.offers.filter(state=Offer.State.HELD).update(state=Offer.State.TAKEN_BACK)
    record_change(kind=Change.Kind.DECLINED, by=by, talk_request=talk_request, reason=reason)
    write_mail(emails.talk_declined(talk_request))


def _locked(talk_request: TalkRequest) -> TalkRequest:
    return TalkRequest.objects.select_for_update(of=("self",)).select_related("campaign", "topic", "place__area", "area").get(pk=talk_request.pk)


def _held(offer: Offer) -> Offer:
    """Needs the request's lock. Every change of an offer's state is made under it."""
    found = Offer.objects.select_related("officer__user", "talk_request__topic", "talk_request__place__area").filter(pk=offer.pk, state=Offer.State.HELD)
    held = found.first()
    if held is None:
        raise SomebodyWasFaster("Someone else has just answered this offer.")
    return held


def _refuse_past(slot: Slot, *, now: datetime) -> None:
    if slot.begins <= timezone.make_naive(now):
        raise DateIsPast("That date has gone by.")


def _settle_place(request: TalkRequest, *, place: Place | None, kind: str) -> None:
    """A planned session needs a place, so a school that was not on our list is found there, or added, with the first offer."""
    if request.place_id:
        return
    if place is None:
        place = Place(campaign=request.campaign, area=request.area, kind=kind, name=request.unlisted_place, town=request.unlisted_town)
        place.full_clean()
        place.save()
    request.place = place
    request.save(update_fields=["place"])


def _details(request: TalkRequest, slot: Slot) -> Details:
    stages = {stage for group in request.groups.all() for stage in group.stages}
    return Details(
        held_on=slot.held_on,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        format=request.format,
        place=request.place,
        stages=stages,
        topics=[request.topic],
        officers=[slot.officer],
    )


def _in_words(offer: Offer) -> str:
    return f"{offer.held_on:%A} {offer.held_on.day} {offer.held_on:%B %Y} at {offer.starts_at:%H:%M}"

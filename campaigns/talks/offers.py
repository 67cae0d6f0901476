"""Dates are offered to a school and held until it answers.

What comes of them is in confirm.py and end_offers.py. Every step names the state it starts from.

Locks are always taken in one order, request then session then officers, so that two people never
wait for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.diaries import book
from campaigns.diaries.book import OfficerIsBusy, Slot
from campaigns.diaries.held import held_of, release_offers, still_held
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.letter import begins
from campaigns.mail.write import write_mail
from campaigns.models import Change, Membership, Offer, Place, Session, TalkRequest, User
from campaigns.places.school_days import school_days_after
from campaigns.places.twice import refuse_second_place
from campaigns.sessions.rules import Details, check_plan
from campaigns.talks.fits import fit_remarks
from campaigns.talks.remarks import Remark, answer_by, in_short, offer_remarks

State = TalkRequest.State

CAN_BE_OFFERED = (State.SUBMITTED, State.NEEDS_INFO, State.WAITING, State.OFFERED)
MOST_DATES = 3
HELD_SCHOOL_DAYS = 2
END_OF_DAY = time(23, 59)
ANSWERED = "Someone else has just answered this request."


class DateIsPast(Exception):
    """Nothing is offered or accepted for a time that has gone by."""


class SlotRefused(ValidationError):
    """`number` says which of the dates it is about, from nought."""

    def __init__(self, message: str, *, number: int) -> None:
        super().__init__(message)
        self.number = number


@transaction.atomic
def offer_dates(
    *,
    talk_request: TalkRequest,
    slots: Sequence[Slot],
    instead_of: frozenset[int],
    place: Place | None,
    new_place_kind: str,
    by: User,
    now: datetime,
) -> list[Offer]:
    """Holds one to three slots.

    `instead_of` are the held offers that this person saw. `place` or `new_place_kind` settle a
    place that was not on our list. A confirmed talk keeps its date until the school has taken
    another one.
    """
    request, held = lock_request(talk_request), held_of(talk_request)
    shown = {offer.pk for offer in still_held(held, now=now)}
    if not may_be_offered(request) or shown != instead_of:
        raise Conflict(ANSWERED)

    _settle_place(request, place=place, kind=new_place_kind, today=timezone.localdate(now))
    also = fit_remarks(request)
    offers = hold_dates(request, slots=slots, held=held, by=by, now=now, also=also)
    if not request.date_is_set:
        TalkRequest.objects.filter(pk=request.pk).update(state=State.OFFERED, state_reason="")
    write_mail(letters.dates_offered(offers), now=now)
    return offers


def may_be_offered(request: TalkRequest) -> bool:
    """Needs the session. A confirmed talk may be moved as long as it is planned."""
    return request.state in CAN_BE_OFFERED or (
        request.date_is_set and request.session is not None and request.session.is_planned
    )


def lock_request(talk_request: TalkRequest) -> TalkRequest:
    related = ("campaign", "topic", "place__area", "area", "session__place__area")
    return (
        TalkRequest.objects.select_for_update(of=("self",))
        .select_related(*related)
        .get(pk=talk_request.pk)
    )


def hold_dates(
    request: TalkRequest,
    *,
    slots: Sequence[Slot],
    held: Collection[Offer],
    by: User,
    now: datetime,
    also: Sequence[Remark] = (),
) -> list[Offer]:
    """In place of those that are `held`. `also` was to be looked at besides the dates.

    The request is locked, and what it becomes is the caller's to say.
    """
    _check_slots(request, slots=slots, now=now)
    new_officers = [officer for slot in slots for officer in slot.officers]
    book.lock_officers([*officers_of(held), *new_officers])
    release_offers(still_held(held, now=now), to=Offer.State.TAKEN_BACK)
    release_offers(held, to=Offer.State.LAPSED)

    lapses_at = _lapses_at(request, slots=slots, now=now)
    offers = [
        _hold_one(request, slot=slot, number=number, lapses_at=lapses_at, by=by, now=now)
        for number, slot in enumerate(slots)
    ]

    officers = ", ".join(dict.fromkeys(str(officer) for officer in new_officers))
    fields = {"Dates": ("", dates_in_words(offers)), "Officers": ("", officers)}
    if remarks := [*also, *offer_remarks(request, slots, now=now)]:
        fields["Offered all the same"] = ("", in_short(remarks))
    record_change(kind=Change.Kind.OFFERED, by=by, talk_request=request, fields=fields)
    return offers


def dates_in_words(offers: Iterable[Offer]) -> str:
    return "; ".join(date_in_words(offer) for offer in offers)


def date_in_words(offer: Offer | Session) -> str:
    at = f" at {offer.starts_at:%H:%M}" if offer.starts_at else ""
    return f"{offer.held_on:%A} {offer.held_on.day} {offer.held_on:%B %Y}{at}"


def details_of_talk(request: TalkRequest, slot: Slot) -> Details:
    stages = {stage for group in request.groups.all() for stage in group.stages}
    return Details(
        held_on=slot.held_on,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        format=request.format,
        place=request.place,
        stages=stages,
        topics=[request.topic],
        officers=slot.officers,
    )


def slot_of(offer: Offer) -> Slot:
    return Slot(
        officer=offer.officer,
        held_on=offer.held_on,
        starts_at=offer.starts_at,
        minutes=offer.minutes,
        second_officer=offer.second_officer,
    )


def _hold_one(
    request: TalkRequest, *, slot: Slot, number: int, lapses_at: datetime, by: User, now: datetime
) -> Offer:
    offer = Offer(
        talk_request=request,
        officer=slot.officer,
        second_officer=slot.second_officer,
        held_on=slot.held_on,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        lapses_at=lapses_at,
        made_by=by,
    )
    offer.full_clean()
    offer.save()
    taken = slot.taken(about=request.draft_key, place=request.place)
    try:
        book.book_slot(
            officers=slot.officers,
            begins=taken.begins,
            ends=taken.ends,
            about=taken.about,
            place=taken.place,
            offer=offer,
            now=now,
        )
    except OfficerIsBusy as problem:
        problem.number = number  # type: ignore[attr-defined]
        raise
    return offer


def _lapses_at(request: TalkRequest, *, slots: Sequence[Slot], now: datetime) -> datetime:
    """The end of the second school day, or when nobody could come any more on the last of the
    dates. What is offered later still was agreed on the telephone, and is held until it begins.
    A talk that has begun is not moved by an offer from before.
    """
    town = request.place.town if request.place else request.unlisted_town
    last = school_days_after(timezone.localtime(now).date(), HELD_SCHOOL_DAYS, request.area, town)
    last_slot = max(slots, key=lambda slot: slot.begins)
    latest = answer_by(request, last_slot)
    ends = [
        timezone.make_aware(datetime.combine(last, END_OF_DAY)),
        timezone.make_aware(latest if latest > timezone.make_naive(now) else last_slot.begins),
    ]
    session = request.session if request.date_is_set else None
    if session and (begun := begins(session.held_on, session.starts_at)) > now:
        ends.append(begun)
    return min(ends)


def _check_slots(request: TalkRequest, *, slots: Sequence[Slot], now: datetime) -> None:
    if not 1 <= len(slots) <= MOST_DATES:
        raise ValidationError(f"Offer one date, or up to {MOST_DATES}")
    for number, slot in enumerate(slots):
        refuse_past(slot, now=now)
        if slot.officer == slot.second_officer:
            raise SlotRefused("Choose two different officers, or one", number=number)
        if any(
            (slot.held_on, slot.starts_at) == (other.held_on, other.starts_at)
            for other in slots[:number]
        ):
            raise SlotRefused("This date and time stand above already", number=number)
        if any(not officer.is_active for officer in slot.officers):
            raise SlotRefused("This officer has left. Choose another one", number=number)
        check_plan(campaign=request.campaign, details=details_of_talk(request, slot))


def officers_of(offers: Iterable[Offer]) -> list[Membership]:
    return [officer for offer in offers for officer in slot_of(offer).officers]


def refuse_past(slot: Slot, *, now: datetime) -> None:
    if slot.begins <= timezone.make_naive(now):
        raise DateIsPast("That date has gone by.")


def _settle_place(request: TalkRequest, *, place: Place | None, kind: str, today: date) -> None:
    """A planned session needs a place, so a school that was not on our list is found there, or
    added, with the first offer.
    """
    if request.place_id:
        return
    if place is None:
        refuse_second_place(
            campaign=request.campaign,
            name=request.unlisted_place,
            town=request.unlisted_town,
            today=today,
        )
        place = Place(
            campaign=request.campaign,
            area=request.area,
            kind=kind,
            name=request.unlisted_place,
            town=request.unlisted_town,
        )
        place.full_clean()
        place.save()
    request.place = place
    request.save(update_fields=["place"])

"""Dates that are held for a school until it answers: offered, taken, refused, taken back, lapsed.

Every step names the state it starts from.

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
from campaigns.diaries.held import has_lapsed, held_of, release_offers, still_held
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import plan_reminders
from campaigns.mail.write import write_mail
from campaigns.models import Change, Membership, Offer, Place, Session, TalkRequest, User
from campaigns.places.school_days import school_days_after
from campaigns.places.twice import refuse_second_place
from campaigns.sessions.life import plan_session
from campaigns.sessions.rules import Details, check_plan

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
    if (
        not may_be_offered(request)
        or {offer.pk for offer in still_held(held, now=now)} != instead_of
    ):
        raise Conflict(ANSWERED)
    _settle_place(request, place=place, kind=new_place_kind, today=timezone.localdate(now))
    offers = hold_dates(request, slots=slots, held=held, by=by, now=now)
    if request.state != State.CONFIRMED:
        TalkRequest.objects.filter(pk=request.pk).update(state=State.OFFERED, state_reason="")
    write_mail(letters.dates_offered(offers), now=now)
    return offers


def confirm_offer(*, offer: Offer, by: User | None, now: datetime) -> Session:
    """The school said yes, by its link (`by` is None) or to one of us.

    What can no longer be kept goes back to the queue.
    """
    try:
        return _confirm(offer=offer, by=by, now=now)
    except OfficerIsBusy:
        _give_back(offer=offer, by=by, reason="The officer is no longer free at that time.")
        raise
    except ValidationError as problem:  # the place has closed, or the officer has left
        _give_back(offer=offer, by=by, reason=" ".join(problem.messages))
        raise Conflict("We can no longer keep this date.") from None


@transaction.atomic
def refuse_offers(
    *, talk_request: TalkRequest, saw: frozenset[int], reason: str, by: User | None
) -> None:
    """The school asks for other dates. A confirmed talk stays on the date that it has."""
    request, held = lock_request(talk_request), held_of(talk_request)
    if not held or {offer.pk for offer in held} != saw:
        raise Conflict("Someone else has just answered this offer.")
    release_offers(held, to=Offer.State.REFUSED)
    _wait_again(request)
    record_change(
        kind=Change.Kind.REFUSED,
        by=by,
        talk_request=request,
        fields={"Dates": (dates_in_words(held), "")},
        reason=reason,
    )


@transaction.atomic
def take_back_offers(*, talk_request: TalkRequest, by: User | None, reason: str) -> int:
    """Frees what is held.

    A request that was only offered waits for a date again; one that has ended or is confirmed stays
    what it is.
    """
    request, held = lock_request(talk_request), held_of(talk_request)
    if held:
        release_offers(held, to=Offer.State.TAKEN_BACK)
        _wait_again(request)
        record_change(
            kind=Change.Kind.EDITED,
            by=by,
            talk_request=request,
            fields={"Dates": (dates_in_words(held), "")},
            reason=reason,
        )
    return len(held)


def lapse_offers(*, now: datetime) -> int:
    """Marks what nobody answered in time, and tells the school.

    How many requests it was. Run twice or beside an answer it does no harm.
    """
    lapsed = Offer.objects.filter(state=Offer.State.HELD, lapses_at__lte=now)
    requests = TalkRequest.objects.filter(pk__in=lapsed.values("talk_request")).order_by("pk")
    return sum(_lapse(talk_request=request, now=now) for request in requests)


def may_be_offered(request: TalkRequest) -> bool:
    """Needs the session. A confirmed talk may be moved as long as it is planned."""
    return request.state in CAN_BE_OFFERED or (
        request.state == State.CONFIRMED
        and request.session is not None
        and request.session.is_planned
    )


def lock_request(talk_request: TalkRequest) -> TalkRequest:
    related = ("campaign", "topic", "place__area", "area", "session__place__area")
    return (
        TalkRequest.objects.select_for_update(of=("self",))
        .select_related(*related)
        .get(pk=talk_request.pk)
    )


def hold_dates(
    request: TalkRequest, *, slots: Sequence[Slot], held: Collection[Offer], by: User, now: datetime
) -> list[Offer]:
    """In place of those that are `held`.

    The request is locked, and what it becomes is the caller's to say.
    """
    _check_slots(request, slots=slots, now=now)
    book.lock_officers(
        [*_officers_of(held), *(officer for slot in slots for officer in slot.officers)]
    )
    release_offers(still_held(held, now=now), to=Offer.State.TAKEN_BACK)
    release_offers(held, to=Offer.State.LAPSED)
    lapses_at = _lapses_at(request, slots=slots, now=now)
    offers = [
        _hold_one(request, slot=slot, number=number, lapses_at=lapses_at, by=by, now=now)
        for number, slot in enumerate(slots)
    ]
    officers = ", ".join(dict.fromkeys(str(officer) for slot in slots for officer in slot.officers))
    fields = {"Dates": ("", dates_in_words(offers)), "Officers": ("", officers)}
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


@transaction.atomic
def _confirm(*, offer: Offer, by: User | None, now: datetime) -> Session:
    request, held = lock_request(offer.talk_request), held_of(offer.talk_request)
    chosen = next((one for one in held if one.pk == offer.pk), None)
    if chosen is None:
        raise Conflict("Someone else has just answered this offer.")
    slot = slot_of(chosen)
    _refuse_past(slot, now=now)
    if has_lapsed(chosen, now=now):
        raise Conflict("This date is no longer held: nobody answered in time.")
    planned = _session_to_move(request)
    book.lock_officers([*_officers_of(held), *(planned.officers.all() if planned else [])])
    release_offers([chosen], to=Offer.State.ACCEPTED) if not planned else _replace_accepted(
        request, chosen
    )
    release_offers([one for one in held if one != chosen], to=Offer.State.NOT_CHOSEN)
    record_change(
        kind=Change.Kind.ACCEPTED,
        by=by,
        talk_request=request,
        fields={"Date": ("", date_in_words(chosen))},
    )
    session = (
        _move(planned, request, slot=slot, by=by)
        if planned
        else plan_session(campaign=request.campaign, by=by, **details_of_talk(request, slot))
    )
    TalkRequest.objects.filter(pk=request.pk).update(
        state=State.CONFIRMED, state_reason="", session=session
    )
    request.session = session
    session.talk_request = (
        request  # the way back of a one-to-one, so that the diary knows which talk it is about
    )
    book.sync_diary(session, now=now)
    write_mail(letters.date_confirmed(request), now=now)
    plan_reminders(session, now)
    return session


def slot_of(offer: Offer) -> Slot:
    return Slot(
        officer=offer.officer,
        held_on=offer.held_on,
        starts_at=offer.starts_at,
        minutes=offer.minutes,
        second_officer=offer.second_officer,
    )


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


def _replace_accepted(request: TalkRequest, chosen: Offer) -> None:
    """One date of a request is the accepted one."""
    Offer.objects.filter(talk_request=request, state=Offer.State.ACCEPTED).update(
        state=Offer.State.TAKEN_BACK
    )
    release_offers([chosen], to=Offer.State.ACCEPTED)


def _move(session: Session, request: TalkRequest, *, slot: Slot, by: User | None) -> Session:
    check_plan(campaign=request.campaign, details=details_of_talk(request, slot))
    before, officers = (
        date_in_words(session),
        ", ".join(str(officer) for officer in session.officers.select_related("user")),
    )
    session.held_on, session.starts_at, session.minutes = slot.held_on, slot.starts_at, slot.minutes
    session.state, session.state_reason, session.place, session.is_online = (
        Session.State.PLANNED,
        "",
        request.place,
        False,
    )
    session.save(
        update_fields=[
            "held_on",
            "starts_at",
            "minutes",
            "state",
            "state_reason",
            "place",
            "is_online",
        ]
    )
    session.officers.set(slot.officers)
    fields = {"Date": (before, date_in_words(session))}
    after = ", ".join(str(officer) for officer in slot.officers)
    if officers != after:
        fields["Officers"] = (officers, after)
    record_change(
        kind=Change.Kind.MOVED, by=by, session=session, talk_request=request, fields=fields
    )
    return session


@transaction.atomic
def _give_back(*, offer: Offer, reason: str, by: User | None) -> None:
    request = lock_request(offer.talk_request)
    chosen = [one for one in held_of(request) if one.pk == offer.pk]
    if not chosen:
        return
    release_offers(chosen, to=Offer.State.TAKEN_BACK)
    if not held_of(request):
        _wait_again(request)
    record_change(
        kind=Change.Kind.EDITED,
        by=by,
        talk_request=request,
        fields={"Date": (dates_in_words(chosen), "")},
        reason=reason,
    )


@transaction.atomic
def _lapse(*, talk_request: TalkRequest, now: datetime) -> bool:
    request = lock_request(talk_request)
    lapsed = [offer for offer in held_of(request) if has_lapsed(offer, now=now)]
    if not lapsed:
        return False
    release_offers(lapsed, to=Offer.State.LAPSED)
    _wait_again(request)
    record_change(
        kind=Change.Kind.LAPSED,
        by=None,
        talk_request=request,
        fields={"Dates": (dates_in_words(lapsed), "")},
    )
    if request.contact_email and request.state in (State.OFFERED, State.CONFIRMED):
        write_mail(letters.offer_lapsed(request), now=now)
    return True


def _wait_again(request: TalkRequest) -> None:
    TalkRequest.objects.filter(pk=request.pk, state=State.OFFERED).update(
        state=State.SUBMITTED, state_reason=""
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
    """The end of the second school day, or when the last of the dates begins: after that there is
    nothing to take.
    """
    town = request.place.town if request.place else request.unlisted_town
    last = school_days_after(timezone.localtime(now).date(), HELD_SCHOOL_DAYS, request.area, town)
    return min(
        timezone.make_aware(datetime.combine(last, END_OF_DAY)),
        timezone.make_aware(max(slot.begins for slot in slots)),
    )


def _check_slots(request: TalkRequest, *, slots: Sequence[Slot], now: datetime) -> None:
    if not 1 <= len(slots) <= MOST_DATES:
        raise ValidationError(f"Offer one date, or up to {MOST_DATES}")
    for number, slot in enumerate(slots):
        _refuse_past(slot, now=now)
        if slot.officer == slot.second_officer:
            raise SlotRefused("Choose two different officers, or one", number=number)
        if any(
            (slot.held_on, slot.starts_at) == (other.held_on, other.starts_at)
            for other in slots[:number]
        ):
            raise SlotRefused("This date and time stand above already", number=number)
        if any(not officer.user.is_active for officer in slot.officers):
            raise SlotRefused("This officer has left. Choose another one", number=number)
        check_plan(campaign=request.campaign, details=details_of_talk(request, slot))


def _officers_of(offers: Iterable[Offer]) -> list[Membership]:
    return [officer for offer in offers for officer in slot_of(offer).officers]


def _refuse_past(slot: Slot, *, now: datetime) -> None:
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

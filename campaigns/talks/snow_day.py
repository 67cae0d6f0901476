"""The schools of one council are closed on one day: every talk there is moved or called off in one
press, all of them or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from campaigns.diaries import book
from campaigns.diaries.book import Slot
from campaigns.diaries.held import lock_requests_of
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.models import Campaign, Change, CouncilArea, Offer, Session, TalkRequest, User
from campaigns.sessions.edit import lock_session as locked_session
from campaigns.talks.called_away import cannot_come, confirmed_talk
from campaigns.talks.end_offers import take_back_one
from campaigns.talks.remarks import Remark
from sextortion_aware.reading.dates import in_words

State = Session.State


@dataclass(frozen=True, kw_only=True)
class Move:
    """One planned session of that day; `slots` are the new dates for its school, and none when no
    school asked for it or no date is free.
    """

    session: Session
    talk_request: TalkRequest | None
    slots: Sequence[Slot] = ()
    remarks: Sequence[Remark] = ()  # on these dates


@dataclass(frozen=True, kw_only=True)
class SnowDay:
    area: CouncilArea
    day: date
    moves: Sequence[Move]
    offers: Sequence[Offer] = ()  # held for schools there, on that day

    @property
    def is_empty(self) -> bool:
        return not self.moves and not self.offers

    @property
    def seen(self) -> str:
        """Stands for all that a preview showed: whoever presses names what they saw."""
        moves = [
            (
                move.session.pk,
                move.session.version,
                *(
                    (slot.held_on, slot.starts_at, *(officer.pk for officer in slot.officers))
                    for slot in move.slots
                ),
                *(remark.key for remark in move.remarks),
            )
            for move in self.moves
        ]
        return sha256(
            repr((self.area.pk, self.day, moves, [offer.pk for offer in self.offers])).encode()
        ).hexdigest()[:20]


def touched(*, campaign: Campaign, area: CouncilArea, day: date) -> list[Session]:
    planned = (
        Session.objects.in_campaign(campaign)
        .planned()
        .filter(held_on=day, place__area=area, is_online=False)
    )
    return list(
        planned.select_related("place__area", "talk_request")
        .prefetch_related("officers__user", "topics")
        .order_by("starts_at", "pk")
    )


def held_there(*, campaign: Campaign, area: CouncilArea, day: date, now: datetime) -> list[Offer]:
    held = Offer.objects.held(now).filter(talk_request__campaign=campaign, held_on=day)
    there = held.filter(talk_request__place__area=area) | held.filter(
        talk_request__place__isnull=True, talk_request__area=area
    )
    return list(
        there.select_related("talk_request__place__area", "officer__user").order_by(
            "starts_at", "pk"
        )
    )


@transaction.atomic
def move_all(*, snow: SnowDay, campaign: Campaign, by: User, now: datetime) -> None:
    """`snow` is what was looked at.

    Whatever of it has changed since stops everything, and so does a second press.
    """
    told = (
        f"The schools in {snow.area} are closed on {in_words(snow.day)}, so we cannot come on "
        "that day."
    )
    sessions = [move.session for move in snow.moves]
    requests = [offer.talk_request for offer in snow.offers]
    lock_requests_of(*sessions)
    _lock_requests(requests)
    book.lock_officers(
        [officer for move in snow.moves for slot in move.slots for officer in slot.officers]
    )
    for move in snow.moves:
        if move.talk_request and move.talk_request.date_is_set:
            request, session = confirmed_talk(move.talk_request, opened=move.session.version)
            cannot_come(request, session, slots=move.slots, told=told, by=by, now=now)
        else:
            _cancel(move.session, reason=f"Called off by us: {told}", by=by)
    for offer in snow.offers:
        take_back_one(offer=offer, reason=told, by=by)


def _lock_requests(requests: Sequence[TalkRequest]) -> None:
    keys = [request.pk for request in requests]
    list(
        TalkRequest.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk")
    )


def _cancel(seen: Session, *, reason: str, by: User) -> None:
    session = locked_session(seen)
    if not session.is_planned or session.version != seen.version:
        raise Conflict("Someone else has just changed one of these sessions.")
    session.state, session.state_reason = State.CANCELLED, reason
    session.save(update_fields=["state", "state_reason"])
    book.release(session=session)
    record_change(
        kind=Change.Kind.CANCELLED,
        by=by,
        session=session,
        fields={"State": (str(State.PLANNED.label), str(State.CANCELLED.label))},
        reason=reason,
    )

"""An officer is in one place at a time. Whoever plans something for an officer holds that officer's row, one at a time, until the transaction ends."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError

from campaigns.models import Membership, Offer, Session, TalkRequest
from campaigns.services.errors import SomebodyWasFaster
from campaigns.services.session_rules import Details

USUAL_LENGTH = 60  # for a planned session whose length nobody entered


class OfficerIsBusy(SomebodyWasFaster):
    """The text says with what."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    officer: Membership
    held_on: date
    starts_at: time
    minutes: int

    @property
    def begins(self) -> datetime:
        """Wall time, like everything that people agree on."""
        return datetime.combine(self.held_on, self.starts_at)

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.minutes)

    def meets(self, other: Session | Offer) -> bool:
        if other.starts_at is None:
            return False
        begins = datetime.combine(other.held_on, other.starts_at)
        return begins < self.ends and self.begins < begins + timedelta(minutes=other.minutes or USUAL_LENGTH)


def refuse_busy(slot: Slot, *, also_held: bool = False, but_for: TalkRequest | None = None) -> None:
    """`also_held` counts what is offered to other schools and not answered yet."""
    _hold(slot.officer)
    if taken := _session_at(slot) or (_offer_at(slot, but_for=but_for) if also_held else ""):
        raise OfficerIsBusy(f"{taken}.")


def refuse_planned_twice(*, officers: Iterable[Membership], details: Details, own: uuid.UUID) -> None:
    """The same for a form, which names each busy officer beside its field. `own` is the client_id of the session that is being written:
    sent twice, it is not in its own way."""
    starts_at, minutes = details.get("starts_at"), details.get("minutes")
    if starts_at is None or minutes is None:
        return
    problems = []
    for officer in sorted(officers, key=lambda member: member.pk):  # in one order, so that two people never wait for each other
        _hold(officer)
        problems.append(_session_at(Slot(officer=officer, held_on=details["held_on"], starts_at=starts_at, minutes=minutes), own=own))
    if any(problems):
        raise ValidationError({"officers": [problem for problem in problems if problem]})


def _hold(officer: Membership) -> None:
    """Rows that only point at the officer may still be written meanwhile (no_key). On SQLite the whole transaction is one at a time."""
    Membership.objects.select_for_update(no_key=True).get(pk=officer.pk)


def _session_at(slot: Slot, *, own: uuid.UUID | None = None) -> str:
    planned = Session.objects.planned().for_officer(slot.officer).filter(held_on__range=_days_around(slot)).select_related("place__area")
    met = next((session for session in planned.order_by("held_on", "starts_at", "pk") if session.client_id != own and slot.meets(session)), None)
    if met is None:
        return ""
    return f"{slot.officer} already has a session at that time: {met.starts_at:%H:%M} {f'at {met.place.label}' if met.place else 'online'}"


def _offer_at(slot: Slot, *, but_for: TalkRequest | None) -> str:
    held = Offer.objects.filter(officer=slot.officer, state=Offer.State.HELD, held_on__range=_days_around(slot)).exclude(talk_request=but_for)
    met = next((offer for offer in held.select_related("talk_request__place__area") if slot.meets(offer)), None)
    return f"{slot.officer} is already offered at that time: {met.starts_at:%H:%M} at {met.talk_request.place_label}" if met else ""


def _days_around(slot: Slot) -> tuple[date, date]:
    """From the day before, for what goes on past midnight."""
    return slot.held_on - timedelta(days=1), slot.ends.date()

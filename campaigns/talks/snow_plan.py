"""What a snow day would do: each talk of one council and day, with the new dates that its school
would be offered. Nothing is held by it.
"""

from datetime import date, datetime

from campaigns.diaries.book import Slot
from campaigns.models import Campaign, CouncilArea, Session, TalkRequest
from campaigns.talks.remarks import offer_remarks
from campaigns.talks.snow_day import Move, SnowDay, held_there, touched
from campaigns.talks.suggested import suggest_slots

MOST_DATES = 3
LOOKED_AT = 9  # dates for each school, so that there are others when those before it take some


def plan_snow_day(
    *, campaign: Campaign, area: CouncilArea, day: date, today: date, now: datetime
) -> SnowDay:
    """Two schools are never offered one officer's same day."""
    used: set[tuple[int, date]] = set()
    moves = []
    for session in touched(campaign=campaign, area=area, day=day):
        request = _request_of(session)
        slots = _slots(request, used, day=day, today=today, now=now) if request else []
        used |= {(officer.pk, slot.held_on) for slot in slots for officer in slot.officers}
        remarks = offer_remarks(request, slots, now=now) if request else []
        moves.append(Move(session=session, talk_request=request, slots=slots, remarks=remarks))
    return SnowDay(
        area=area,
        day=day,
        moves=moves,
        offers=held_there(campaign=campaign, area=area, day=day, now=now),
    )


def _request_of(session: Session) -> TalkRequest | None:
    request: TalkRequest | None = getattr(session, "talk_request", None)
    return request if request and request.date_is_set else None


def _slots(
    request: TalkRequest, used: set[tuple[int, date]], *, day: date, today: date, now: datetime
) -> list[Slot]:
    found = suggest_slots(talk_request=request, today=today, now=now, how_many=LOOKED_AT)
    free = [
        one.slot
        for one in found
        if one.slot.held_on != day and (one.slot.officer.pk, one.slot.held_on) not in used
    ]
    return free[:MOST_DATES]

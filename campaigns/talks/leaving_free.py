"""Whether whoever takes a talk over is there at that time: their leave and their hours."""

from collections.abc import Collection
from datetime import date, datetime, time

from campaigns.diaries.book import OfficerIsBusy
from campaigns.diaries.free_time import why_not_that_day, why_not_there
from campaigns.diaries.read import read_diaries
from campaigns.diaries.rule import USUAL_LENGTH
from campaigns.models import Membership


def refuse_away(
    officers: Collection[Membership],
    *,
    day: date,
    starts_at: time | None,
    minutes: int | None,
    now: datetime,
) -> None:
    """Call it while the officers are held: nobody enters leave meanwhile."""
    for officer in officers:
        diaries = read_diaries(
            campaign=officer.campaign, officers=[officer], first=day, last=day, now=now
        )
        reason = (
            why_not_that_day(diaries, officer, day)
            if starts_at is None
            else why_not_there(
                diaries, officer, datetime.combine(day, starts_at), minutes or USUAL_LENGTH
            )
        )
        if reason:
            raise OfficerIsBusy(f"{officer} is not free: {reason.removeprefix('Not free: ')}")

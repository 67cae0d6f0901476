"""A lesson whose day, hour and school are said, not drawn."""

from datetime import date, time

from campaigns.demo.shapes import PRIMARY_STAGES, SECONDARY_STAGES, Draft, Lists
from campaigns.models import Format, Membership, Place, Session

State, Kind = Session.State, Place.Kind

DAYTIMES = (time(9, 15), time(10, 50), time(13, 20), time(14, 30))
AFTER_SCHOOL = time(15, 45)


def lesson(
    lists: Lists,
    *,
    day: date,
    starts_at: time,
    nth: int,
    state: Session.State = State.PLANNED,
    reason: str = "",
    officer: Membership | None = None,
) -> Draft:
    schools = lists.of_kind(Kind.PRIMARY, Kind.SECONDARY)
    place = schools[(5 * nth) % len(schools)]
    stages = PRIMARY_STAGES if place.kind == Kind.PRIMARY else SECONDARY_STAGES
    session = Session(
        campaign=lists.campaign,
        place=place,
        held_on=day,
        starts_at=starts_at,
        minutes=50,
        format=Format.LESSON,
        state=state,
        state_reason=reason,
        stages=stages[nth % len(stages)],
        logged_by=lists.team.coordinator.user,
    )
    return Draft(session, [officer or lists.team.officer], [lists.topics[nth % len(lists.topics)]])

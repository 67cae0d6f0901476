"""A lesson whose day, hour and school are said, not drawn."""

from datetime import date, time

from campaigns.demo.shapes import PRIMARY_STAGES, SECONDARY_STAGES, Draft, Lists
from campaigns.models import Format, Membership, Place

Kind = Place.Kind

DAYTIMES = (time(9, 15), time(10, 50), time(13, 20), time(14, 30))
AFTER_SCHOOL = time(15, 45)


def lesson(
    lists: Lists, *, day: date, starts_at: time, nth: int, officer: Membership | None = None
) -> Draft:
    schools = lists.of_kind(Kind.PRIMARY, Kind.SECONDARY)
    place = schools[(5 * nth) % len(schools)]
    stages = PRIMARY_STAGES if place.kind == Kind.PRIMARY else SECONDARY_STAGES
    return Draft(
        held_on=day,
        starts_at=starts_at,
        minutes=50,
        format=Format.LESSON,
        place=place,
        stages=stages[nth % len(stages)],
        officers=[officer or lists.team.officer],
        topics=[lists.topics[nth % len(lists.topics)]],
        by=lists.team.coordinator,
    )

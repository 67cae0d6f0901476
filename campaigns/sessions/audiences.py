"""A stage decides whom a count is about: P1 to P7 are children, S1 and up are young people. A
header, a default or a habit never overrules it in silence.
"""

from collections.abc import Iterable

from campaigns.models import Audience, Place
from campaigns.models.fields import PRIMARY

PUPILS_AT = {Place.Kind.PRIMARY: Audience.CHILDREN, Place.Kind.SECONDARY: Audience.YOUNG_PEOPLE}


def audience_of(stage: str) -> Audience:
    return Audience.CHILDREN if stage in PRIMARY else Audience.YOUNG_PEOPLE


def audiences_of(stages: Iterable[str]) -> tuple[Audience, ...]:
    """Children before young people; none for no stage."""
    found = {audience_of(stage) for stage in stages}
    return tuple(audience for audience in Audience if audience in found)


def pupils_at(place: Place | None) -> Audience | None:
    """Whom a school of that kind has; none of a special school or a hall, which may have both."""
    return PUPILS_AT.get(Place.Kind(place.kind)) if place else None

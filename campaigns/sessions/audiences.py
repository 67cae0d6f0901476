"""A stage decides whom a count is about: P1 to P7 are children, S1 and up are young people. A
header, a default or a habit never overrules it in silence.
"""

from collections.abc import Iterable

from campaigns.models import STAGES_OF, Audience, Format, Place
from campaigns.models.fields import PRIMARY

PUPILS_AT = {Place.Kind.PRIMARY: Audience.CHILDREN, Place.Kind.SECONDARY: Audience.YOUNG_PEOPLE}
OTHER = {
    Audience.CHILDREN: Audience.YOUNG_PEOPLE,
    Audience.YOUNG_PEOPLE: Audience.CHILDREN,
}

WHOM = {
    Audience.CHILDREN: "children",
    Audience.YOUNG_PEOPLE: "young people",
    Audience.PARENTS: "parents and guardians",
    Audience.PROFESSIONALS: "professionals",
    Audience.ADULTS: "other adults",
    Audience.NOT_RECORDED: "people",
}


def audience_of(stage: str) -> Audience:
    return Audience.CHILDREN if stage in PRIMARY else Audience.YOUNG_PEOPLE


def audiences_of(stages: Iterable[str]) -> tuple[Audience, ...]:
    """Children before young people; none for no stage."""
    found = {audience_of(stage) for stage in stages}
    return tuple(audience for audience in Audience if audience in found)


def pupils_at(place: Place | None) -> Audience | None:
    """Whom a school of that kind has; none of a special school or a hall, which may have both."""
    return PUPILS_AT.get(Place.Kind(place.kind)) if place else None


def stages_within(audience: str, stages: Iterable[str]) -> list[str]:
    """Those of this audience, in school order."""
    own = STAGES_OF.get(Audience(audience), ())
    named = set(stages)
    return [stage for stage in own if stage in named]


def column_expected(
    audience: str, *, came_from: Place | None, held_at: Place | None, stages: Iterable[str]
) -> Audience | None:
    """The other column, when these pupils belong there by their stages or their school; else None.

    Of the people in the session's own line the stages are sure, and its school only where none is
    named: P7 at the high school are children. Of a school's line the school is sure, unless all
    stages agree with what was typed, or it may have both.
    """
    if audience not in OTHER:
        return None
    named = audiences_of(stages)
    own = pupils_at(came_from or held_at)
    if came_from is None:
        possible = named or (own,)
    else:
        possible = (own,) if own and named != (audience,) else named
    is_known = any(possible)
    return OTHER[Audience(audience)] if is_known and audience not in possible else None


def stage_of(audience: str, stage: str, stages: Iterable[str]) -> str:
    """Of one row what campaigns/reach/stages.py asks of many; empty when it is not known."""
    named = stages_within(audience, stages)
    return stage or (named[0] if len(named) == 1 else "")


def likely_audiences(
    *, format: str, stages: Iterable[str], place: Place | None = None
) -> list[Audience]:
    """What the kind of session says of who comes, then its stages, then the school; empty when
    none says it. An evening for the neighbourhood in a school is not about its pupils.
    """
    by_format = {"parents": [Audience.PARENTS], "staff": [Audience.PROFESSIONALS]}
    if format in by_format:
        return by_format[format]
    if named := audiences_of(stages):
        return list(named)
    pupils = pupils_at(place) if format != Format.COMMUNITY else None
    return [pupils] if pupils else []

"""Which of the pages for schools go with a talk: before it, and after it."""

from collections.abc import Iterable
from typing import Any

from campaigns.models import STAGES_OF, Audience, TalkKind, TalkRequest
from campaigns.places.guests import ONE_OF_THEM, Guest, guest_of_request
from sextortion_aware.materials import (
    AT_THE_DOOR,
    BEFORE_THE_TALK,
    EVERY_STAGE,
    LESSON_FIRST,
    Material,
    When,
    fitting,
    named,
)
from sextortion_aware.numbers import POLICE

OF_A_SCHOOL = ("for-schools/before", "for-schools/staff-session")
CHECK = "check-who-is-at-the-door"


def fitting_kind(kind: TalkKind) -> tuple[Material, ...]:
    """A workshop without stages is for pupils of every age too."""
    return fitting(kind.stages or (EVERY_STAGE if kind.is_for_pupils else ()))


def of_kind(kind: TalkKind) -> tuple[Material, ...]:
    return named(kind.materials) or fitting_kind(kind)


def own_choice(ticked: Iterable[str], usual: Iterable[tuple[Material, ...]]) -> list[str]:
    """Who ticks what fits anyway has chosen nothing, so that it follows the stages."""
    chosen = named(list(ticked))
    return [] if chosen in usual else [material.slug for material in chosen]


def of_talk(talk: TalkRequest, when: When) -> list[Material]:
    """What a coordinator chose for its kind, as far as it fits the classes of this talk."""
    stages = stages_of(talk)
    offered = fitting(stages)
    if chosen := named(talk.kind.materials) if talk.kind else ():
        for_everybody = [material for material in chosen if material.stages == EVERY_STAGE]
        offered = tuple(each for each in chosen if each in offered or each in for_everybody)
    guest = guest_of_request(talk)
    return [each for each in offered if each.when == when and suits(each, guest)]


def suits(material: Material, guest: Guest) -> bool:
    """What is to be done before a talk is written for schools. Young people elsewhere have its
    letter home; what comes after a talk, everybody whom it is about.
    """
    if guest == Guest.SCHOOL or material.when == When.AFTER:
        return True
    return guest == Guest.YOUNG and material not in named(OF_A_SCHOOL)


def stages_of(talk: TalkRequest) -> list[str]:
    """None of a talk for adults. Of young people whose stages nobody said, those of their kind of
    talk, and else of their age.
    """
    if talk.session and talk.session.stages:
        return list(talk.session.stages)
    groups = list(talk.groups.all())
    if said := {stage for group in groups for stage in group.stages}:
        return [stage for stage in EVERY_STAGE if stage in said]
    of_age = {stage for group in groups for stage in STAGES_OF.get(Audience(group.audience), ())}
    of_kind = set(talk.kind.stages) if talk.kind else set()
    return [stage for stage in EVERY_STAGE if stage in (of_age & of_kind or of_age)]


def before_talk(talk: TalkRequest) -> dict[str, Any]:
    """For the school's page, once a date is set."""
    guest = guest_of_request(talk)
    materials = of_talk(talk, When.BEFORE) if talk.date_is_set else []
    has_lesson = guest == Guest.SCHOOL and BEFORE_THE_TALK in materials and stages_of(talk)
    return {
        "stays": ONE_OF_THEM[guest],
        "materials": materials,
        "lesson_first": LESSON_FIRST if has_lesson else "",
        "is_school": guest == Guest.SCHOOL,
        "at_the_door": AT_THE_DOOR if guest == Guest.SCHOOL else f"#{CHECK}",
        "check": "" if guest == Guest.SCHOOL else CHECK,
        "police": POLICE,
    }

"""Who has a talk: a school, a group with young people elsewhere, or adults.

What is said about who stays in the room, and how a talk is given, follows from it.
"""

from collections.abc import Iterable
from enum import StrEnum

from campaigns.models import Audience, Format, Place, TalkRequest

SCHOOLS = (Place.Kind.PRIMARY, Place.Kind.SECONDARY, Place.Kind.SPECIAL)
YOUNG = frozenset({Audience.CHILDREN, Audience.YOUNG_PEOPLE})


class Guest(StrEnum):
    SCHOOL = "school"
    YOUNG = "young"
    ADULTS = "adults"


STAYS = {
    Guest.SCHOOL: "School staff stay in the room for the whole talk.",
    Guest.YOUNG: "One of your leaders stays in the room for the whole talk.",
    Guest.ADULTS: "One of you stays in the room for the whole talk.",
}

DO_NOT_NAME = {
    Guest.SCHOOL: "Do not name a child",
    Guest.YOUNG: "Do not name a child",
    Guest.ADULTS: "Do not name anyone who has been hurt",
}

ONE_OF_THEM = {Guest.SCHOOL: "your staff", Guest.YOUNG: "your leaders", Guest.ADULTS: "you"}


def guest_of(*, is_school: bool, audiences: Iterable[str]) -> Guest:
    if is_school:
        return Guest.SCHOOL
    return Guest.YOUNG if YOUNG & set(audiences) else Guest.ADULTS


def guest_of_request(talk: TalkRequest) -> Guest:
    audiences = [group.audience for group in talk.groups.all()]
    return guest_of(is_school=is_of_a_school(talk), audiences=audiences)


def is_of_a_school(talk: TalkRequest) -> bool:
    """Of a place that is not on our list the stages tell."""
    if talk.place:
        return talk.place.kind in SCHOOLS
    return any(group.stages for group in talk.groups.all())


def in_a_sentence(talk: TalkRequest) -> str:
    """Who did something, as the team reads it: of a place that is no school, its name."""
    if is_of_a_school(talk):
        return "The school"
    return talk.place.name if talk.place else talk.place_label


def in_the_middle(talk: TalkRequest) -> str:
    """As in_a_sentence, but not at its beginning."""
    return "the school" if is_of_a_school(talk) else in_a_sentence(talk)


def by_name(sentence: str, talk: TalkRequest) -> str:
    """Of ours, with {School} where it begins with who asked, and {school} further on."""
    return sentence.format(School=in_a_sentence(talk), school=in_the_middle(talk))


def state_in_words(talk: TalkRequest, said: str = "") -> str:
    return (said or talk.get_state_display()).replace("the school", in_the_middle(talk))


def format_in_words(format: str, guest: Guest) -> str:
    """Outside a school nobody calls a talk at work a community event."""
    if format == Format.COMMUNITY and guest != Guest.SCHOOL:
        return "Talk or meeting"
    return str(Format(format).label)

"""What schools can use before and after a talk, so that both halves know it without each other.

The words are pages of the advice: advice/content/for-schools/.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

LOWER_PRIMARY = ("P1", "P2", "P3", "P4")
UPPER_PRIMARY = ("P5", "P6", "P7")
LOWER_SECONDARY = ("S1", "S2", "S3")
UPPER_SECONDARY = ("S4", "S5", "S6")
EVERY_STAGE = (*LOWER_PRIMARY, *UPPER_PRIMARY, *LOWER_SECONDARY, *UPPER_SECONDARY)


class When(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Material:
    slug: str
    title: str
    when: When
    stages: tuple[str, ...]
    """Of the pupils whom the talk is for; also where their parents or staff read it."""

    @property
    def path(self) -> str:
        return f"/{self.slug}/"


BEFORE_THE_TALK = Material(
    "for-schools/before", "Before an officer comes", When.BEFORE, EVERY_STAGE
)
LESSON_FIRST = f"{BEFORE_THE_TALK.path}#a-short-lesson-of-your-own-first"
AT_THE_DOOR = f"{BEFORE_THE_TALK.path}#check-who-is-at-the-door"
MATERIALS = (
    BEFORE_THE_TALK,
    Material(
        "for-schools/letter-before", "A letter home before the talk", When.BEFORE, EVERY_STAGE
    ),
    Material("for-schools/staff-session", "A session for staff", When.BEFORE, EVERY_STAGE),
    Material(
        "for-schools/letter-p1-p4",
        "A letter home after a talk: P1 to P4",
        When.AFTER,
        LOWER_PRIMARY,
    ),
    Material(
        "for-schools/letter-p5-p7",
        "A letter home after a talk: P5 to P7",
        When.AFTER,
        UPPER_PRIMARY,
    ),
    Material(
        "for-schools/letter-s1-s3",
        "A letter home after a talk: S1 to S3",
        When.AFTER,
        LOWER_SECONDARY,
    ),
    Material(
        "for-schools/letter-s4-s6",
        "A letter home after a talk: S4 to S6",
        When.AFTER,
        UPPER_SECONDARY,
    ),
    Material(
        "for-schools/lesson-p1-p4", "A lesson after a talk: P1 to P4", When.AFTER, LOWER_PRIMARY
    ),
    Material(
        "for-schools/lesson-p5-p7", "A lesson after a talk: P5 to P7", When.AFTER, UPPER_PRIMARY
    ),
    Material(
        "for-schools/lesson-s1-s3", "A lesson after a talk: S1 to S3", When.AFTER, LOWER_SECONDARY
    ),
    Material(
        "for-schools/lesson-s4-s6", "A lesson after a talk: S4 to S6", When.AFTER, UPPER_SECONDARY
    ),
    Material(
        "for-schools/parents-evening", "An evening for parents and carers", When.AFTER, EVERY_STAGE
    ),
)


def named(slugs: Collection[str]) -> tuple[Material, ...]:
    """Whose page was taken away is left out."""
    return tuple(material for material in MATERIALS if material.slug in slugs)


def fitting(stages: Collection[str]) -> tuple[Material, ...]:
    """No stages are a talk for adults: nothing for pupils fits it."""
    if not stages:
        return (BEFORE_THE_TALK,)
    return tuple(material for material in MATERIALS if not set(stages).isdisjoint(material.stages))

"""What is asked about a session that can be right and seldom is: a sentence for each, by the field
it is about. It asks and never refuses.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count as HowMany

from campaigns.models import (
    Audience,
    Campaign,
    Format,
    Membership,
    Place,
    SchoolHoliday,
    Session,
    stages_label,
)
from campaigns.sessions.audiences import WHOM, column_expected
from campaigns.sessions.details import Details
from campaigns.sessions.likeness import STANDING
from campaigns.sessions.rules import Count
from campaigns.sessions.words import Fields
from sextortion_aware.reading.dates import in_words
from sextortion_aware.reading.times import time_question

MOST_IN_A_CLASS = 33
MANY_IN_A_DAY = 6
TIMES_EXPECTED, APART = 3, 20  # three times as many, or as few, and not of a handful
SATURDAY = 5
SCHOOLS = (Place.Kind.PRIMARY, Place.Kind.SECONDARY, Place.Kind.SPECIAL)
# Whom a roll and a class can hold. A total of everybody may be pupils; parents and staff come
# besides.
PUPILS = (Audience.CHILDREN, Audience.YOUNG_PEOPLE, Audience.NOT_RECORDED)
NOTED = "Checked"
SCHOOL_IS = {Place.Kind.PRIMARY: "a primary school", Place.Kind.SECONDARY: "a high school"}

Prompts = dict[str, list[str]]


@dataclass(frozen=True)
class Confirmed:
    """What was asked before it was saved, and answered with yes.

    It goes into the history, so that the figure can be defended.
    """

    sentences: Sequence[str] = ()
    different_from: Sequence[Session] = ()

    def noted(self) -> Fields:
        said = [
            *self.sentences,
            *(f"Not the same as session {other.pk}." for other in self.different_from),
        ]
        return {NOTED: ("", " ".join(said))} if said else {}


NOTHING_ASKED = Confirmed()


@dataclass(frozen=True)
class OtherColumn:
    """A number that stands under children or young people, and seems to be of the other one."""

    row: Count
    belongs: Audience
    sentence: str

    @property
    def press(self) -> str:
        """The words of the button that puts it there."""
        return f"These are {WHOM[self.belongs]}: put {self.row.count:,} there"


def prompts(
    *,
    campaign: Campaign,
    details: Details,
    counts: Sequence[Count],
    classes: int = 1,
    own: UUID | None = None,
    expected: int | None = None,
) -> Prompts:
    """`own` is the client_id of the session itself, which is not counted among the others of the
    day. What was confirmed of it before is not asked again. `expected` is how many its school said
    would come.
    """
    place, held_on = details.get("place"), details["held_on"]
    found = {
        "attendance": [
            *(wrong.sentence for wrong in other_columns(details=details, counts=counts)),
            *too_many(details=details, counts=counts, classes=classes),
            *far_from_expected(expected, counts),
        ],
        "officers": _many_in_a_day(
            campaign, officers=details["officers"], held_on=held_on, own=own
        ),
        "held_on": _closed(place, details=details),
        "starts_at": at_odd_time(details),
    }
    confirmed = _confirmed_of(campaign, own)
    asked = {
        name: [sentence for sentence in sentences if sentence not in confirmed]
        for name, sentences in found.items()
    }
    return {name: sentences for name, sentences in asked.items() if sentences}


def at_odd_time(details: Details) -> list[str]:
    question = time_question(details.get("starts_at"))
    return [question] if question else []


def too_many(*, details: Details, counts: Sequence[Count], classes: int = 1) -> list[str]:
    return [
        *_above_roll(details.get("place"), counts),
        *_above_class(details["format"], counts, classes=classes),
    ]


def far_from_expected(expected: int | None, counts: Collection[Count]) -> list[str]:
    """28 where 300 were expected, or 300 where 28: one of the two may be another group, or has a
    nought too few. Of a count that is not whole nobody can say it, and that nobody came is said by
    more than a slip.
    """
    came = sum(row.count or 0 for row in counts)
    if expected is None or not came or any(row.count is None for row in counts):
        return []
    less, more = sorted((came, expected))
    if more < TIMES_EXPECTED * less or more - less < APART:
        return []
    return [f"{came:,} came, and the school expected {expected:,}."]


def expected_at(session: Session) -> int | None:
    """As its school told us; None of a session that nobody asked for."""
    request = getattr(session, "talk_request", None)
    return sum(group.expected for group in request.groups.all()) if request else None


def other_columns(*, details: Mapping[str, Any], counts: Iterable[Count]) -> list[OtherColumn]:
    """Nought and “not known yet” put nobody anywhere."""
    stages, held_at = details.get("stages", ()), details.get("place")
    found = []
    for row in counts:
        belongs = column_expected(row.audience, came_from=row.place, held_at=held_at, stages=stages)
        if row.count and belongs and not row.stage:  # a stage says it
            because = _because(row.place, held_at=held_at, stages=stages)
            told = f"{row.count:,} are under “{Audience(row.audience).label}”, and {because}."
            found.append(OtherColumn(row, belongs, told))
    return found


def _because(came_from: Place | None, *, held_at: Place | None, stages: Collection[str]) -> str:
    if stages and not (came_from and came_from.kind in SCHOOL_IS):
        return f"the stages are {stages_label(stages)}"
    school = came_from or held_at
    return f"{school.name} is {SCHOOL_IS[Place.Kind(school.kind)]}" if school else ""


def key_of(sentence: str) -> str:
    """Another number makes another sentence, which is asked again."""
    return sha256(sentence.encode()).hexdigest()[:16]


def many_in_a_day(officer: Membership, number: int, *, held_on: date) -> list[str]:
    """`number` counts this one."""
    return (
        [f"With this one {officer} has {number} sessions on {in_words(held_on)}."]
        if number >= MANY_IN_A_DAY
        else []
    )


def closed_on_day(
    place: Place | None, *, held_on: date, holiday: SchoolHoliday | None, format: str
) -> list[str]:
    """Of schools only: a hall is open at the weekend, and so is a fair at a school."""
    if place is None or place.kind not in SCHOOLS or format == Format.COMMUNITY:
        return []
    if held_on.weekday() >= SATURDAY:
        return [f"{in_words(held_on)} is a {held_on:%A}."]
    if holiday is None:
        return []
    who = stages_label(holiday.stages) if holiday.stages else "pupils"
    return [
        (
            f"Schools in {holiday.town or place.area.name} have no {who} on {in_words(held_on)}: "
            f"{holiday.name}."
        )
    ]


def _above_roll(place: Place | None, counts: Iterable[Count]) -> list[str]:
    """A roll of nought is a school whose pupils are counted elsewhere."""
    pupils: defaultdict[Place, int] = defaultdict(int)
    for row in counts:
        came_from = row.place or place
        if came_from and row.audience in PUPILS:
            pupils[came_from] += row.count or 0
    return [
        f"{came:,} is more than the {there.roll:,} pupils on the roll of {there.name}."
        for there, came in pupils.items()
        if there.roll and came > there.roll
    ]


def _above_class(format: str, counts: Iterable[Count], *, classes: int) -> list[str]:
    """Schools that are named each on a line of their own are more than one class anyway."""
    came = sum(row.count or 0 for row in counts if row.audience in PUPILS and row.place is None)
    most = MOST_IN_A_CLASS * classes
    if format != Format.LESSON or came <= most:
        return []
    return [
        (
            f"{came:,} is more than {most}, the most pupils in "
            f"{'one class' if classes == 1 else f'{classes} classes'}."
        )
    ]


def _many_in_a_day(
    campaign: Campaign, *, officers: Iterable[Membership], held_on: date, own: UUID | None
) -> list[str]:
    others = Session.objects.in_campaign(campaign).filter(
        held_on=held_on, state__in=STANDING, officers__in=list(officers)
    )
    if own:
        others = others.exclude(client_id=own)
    busy = dict(others.order_by().values_list("officers").annotate(HowMany("pk")))
    return [
        sentence
        for officer in officers
        for sentence in many_in_a_day(officer, busy.get(officer.pk, 0) + 1, held_on=held_on)
    ]


def _closed(place: Place | None, *, details: Details) -> list[str]:
    if place is None or place.kind not in SCHOOLS:
        return []
    held_on, format = details["held_on"], details["format"]
    holidays = (
        SchoolHoliday.objects.on(held_on)
        .at(area=place.area, town=place.town)
        .closing(details.get("stages", ()))
    )
    if format == Format.STAFF:
        holidays = holidays.exclude(staff_are_in=True)
    return closed_on_day(place, held_on=held_on, holiday=holidays.first(), format=format)


def _confirmed_of(campaign: Campaign, own: UUID | None) -> str:
    if own is None:
        return ""
    session = Session.objects.in_campaign(campaign).filter(client_id=own).first()
    return confirmed_before(session) if session else ""


def confirmed_before(session: Session) -> str:
    noted = session.changes.filter(fields__has_key=NOTED).values_list("fields", flat=True)
    return " ".join(fields[NOTED][1] for fields in noted)

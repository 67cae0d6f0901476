"""What a made-up session looks like: who was there, where, for how long."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from campaigns.demo.people import Team
from campaigns.models import (
    Attendance,
    Audience,
    Campaign,
    Format,
    Membership,
    Partner,
    Place,
    Session,
    Topic,
)
from campaigns.sessions.details import Details
from campaigns.sessions.rules import Count

Known, Kind = Attendance.Known, Place.Kind

# How often each shape comes, of 100.
SHAPES = {
    "primary lesson": 36,
    "secondary lesson": 26,
    "workshop": 12,
    "assembly": 9,
    "parents": 6,
    "online parents": 2,
    "staff": 6,
    "community": 3,
}
PRIMARY_STAGES: tuple[tuple[str, ...], ...] = (
    ("P7",),
    ("P6",),
    ("P6", "P7"),
    ("P5", "P6", "P7"),
    ("P4", "P5"),
)
SECONDARY_STAGES: tuple[tuple[str, ...], ...] = (
    ("S1",),
    ("S2",),
    ("S3",),
    ("S1", "S2"),
    ("S4",),
    ("S5", "S6"),
)


@dataclass(kw_only=True, eq=False)
class Draft:
    """A session as somebody types it in. `session` is there once it was."""

    held_on: date
    format: Format
    minutes: int
    place: Place | None
    officers: list[Membership]
    topics: list[Topic]
    by: Membership
    starts_at: time = time(9, 15)
    stages: tuple[str, ...] = ()
    partners: list[Partner] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    device_at: datetime | None = None
    session: Session | None = None

    @property
    def is_held(self) -> bool:
        """Counted, so it was held; nobody has counted what is only planned."""
        return bool(self.counts)

    @property
    def logged(self) -> Session:
        if self.session is None:
            raise ValueError("nobody has logged it yet")
        return self.session

    @property
    def details(self) -> Details:
        return Details(
            held_on=self.held_on,
            starts_at=self.starts_at,
            minutes=self.minutes,
            format=self.format,
            place=self.place,
            is_online=self.place is None,
            stages=self.stages,
            topics=self.topics,
            officers=self.officers,
            partners=self.partners,
        )


@dataclass(frozen=True)
class Lists:
    """What a session may name."""

    campaign: Campaign
    places: Sequence[Place]
    topics: Sequence[Topic]
    partners: Sequence[Partner]
    team: Team

    def of_kind(self, *kinds: Place.Kind) -> list[Place]:
        return [place for place in self.places if place.kind in kinds and place.closed_on is None]


def draft_of(
    lists: Lists,
    rng: Random,
    *,
    day: date,
    place: Place | None,
    format: Format,
    minutes: int,
    stages: tuple[str, ...] = (),
) -> Draft:
    fitting = [
        topic for topic in lists.topics if format != Format.ASSEMBLY or not topic.class_size_only
    ]
    topics = rng.sample(fitting, k=rng.choice((1, 1, 1, 2)))
    partners = rng.sample(list(lists.partners), k=rng.choice((0, 0, 0, 1)))
    return Draft(
        held_on=day,
        place=place,
        format=format,
        minutes=minutes,
        stages=stages,
        officers=[lists.team.officer],
        topics=topics,
        partners=partners,
        by=lists.team.officer,
    )


def row(audience: Audience, count: int, place: Place | None = None) -> Count:
    return Count(audience=audience.value, count=count, known=Known.COUNTED.value, place=place)


def up_to(most: int, place: Place) -> int:
    """Not more pupils than the school has."""
    return min(most, place.roll or most)


def primary_lesson(lists: Lists, rng: Random, day: date) -> Draft:
    place = rng.choice(lists.of_kind(Kind.PRIMARY))
    draft = draft_of(
        lists,
        rng,
        day=day,
        place=place,
        format=Format.LESSON,
        minutes=50,
        stages=rng.choice(PRIMARY_STAGES),
    )
    draft.counts = [row(Audience.CHILDREN, rng.randint(17, up_to(32, place)))]
    if rng.random() < 0.3:
        draft.counts.append(row(Audience.PROFESSIONALS, rng.randint(1, 2)))
    return draft


def secondary_lesson(lists: Lists, rng: Random, day: date) -> Draft:
    place = rng.choice(lists.of_kind(Kind.SECONDARY))
    draft = draft_of(
        lists,
        rng,
        day=day,
        place=place,
        format=Format.LESSON,
        minutes=50,
        stages=rng.choice(SECONDARY_STAGES),
    )
    draft.counts = [row(Audience.YOUNG_PEOPLE, rng.randint(18, 31))]
    return draft


def workshop(lists: Lists, rng: Random, day: date) -> Draft:
    place = rng.choice(lists.of_kind(Kind.SPECIAL, Kind.COLLEGE, Kind.COMMUNITY))
    draft = draft_of(lists, rng, day=day, place=place, format=Format.WORKSHOP, minutes=75)
    draft.counts = [row(Audience.YOUNG_PEOPLE, rng.randint(8, 24))]
    if place.kind == Kind.COMMUNITY:
        draft.counts.append(row(Audience.ADULTS, rng.randint(3, 9)))
    return draft


def assembly(lists: Lists, rng: Random, day: date) -> Draft:
    place = rng.choice(lists.of_kind(Kind.PRIMARY, Kind.SECONDARY))
    primary = place.kind == Kind.PRIMARY
    draft = draft_of(
        lists,
        rng,
        day=day,
        place=place,
        format=Format.ASSEMBLY,
        minutes=30,
        stages=("P5", "P6", "P7") if primary else ("S1", "S2"),
    )
    audience, most = (Audience.CHILDREN, 90) if primary else (Audience.YOUNG_PEOPLE, 260)
    most = up_to(most, place)
    draft.counts = [
        row(audience, rng.randint(most // 2, most)),
        row(Audience.PROFESSIONALS, rng.randint(4, 12)),
    ]
    return draft


def parents(lists: Lists, rng: Random, day: date) -> Draft:
    place = rng.choice(lists.of_kind(Kind.PRIMARY, Kind.SECONDARY))
    draft = draft_of(lists, rng, day=day, place=place, format=Format.PARENTS, minutes=90)
    draft.counts = [
        row(Audience.PARENTS, rng.randint(14, 95)),
        row(Audience.PROFESSIONALS, rng.randint(2, 6)),
    ]
    return draft


def online_parents(lists: Lists, rng: Random, day: date) -> Draft:
    draft = draft_of(lists, rng, day=day, place=None, format=Format.PARENTS, minutes=60)
    draft.counts = [row(Audience.PARENTS, rng.randint(20, 80))]
    return draft


def staff(lists: Lists, rng: Random, day: date) -> Draft:
    place = rng.choice(lists.of_kind(Kind.PRIMARY, Kind.SECONDARY, Kind.WORKPLACE))
    draft = draft_of(lists, rng, day=day, place=place, format=Format.STAFF, minutes=60)
    draft.counts = [row(Audience.PROFESSIONALS, rng.randint(9, 44))]
    return draft


def community(lists: Lists, rng: Random, day: date) -> Draft:
    place = rng.choice(lists.of_kind(Kind.COMMUNITY))
    draft = draft_of(lists, rng, day=day, place=place, format=Format.COMMUNITY, minutes=180)
    if rng.random() < 0.4:
        draft.counts = [row(Audience.NOT_RECORDED, rng.randint(30, 90))]
    else:
        draft.counts = [
            row(Audience.ADULTS, rng.randint(12, 50)),
            row(Audience.PARENTS, rng.randint(10, 40)),
            row(Audience.CHILDREN, rng.randint(6, 30)),
        ]
    return draft


SHAPED = {
    "primary lesson": primary_lesson,
    "secondary lesson": secondary_lesson,
    "workshop": workshop,
    "assembly": assembly,
    "parents": parents,
    "online parents": online_parents,
    "staff": staff,
    "community": community,
}

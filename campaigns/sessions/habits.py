"""What an officer does most, and where they were last: what the log form begins with.

Never a figure.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Max, Q

from campaigns.models import Membership, Place, Session, Topic

LOOKS_BACK = timedelta(days=90)
LAST_PLACES = 3

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Habit:
    """None where nothing was said in these days."""

    format: str | None
    minutes: int | None
    topic: int | None


def habit_of(member: Membership, *, today: date) -> Habit:
    held = (
        Session.objects.in_campaign(member.campaign)
        .for_officer(member)
        .delivered()
        .filter(held_on__range=(today - LOOKS_BACK, today))
    )
    latest_first = list(held.order_by("-held_on", "-pk").values_list("format", "minutes"))
    topics = (
        Topic.objects.filter(is_offered=True, sessions__in=held)
        .order_by("-sessions__held_on", "-sessions__pk")
        .values_list("pk", flat=True)
    )
    return Habit(
        format=most_frequent(format for format, _ in latest_first),
        minutes=most_frequent(minutes for _, minutes in latest_first if minutes is not None),
        topic=most_frequent(topics),
    )


def most_frequent(things: Iterable[Thing]) -> Thing | None:
    """Of two that are as frequent, the first."""
    found = Counter(things).most_common(1)
    return found[0][0] if found else None


def last_places(member: Membership, *, today: date) -> list[Place]:
    """Where this officer gave sessions, the latest first; a place that has closed since is not
    offered.
    """
    mine = Q(
        sessions__officers=member,
        sessions__state=Session.State.DELIVERED,
        sessions__held_on__lte=today,
    )
    been = (
        Place.objects.filter(mine, campaign=member.campaign).open_on(today).select_related("area")
    )
    return list(
        been.annotate(last_on=Max("sessions__held_on"), last=Max("sessions__pk")).order_by(
            "-last_on", "-last"
        )[:LAST_PLACES]
    )

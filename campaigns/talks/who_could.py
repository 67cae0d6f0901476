"""Who could give a talk: ranked, each with the reasons in plain sentences.

The coordinator decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from campaigns.diaries.free_time import as_taken, why_not_there
from campaigns.diaries.read import Diaries, read_diaries, wall
from campaigns.diaries.reasons import talks_words, topic_words, way_words
from campaigns.diaries.rule import in_the_way
from campaigns.models import Membership, Place, Session, TalkRequest
from campaigns.places.travel import travel_minutes

LATELY = timedelta(
    days=28
)  # before and after today: a fair share is counted over these eight weeks
# What weighs how much, in minutes of the way. Who is not free stands last in any case.
FOR_THE_TOPIC = 60
FOR_A_TALK_LESS = 10
FOR_BEING_FREE = 10_000
FAR = 45  # minutes, for who has no base


@dataclass(frozen=True, kw_only=True)
class Candidate:
    officer: Membership
    is_free: bool
    reasons: list[str]
    score: int


@dataclass(frozen=True, kw_only=True)
class Team:
    """Everybody who gives talks, as one request sees them."""

    talk_request: TalkRequest
    officers: list[Membership]
    diaries: Diaries
    talks: dict[int, int]

    @property
    def place(self) -> Place | None:
        """One that is not on our list yet is a place whose position nobody knows."""
        return self.talk_request.place or Place(name=self.talk_request.unlisted_place)

    @property
    def average(self) -> float:
        return sum(self.talks.values()) / max(len(self.officers), 1)


def who_could(
    *,
    talk_request: TalkRequest,
    day: date,
    starts_at: time,
    minutes: int,
    today: date,
    now: datetime,
) -> list[Candidate]:
    """Best first. For a talk by two, the first two who are free."""
    team = read_team(talk_request=talk_request, first=day, last=day, today=today, now=now)
    return ranked(
        candidate(team, officer, datetime.combine(day, starts_at), minutes)
        for officer in team.officers
    )


def read_team(
    *, talk_request: TalkRequest, first: date, last: date, today: date, now: datetime
) -> Team:
    """Eight queries for any number of officers and days."""
    campaign = talk_request.campaign
    presenters = Membership.objects.filter(campaign=campaign).presenters()
    officers = list(presenters.select_related("user", "base__area").prefetch_related("topics"))
    counted = Session.objects.in_campaign(campaign).filter(
        state__in=(Session.State.DELIVERED, Session.State.PLANNED),
        held_on__range=(today - LATELY, today + LATELY),
        officers__in=officers,
    )
    talks = dict(counted.order_by().values_list("officers").annotate(Count("pk")))
    return Team(
        talk_request=talk_request,
        officers=officers,
        diaries=read_diaries(campaign=campaign, officers=officers, first=first, last=last, now=now),
        talks={officer.pk: talks.get(officer.pk, 0) for officer in officers},
    )


def candidate(team: Team, officer: Membership, begins: datetime, minutes: int) -> Candidate:
    why_not = not_free(team, officer, begins, minutes)
    origin = place_before(team, officer, begins) or officer.base
    way = travel_minutes(team.diaries.campaign, origin, team.place) if origin else None
    topic = team.talk_request.topic
    knows = not officer.topics.all() or topic in officer.topics.all()
    talks = team.talks[officer.pk]
    reasons = [
        why_not or "Free then, with time for the way.",
        way_words(origin, team.place, way),
        talks_words(talks, average=team.average),
        topic_words(topic, named=bool(officer.topics.all()), knows=knows),
    ]
    score = (
        (0 if why_not else FOR_BEING_FREE)
        + (FOR_THE_TOPIC if knows else 0)
        - talks * FOR_A_TALK_LESS
        - (FAR if way is None else way)
    )
    return Candidate(officer=officer, is_free=not why_not, reasons=reasons, score=score)


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(
        candidates,
        key=lambda candidate: (-candidate.score, str(candidate.officer), candidate.officer.pk),
    )


def not_free(team: Team, officer: Membership, begins: datetime, minutes: int) -> str:
    """Why, in a sentence; nothing for who is free."""
    diaries, day = team.diaries, begins.date()
    new = as_taken(begins, minutes, place=team.place, about=team.talk_request.draft_key)
    if reason := in_the_way(new, diaries.taken_around(officer, day), campaign=diaries.campaign):
        return f"Not free: {reason}."
    return why_not_there(diaries, officer, begins, minutes)


def place_before(team: Team, officer: Membership, begins: datetime) -> Place | None:
    """Where the officer is before it on that day. A talk online leaves people where they were."""
    there = [
        (other.ends, other.place)
        for other in team.diaries.taken_around(officer, begins.date())
        if other.place
        and wall(other.begins).date() == begins.date()
        and wall(other.ends) <= begins
        and other.about != team.talk_request.draft_key
    ]
    return max(there, key=lambda before: before[0])[1] if there else None

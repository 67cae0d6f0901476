"""Requests for a talk in most of their states."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from campaigns.demo.moments import at
from campaigns.demo.people import DEMO_DOMAIN
from campaigns.demo.school_days import next_school_days
from campaigns.demo.shapes import Lists
from campaigns.mail.links import hash_of, new_token
from campaigns.models import Audience, Format, Offer, Place, Session, TalkGroup, TalkRequest

State = TalkRequest.State


@dataclass(frozen=True, kw_only=True)
class Ask:
    reference: str
    contact: str
    school: int
    wanted: str
    expected: int
    state: TalkRequest.State
    reason: str = ""
    days_ago: int = 5


ASKS = (
    Ask(
        reference="BCD2FGH",
        contact="Morag Pell",
        school=0,
        wanted="A Tuesday or Thursday morning in the next month",
        expected=27,
        state=State.SUBMITTED,
        days_ago=1,
    ),
    Ask(
        reference="CDF3GHJ",
        contact="Ewan Tarrick",
        school=9,
        wanted="Any afternoon in the first two weeks of next month",
        expected=58,
        state=State.SUBMITTED,
        days_ago=3,
    ),
    Ask(
        reference="DFG4HJK",
        contact="Senga Lorne",
        school=3,
        wanted="A morning, before the end of term",
        expected=24,
        state=State.SUBMITTED,
        days_ago=6,
    ),
    Ask(
        reference="FGH5JKL",
        contact="Iain Moffret",
        school=12,
        wanted="The week of the parents’ evening",
        expected=90,
        state=State.NEEDS_INFO,
        reason="Which stages are coming, and how many of each?",
        days_ago=8,
    ),
    Ask(
        reference="GHJ6KLM",
        contact="Fiona Cairdale",
        school=5,
        wanted="A morning this term",
        expected=31,
        state=State.WAITING,
        reason="No officer is free before the holidays",
        days_ago=11,
    ),
    Ask(
        reference="HJK7LMN",
        contact="Gordon Ferly",
        school=1,
        wanted="Any Monday morning",
        expected=26,
        state=State.OFFERED,
        days_ago=4,
    ),
    Ask(
        reference="JKL8MNP",
        contact="Eilidh Sharrow",
        school=10,
        wanted="A Wednesday afternoon",
        expected=29,
        state=State.OFFERED,
        days_ago=5,
    ),
    Ask(
        reference="KLM9NPQ",
        contact="Alasdair Brennoch",
        school=2,
        wanted="A morning next week, or the week after",
        expected=25,
        state=State.CONFIRMED,
        days_ago=14,
    ),
    Ask(
        reference="LMN2PQR",
        contact="Catriona Weem",
        school=8,
        wanted="Any day in the last month",
        expected=28,
        state=State.DELIVERED,
        days_ago=40,
    ),
    Ask(
        reference="MNP3QRS",
        contact="Hamish Durrach",
        school=4,
        wanted="A Friday morning",
        expected=22,
        state=State.DELIVERED,
        days_ago=62,
    ),
    Ask(
        reference="NPQ4RST",
        contact="Jean Collarie",
        school=6,
        wanted="This week",
        expected=30,
        state=State.DECLINED,
        reason="The week asked for was already over when we read it",
        days_ago=20,
    ),
    Ask(
        reference="PQR5STV",
        contact="Rory Kinnlay",
        school=7,
        wanted="Any morning",
        expected=19,
        state=State.WITHDRAWN,
        reason="The school found another date for its safety week",
        days_ago=25,
    ),
)


def make_talks(lists: Lists, sessions: list[Session], *, today: date) -> list[TalkRequest]:
    schools = lists.of_kind(Place.Kind.PRIMARY, Place.Kind.SECONDARY)
    booked = {
        State.CONFIRMED: planned_ahead(sessions, today=today),
        State.DELIVERED: delivered_lessons(sessions),
    }
    requests = []
    for ask in ASKS:
        session = next(booked[ask.state]) if ask.state in booked else None
        place = session.place if session and session.place else schools[ask.school]
        request = talk_request(ask, lists, place=place, session=session)
        request.asked_at = at(today - timedelta(days=ask.days_ago), time(10, 5))
        requests.append(request)
    TalkRequest.objects.bulk_create(requests)
    TalkGroup.objects.bulk_create(
        [group(ask, request) for ask, request in zip(ASKS, requests, strict=True)]
    )
    make_offers(lists, requests, today=today)
    return requests


def planned_ahead(sessions: list[Session], *, today: date) -> Iterator[Session]:
    return (session for session in sessions if session.is_planned and session.held_on > today)


def delivered_lessons(sessions: list[Session]) -> Iterator[Session]:
    lessons = [
        session
        for session in sessions
        if session.state == Session.State.DELIVERED and session.format == Format.LESSON
    ]
    return iter(sorted(lessons, key=lambda session: session.held_on, reverse=True)[4::9])


def talk_request(ask: Ask, lists: Lists, *, place: Place, session: Session | None) -> TalkRequest:
    draft_key = uuid.uuid4()
    return TalkRequest(
        campaign=lists.campaign,
        draft_key=draft_key,
        reference=ask.reference,
        state=ask.state,
        state_reason=ask.reason,
        place=place,
        area=place.area,
        token_hash=hash_of(new_token(draft_key)),
        topic=lists.topics[ask.school % len(lists.topics)],
        format=Format.LESSON,
        wanted=ask.wanted,
        room="Classroom with a screen and sound",
        staff_stay=True,
        contact_name=ask.contact,
        contact_role="Depute head teacher",
        contact_email=f"{ask.contact.split()[0].lower()}{DEMO_DOMAIN}",
        session=session,
    )


def group(ask: Ask, request: TalkRequest) -> TalkGroup:
    if request.place and request.place.kind == Place.Kind.SECONDARY:
        return TalkGroup(
            talk_request=request,
            audience=Audience.YOUNG_PEOPLE,
            stages=("S1",),
            expected=ask.expected,
        )
    return TalkGroup(
        talk_request=request, audience=Audience.CHILDREN, stages=("P7",), expected=ask.expected
    )


def make_offers(lists: Lists, requests: list[TalkRequest], *, today: date) -> None:
    """Held ones for each of the two presenters, on days when nothing else is planned.

    Accepted ones where there is a session.
    """
    free = iter(next_school_days(today, 24)[4::2])
    team = lists.team
    offers = []
    presenters = iter(team.presenters)
    for request in requests:
        if request.state == State.OFFERED:
            held = Offer(
                talk_request=request,
                held_on=next(free),
                starts_at=time(10, 50),
                minutes=50,
                officer=next(presenters),
            )
        elif session := request.session:
            held = Offer(
                talk_request=request,
                held_on=session.held_on,
                starts_at=session.starts_at or time(9, 15),
                minutes=session.minutes or 50,
                officer=team.officer,
                state=Offer.State.ACCEPTED,
            )
        else:
            continue
        held.made_by = team.coordinator.user
        offers.append(held)
    Offer.objects.bulk_create(offers)

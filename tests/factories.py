"""Rows for tests: every default is valid, nothing is random. Name only what the test depends on."""

import uuid
from datetime import date, time

from campaigns.links import hash_of, new_token
from campaigns.models import (
    Attendance,
    Campaign,
    CarriedFigure,
    CouncilArea,
    Membership,
    Offer,
    Partner,
    Place,
    Session,
    TalkGroup,
    TalkRequest,
    Topic,
    User,
)

PASSWORD = "a long enough pass phrase"
TODAY = date(2026, 11, 23)  # a Monday in term
BADLY_SPACED = ("P1P2", "P1P2 P3", "P1 P2P3", "P1  P2", "P1 ", " P1", " ", "P1\n", "P1\tP2", "P1\nP2", "P7S1", "P1 P2 ")  # stages as they never are in a row


def make_area(*, name: str = "North Lanarkshire") -> CouncilArea:
    return CouncilArea.objects.get_or_create(name=name)[0]


def make_campaign(*, name: str = "Lanarkshire", mark: int = 20_000, areas: list[CouncilArea] | None = None, is_demo: bool = False) -> Campaign:
    campaign, created = Campaign.objects.get_or_create(name=name, defaults={"started_on": date(2015, 11, 1), "mark": mark, "is_demo": is_demo})
    if created:
        campaign.areas.set(areas if areas is not None else [make_area(), make_area(name="South Lanarkshire")])
    return campaign


def make_carried_figure(*, campaign: Campaign | None = None, value: int = 20_000, qualifier: str = "over", ends_on: date | None = None) -> CarriedFigure:
    return CarriedFigure.objects.create(
        campaign=campaign or make_campaign(), value=value, qualifier=qualifier, starts_on=date(2015, 11, 1), ends_on=ends_on, source="Local press, 2016"
    )


def make_user(*, name: str = "Ailsa Reid", email: str | None = None, password: str = PASSWORD, is_active: bool = True) -> User:
    return User.objects.create_user(email or f"{name.lower().replace(' ', '.')}@example.org", password, name=name, is_active=is_active)


def make_member(*, role: str = "officer", name: str = "Ailsa Reid", campaign: Campaign | None = None, is_active: bool = True) -> Membership:
    return Membership.objects.create(campaign=campaign or make_campaign(), user=make_user(name=name, is_active=is_active), role=role)


def make_place(
    *,
    name: str = "Braeside Primary School",
    town: str = "Wishaw",
    kind: str = "primary",
    area: CouncilArea | None = None,
    campaign: Campaign | None = None,
    closed_on: date | None = None,
    roll: int | None = 200,
) -> Place:
    return Place.objects.create(campaign=campaign or make_campaign(), name=name, town=town, kind=kind, area=area or make_area(), closed_on=closed_on, roll=roll)


def make_topic(*, name: str = "Sextortion", campaign: Campaign | None = None, class_size_only: bool = False) -> Topic:
    return Topic.objects.get_or_create(campaign=campaign or make_campaign(), name=name, defaults={"class_size_only": class_size_only})[0]


def make_partner(*, name: str = "Council education service", campaign: Campaign | None = None) -> Partner:
    return Partner.objects.get_or_create(campaign=campaign or make_campaign(), name=name)[0]


def make_session(
    *,
    held_on: date = date(2026, 11, 2),
    state: str = "delivered",
    place: Place | None = None,
    is_online: bool = False,
    format: str = "lesson",
    starts_at: time | None = time(9, 30),
    minutes: int | None = 50,
    officers: list[Membership] | None = None,
    topics: list[Topic] | None = None,
    campaign: Campaign | None = None,
    state_reason: str = "",
    stages: tuple[str, ...] = ("P7",),
) -> Session:
    campaign = campaign or make_campaign()
    if place is None and not is_online:
        place = Place.objects.filter(campaign=campaign).first() or make_place(campaign=campaign)
    session = Session.objects.create(
        campaign=campaign, held_on=held_on, state=state, place=place, is_online=is_online, format=format, starts_at=starts_at, minutes=minutes,
        state_reason=state_reason, stages=stages,
    )  # fmt: skip
    session.topics.set(topics if topics is not None else [make_topic(campaign=campaign)])
    session.officers.set(officers or [])
    return session


def make_attendance(
    *, session: Session | None = None, audience: str = "children", count: int | None = 25, known: str = "counted", place: Place | None = None
) -> Attendance:
    return Attendance.objects.create(session=session or make_session(), audience=audience, count=count, known=known, place=place)


def make_talk_request(
    *,
    state: str = "submitted",
    place: Place | None = None,
    topic: Topic | None = None,
    campaign: Campaign | None = None,
    reference: str = "BCD2345",
    contact_email: str = "office@school.example",
    session: Session | None = None,
    state_reason: str = "",
    expected: int = 27,
    draft_key: uuid.UUID | None = None,
) -> TalkRequest:
    """The school's link is campaigns.links.token_of(request)."""
    campaign = campaign or make_campaign()
    draft_key = draft_key or uuid.uuid4()
    place = place or Place.objects.filter(campaign=campaign).first() or make_place(campaign=campaign)
    request = TalkRequest.objects.create(
        campaign=campaign, draft_key=draft_key, reference=reference, token_hash=hash_of(new_token(draft_key)), state=state,
        state_reason=state_reason, place=place, area=place.area, topic=topic or make_topic(campaign=campaign), format="lesson",
        wanted="Any Tuesday morning in December", staff_stay=True, contact_name="Morag Bell", contact_role="Depute head", contact_email=contact_email,
        contact_phone="01698 000000", session=session,
    )  # fmt: skip
    TalkGroup.objects.create(talk_request=request, audience="children", stages=("P7",), expected=expected)
    return request


def make_offer(
    *, talk_request: TalkRequest, officer: Membership, held_on: date = date(2026, 12, 8), starts_at: time = time(10, 0), minutes: int = 50, state: str = "held"
) -> Offer:
    return Offer.objects.create(
        talk_request=talk_request, officer=officer, held_on=held_on, starts_at=starts_at, minutes=minutes, state=state, made_by=officer.user
    )

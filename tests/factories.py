"""Rows for tests: every default is valid, nothing is random. Name only what the test depends on."""

import uuid
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.history.guard import lifted
from campaigns.mail.links import hash_of, new_token
from campaigns.models import (
    Attendance,
    Campaign,
    CarriedFigure,
    Change,
    Correction,
    CouncilArea,
    ImportBatch,
    Mail,
    Membership,
    Offer,
    OfficerHours,
    OfficerTime,
    Partner,
    Place,
    SchoolHoliday,
    Session,
    TalkGroup,
    TalkKind,
    TalkRequest,
    Topic,
    User,
)

PASSWORD = "a long enough pass phrase"
TODAY = date(2026, 11, 23)  # a Monday in term
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/London"))
BADLY_SPACED = (
    "P1P2",
    "P1P2 P3",
    "P1 P2P3",
    "P1  P2",
    "P1 ",
    " P1",
    " ",
    "P1\n",
    "P1\tP2",
    "P1\nP2",
    "P7S1",
    "P1 P2 ",
)  # stages as they never are in a row


def make_area(*, name: str = "North Lanarkshire") -> CouncilArea:
    return CouncilArea.objects.get_or_create(name=name)[0]


def make_campaign(
    *,
    name: str = "Lanarkshire",
    mark: int = 20_000,
    areas: list[CouncilArea] | None = None,
    is_demo: bool = False,
) -> Campaign:
    campaign, created = Campaign.objects.get_or_create(
        name=name, defaults={"started_on": date(2015, 11, 1), "mark": mark, "is_demo": is_demo}
    )
    if created:
        campaign.areas.set(
            areas if areas is not None else [make_area(), make_area(name="South Lanarkshire")]
        )
    return campaign


def make_carried_figure(
    *,
    campaign: Campaign | None = None,
    value: int = 20_000,
    qualifier: str = "over",
    ends_on: date | None = None,
) -> CarriedFigure:
    return CarriedFigure.objects.create(
        campaign=campaign or make_campaign(),
        value=value,
        qualifier=qualifier,
        starts_on=date(2015, 11, 1),
        ends_on=ends_on,
        source="Local press, 2016",
    )


def make_user(
    *,
    name: str = "Ailsa Reid",
    email: str | None = None,
    password: str = PASSWORD,
    is_active: bool = True,
) -> User:
    return User.objects.create_user(
        email or f"{name.lower().replace(' ', '.')}@example.org",
        password,
        name=name,
        is_active=is_active,
    )


def make_member(
    *,
    role: str = "officer",
    name: str = "Ailsa Reid",
    campaign: Campaign | None = None,
    is_active: bool = True,
) -> Membership:
    return Membership.objects.create(
        campaign=campaign or make_campaign(),
        user=make_user(name=name, is_active=is_active),
        role=role,
    )


def make_place(
    *,
    name: str = "Braeside Primary School",
    town: str = "Wishaw",
    kind: str = "primary",
    area: CouncilArea | None = None,
    campaign: Campaign | None = None,
    closed_on: date | None = None,
    roll: int | None = 200,
    position: tuple[str, str] | tuple[None, None] = (None, None),
) -> Place:
    """`position` is latitude and longitude."""
    return Place.objects.create(
        campaign=campaign or make_campaign(),
        name=name,
        town=town,
        kind=kind,
        area=area or make_area(),
        closed_on=closed_on,
        roll=roll,
        latitude=position[0],
        longitude=position[1],
    )


def make_place_north(name: str, north: str) -> Place:
    """All stand on one line from south to north: 0.1 of a degree is 11.1 km."""
    return make_place(name=name, position=(north, "-3.9"))


def make_topic(
    *, name: str = "Sextortion", campaign: Campaign | None = None, class_size_only: bool = False
) -> Topic:
    return Topic.objects.get_or_create(
        campaign=campaign or make_campaign(),
        name=name,
        defaults={"class_size_only": class_size_only},
    )[0]


def make_partner(
    *, name: str = "Council education service", campaign: Campaign | None = None
) -> Partner:
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
        campaign=campaign,
        held_on=held_on,
        state=state,
        place=place,
        is_online=is_online,
        format=format,
        starts_at=starts_at,
        minutes=minutes,
        state_reason=state_reason,
        stages=stages,
    )
    session.topics.set(topics if topics is not None else [make_topic(campaign=campaign)])
    session.officers.set(officers or [])
    return session


def make_attendance(
    *,
    session: Session | None = None,
    audience: str = "children",
    count: int | None = 25,
    known: str = "counted",
    place: Place | None = None,
) -> Attendance:
    return Attendance.objects.create(
        session=session or make_session(), audience=audience, count=count, known=known, place=place
    )


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
    """The school's link is campaigns.mail.links.token_of(request)."""
    campaign = campaign or make_campaign()
    draft_key = draft_key or uuid.uuid4()
    place = (
        place or Place.objects.filter(campaign=campaign).first() or make_place(campaign=campaign)
    )
    request = TalkRequest.objects.create(
        campaign=campaign,
        draft_key=draft_key,
        reference=reference,
        token_hash=hash_of(new_token(draft_key)),
        state=state,
        state_reason=state_reason,
        place=place,
        area=place.area,
        topic=topic or make_topic(campaign=campaign),
        format="lesson",
        wanted="Any Tuesday morning in December",
        staff_stay=True,
        contact_name="Morag Bell",
        contact_role="Depute head",
        contact_email=contact_email,
        contact_phone="01698 000000",
        session=session,
    )
    TalkGroup.objects.create(
        talk_request=request, audience="children", stages=("P7",), expected=expected
    )
    return request


def make_offer(
    *,
    talk_request: TalkRequest,
    officer: Membership,
    held_on: date = date(2026, 12, 8),
    starts_at: time = time(10, 0),
    minutes: int = 50,
    state: str = "held",
) -> Offer:
    return Offer.objects.create(
        talk_request=talk_request,
        officer=officer,
        held_on=held_on,
        starts_at=starts_at,
        minutes=minutes,
        state=state,
        made_by=officer.user,
    )


def set_back(*, to: datetime, **changes: object) -> None:
    """As if these lines of history, or all, had been written then.

    The database refuses it to everybody else.
    """
    with lifted():
        Change.objects.filter(**changes).update(at=to)


def make_correction(
    *,
    by: Membership,
    session: Session | None = None,
    kind: str = "void",
    reason: str = "It was entered twice",
) -> Correction:
    """It waits for a coordinator."""
    session = session or make_session(campaign=by.campaign)
    fields = (
        {"State": ["Delivered", "Voided"]}
        if kind == "void"
        else {"Length": ["50 minutes", "45 minutes"]}
    )
    wanted = {} if kind == "void" else {"minutes": 45}
    return Correction.objects.create(
        session=session,
        kind=kind,
        based_on=session.version,
        wanted=wanted,
        fields=fields,
        reason=reason,
        proposed_by=by.user,
    )


def make_change(
    *,
    session: Session,
    by: User | None,
    kind: str = "edited",
    reason: str = "",
    fields: dict[str, list[str]] | None = None,
) -> Change:
    """A line of history with nothing behind it."""
    given = {"Length": ["50 minutes", "45 minutes"]} if fields is None else fields
    return Change.objects.create(
        campaign=session.campaign, session=session, kind=kind, by=by, reason=reason, fields=given
    )


def make_import_batch(*, by: Membership, state: str = "checked") -> ImportBatch:
    """With one row, of a place that is not known."""
    batch = ImportBatch.objects.create(
        campaign=by.campaign,
        state=state,
        file_name="talks.csv",
        header=["Date"],
        rows_total=1,
        uploaded_by=by.user,
    )
    batch.rows.create(
        line=2,
        cells=["?"],
        verdict="wrong",
        unknown_place="Braside PS",
        problems=["“Braside PS” is not a place that we know"],
    )
    return batch


def make_hours(
    *,
    officer: Membership,
    weekday: int = 1,
    starts_at: time = time(9, 0),
    ends_at: time = time(12, 0),
) -> OfficerHours:
    return OfficerHours.objects.create(
        officer=officer, weekday=weekday, starts_at=starts_at, ends_at=ends_at
    )


def make_time(
    *, officer: Membership, kind: str = "leave", begins: datetime, ends: datetime
) -> OfficerTime:
    """Wall times, as they are typed."""
    moments = {"begins_at": timezone.make_aware(begins), "ends_at": timezone.make_aware(ends)}
    return OfficerTime.objects.create(
        officer=officer, kind=kind, entered_by=officer.user, **moments
    )


def make_holiday(
    *,
    area: CouncilArea | None = None,
    first_on: date = date(2026, 10, 12),
    last_on: date = date(2026, 10, 16),
    name: str = "October week",
    **changed: object,
) -> SchoolHoliday:
    return SchoolHoliday.objects.create(
        area=area or make_area(), first_on=first_on, last_on=last_on, name=name, **changed
    )


def make_talk_kind(
    *,
    topic: Topic | None = None,
    name: str = "Know the trick",
    slug: str = "know-the-trick",
    **changed: Any,
) -> TalkKind:
    topic = topic or make_topic()
    given = {
        "format": "lesson",
        "stages": ("P6", "P7"),
        "minutes": 45,
        "summary": "How the trick works.",
        "expect": "Stories\nA quiz",
    }
    return TalkKind.objects.create(
        campaign=topic.campaign, topic=topic, name=name, slug=slug, **(given | changed)
    )


def make_mail(
    *,
    talk_request: TalkRequest | None = None,
    session: Session | None = None,
    key: str = "receipt:1",
    **columns: Any,
) -> Mail:
    """Without a job."""
    given = {
        "to": "office@school.example",
        "subject": "We have your request for a talk",
        "text": "Hello,\n\nthank you.\n",
        "message_id": f"<{key}@test>",
    }
    return Mail.objects.create(
        talk_request=talk_request or make_talk_request(),
        session=session,
        key=key,
        **(given | columns),
    )

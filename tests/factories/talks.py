"""What schools ask for, what they are offered and what is written to them."""

import uuid
from datetime import date, time
from typing import Any

from campaigns.mail.links import hash_of, new_token
from campaigns.models import (
    Campaign,
    Change,
    EvidenceRow,
    Mail,
    Membership,
    Notice,
    Offer,
    Place,
    Session,
    TalkContact,
    TalkGroup,
    TalkKind,
    TalkRequest,
    Topic,
    UnconfirmedAnswers,
    User,
)
from tests.factories.people import make_campaign
from tests.factories.places import make_place, make_topic


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
        confirm_by=date(2099, 1, 1) if state == "unconfirmed" else None,
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


def make_forgotten(
    *, campaign: Campaign | None = None, token: str = "old-link", **changed: Any
) -> str:
    """The link of a request that nobody confirmed."""
    given = {
        "answers": {"place": {"place": ["Braeside Primary School"]}},
        "reference": "BCD2345",
        "asked_on": date(2026, 11, 2),
        "forgotten_on": date(2026, 11, 12),
    }
    UnconfirmedAnswers.objects.create(
        campaign=campaign or make_campaign(), token_hash=hash_of(token), **(given | changed)
    )
    return token


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


def make_talk_contact(
    *, talk_request: TalkRequest, token: str = "take-over", state: str = "asked"
) -> str:
    """A colleague who was asked to look after it. Returns the token of the link to say yes with."""
    TalkContact.objects.create(
        talk_request=talk_request,
        state=state,
        name="Ewan Orr",
        email="ewan.orr@school.example",
        token_hash=hash_of(token),
    )
    return token


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


def make_evidence_row(
    *,
    campaign: Campaign | None = None,
    code: str = "QI 3.1",
    name: str = "Ensuring wellbeing",
    kind: str = "indicator",
    stages: tuple[str, ...] = (),
    is_shown: bool = True,
) -> EvidenceRow:
    return EvidenceRow.objects.create(
        campaign=campaign or make_campaign(),
        kind=kind,
        framework="How good is our school? (4th edition)",
        code=code,
        name=name,
        stages=stages,
        is_shown=is_shown,
    )


def make_mail(
    *,
    talk_request: TalkRequest | None = None,
    session: Session | None = None,
    kind: str = "receipt",
    key: str | None = None,
    **columns: Any,
) -> Mail:
    """Without a job."""
    key = key or f"{kind}:1"
    given = {
        "to": "office@school.example",
        "subject": "We have your request for a talk",
        "text": "Hello,\n\nthank you.\n",
        "message_id": f"<{key}@test>",
    }
    return Mail.objects.create(
        talk_request=talk_request or make_talk_request(),
        session=session,
        kind=kind,
        key=key,
        **(given | columns),
    )


def make_notice(
    *,
    talk_request: TalkRequest,
    kind: str = "noted",
    is_near: bool = False,
    by: User | None = None,
    **columns: Any,
) -> Notice:
    """Of a change of the school's."""
    change = Change.objects.create(
        campaign=talk_request.campaign, talk_request=talk_request, kind=kind, by=by
    )
    return Notice.objects.create(
        change=change, talk_request=talk_request, is_near=is_near, **columns
    )

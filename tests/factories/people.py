"""Campaigns, and who works in them."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from campaigns.models import (
    Campaign,
    CarriedFigure,
    CouncilArea,
    EarlierMark,
    Invitation,
    Membership,
    ReportedIncidents,
    User,
)
from campaigns.people.invite import GOOD_FOR, hash_of_invitation

PASSWORD = "a long enough pass phrase"


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


def make_earlier_mark(
    *, campaign: Campaign | None = None, value: int = 10_000, until: date = date(2026, 1, 5)
) -> EarlierMark:
    return EarlierMark.objects.create(
        campaign=campaign or make_campaign(), value=value, until=until
    )


def make_incidents(
    *,
    campaign: Campaign | None = None,
    starts_on: date = date(2015, 12, 1),
    ends_on: date = date(2016, 3, 31),
    value: int = 12,
    counts: str = "Reports of blackmail to the police",
) -> ReportedIncidents:
    return ReportedIncidents.objects.create(
        campaign=campaign or make_campaign(),
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        counts=counts,
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


def make_invitation(
    *,
    campaign: Campaign | None = None,
    name: str = "Iona Kerr",
    email: str | None = None,
    role: str = "officer",
    token: str = "a-token",
    by: Membership | None = None,
    sent_at: datetime | None = None,
    ago: timedelta = timedelta(0),
    **columns: datetime,
) -> Invitation:
    """Without its mail. Its link ends with the token."""
    sent_at = (sent_at or timezone.now()) - ago
    return Invitation.objects.create(
        campaign=campaign or make_campaign(),
        name=name,
        email=email or f"{name.lower().replace(' ', '.')}@example.org",
        role=role,
        token_hash=hash_of_invitation(token),
        invited_by=by.user if by else None,
        sent_at=sent_at,
        runs_out_at=sent_at + GOOD_FOR,
        **columns,
    )

"""How a school reaches the team: under every letter, and on the pages of talks."""

from dataclasses import dataclass

from django.conf import settings

from campaigns.models import Campaign


@dataclass(frozen=True, kw_only=True)
class TeamContact:
    """Without a telephone nothing is said of one, its hours included."""

    email: str
    name: str = ""
    telephone: str = ""
    hours: str = ""


def contact_of(campaign: Campaign | None) -> TeamContact:
    if campaign is None:
        return TeamContact(email=settings.TEAM_EMAIL)
    return TeamContact(
        email=campaign.team_email or settings.TEAM_EMAIL,
        name=campaign.team_name,
        telephone=campaign.telephone,
        hours=campaign.office_hours if campaign.telephone else "",
    )

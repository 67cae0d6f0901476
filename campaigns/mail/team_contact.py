"""How people reach the team: under every letter, and on the pages of talks."""

import uuid
from dataclasses import dataclass

from django.conf import settings

from campaigns.models import Campaign, Mail

OF_CAMPAIGN = ":campaign:"  # in the key of a letter that is about no talk


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


def key_in(campaign: Campaign, key: str = "") -> str:
    """A letter's key that says whose letter it is, so that the answer finds the way there."""
    return f"{key or uuid.uuid4()}{OF_CAMPAIGN}{campaign.pk}"


def campaign_of(mail: Mail) -> Campaign | None:
    if mail.talk_request_id:
        return Campaign.objects.filter(talk_requests=mail.talk_request_id).first()
    _, found, key = mail.key.rpartition(OF_CAMPAIGN)
    is_number = bool(found) and key.isascii() and key.isdecimal()
    return Campaign.objects.filter(pk=int(key)).first() if is_number else None

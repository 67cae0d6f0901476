"""A programme is never left without somebody who keeps its people, or who does its work.

It is decided while the campaign's row is held: of two administrators who end each other at the same
moment, the second finds that they are the last.
"""

from django.core.exceptions import ValidationError

from campaigns.access.permissions import coordinators_of
from campaigns.models import Campaign, Membership

Role = Membership.Role

LAST_ADMINISTRATOR = (
    "{member} is the last administrator of {campaign}. Make somebody else an administrator first"
)
LAST_COORDINATOR = (
    "Nobody else does a coordinator’s work in {campaign}. "
    "Make somebody else a coordinator before {member} goes"
)


def lock_people(campaign: Campaign) -> None:
    """Rows that only point at the campaign may still be written meanwhile (no_key)."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def why_needed(member: Membership, *, becomes: Role | None) -> str:
    """Why this person cannot get this role, or go when it is None; empty when they can.

    Somebody whose account is closed does no work, so they are not needed.
    """
    if not member.is_active:
        return ""
    others = coordinators_of(member.campaign).exclude(pk=member.pk)
    said = {"member": member, "campaign": member.campaign}
    is_lowered = member.role == Role.ADMINISTRATOR and becomes != Role.ADMINISTRATOR
    if is_lowered and not others.filter(role=Role.ADMINISTRATOR).exists():
        return LAST_ADMINISTRATOR.format(**said)
    works = member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)
    if works and becomes not in (Role.COORDINATOR, Role.ADMINISTRATOR) and not others.exists():
        return LAST_COORDINATOR.format(**said)
    return ""


def refuse_last(member: Membership, *, becomes: Role | None) -> None:
    if reason := why_needed(member, becomes=becomes):
        raise ValidationError(reason)

"""Who may: plain functions, one for each row of the table in docs/decisions/0006-who-may.md that is built."""

from campaigns.models import Membership, Offer, TalkRequest
from campaigns.models.talks import TalkRequestQuerySet

Role = Membership.Role


def may_read(member: Membership) -> bool:
    """Lists, sessions and reach, without contacts."""
    return True


def may_log(member: Membership) -> bool:
    return member.role in (Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_run_queue(member: Membership) -> bool:
    """Offer, allocate, decline."""
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_see_talks(member: Membership) -> bool:
    """Talk requests hold a school's contact, which viewers do not see."""
    return may_log(member)


def talks_seen_by(member: Membership) -> TalkRequestQuerySet:
    """Coordinators see the whole queue, officers what is offered or allocated to them."""
    requests = TalkRequest.objects.in_campaign(member.campaign)
    return requests if may_run_queue(member) else requests.for_officer(member)


def may_confirm_offer(member: Membership, offer: Offer) -> bool:
    """The school may say yes to a coordinator or to the officer whom it was offered."""
    return may_run_queue(member) or offer.officer_id == member.pk

"""Who may: a plain function for each row of the table in docs/decisions/0006-who-may.md."""

from campaigns.models import Campaign, Membership, Offer, TalkRequest
from campaigns.models.people import MembershipQuerySet
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


def coordinators_of(campaign: Campaign) -> MembershipQuerySet:
    """Whom a request may be given to."""
    roles = (Role.COORDINATOR, Role.ADMINISTRATOR)
    members = Membership.objects.filter(campaign=campaign, role__in=roles)
    return members.active().select_related("user")


def may_correct(member: Membership) -> bool:
    """Correct, void and restore at once, and decide what officers propose."""
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_see_stages(member: Membership) -> bool:
    """Figures of one stage, which may be about very few."""
    return may_log(member)


def may_see_audit(member: Membership) -> bool:
    """Every change by anyone, also of talk requests."""
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_see_sign_ins(member: Membership) -> bool:
    """In the audit trail: who signed in, and when. It is about colleagues, like the page People."""
    return may_keep_people(member)


def may_see_due(member: Membership) -> bool:
    """Which telephone numbers and pages of advice are to be checked; others cannot act on it."""
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_merge(member: Membership) -> bool:
    """Say that two sessions are one, and undo it."""
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_import(member: Membership) -> bool:
    """Bring spreadsheets in, and take them out again."""
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_see_week(member: Membership) -> bool:
    """Who is free, booked and away. Why a colleague is away is not in it but for coordinators."""
    return may_log(member)


def may_keep_diary(member: Membership) -> bool:
    """Which diaries: see diaries_kept_by."""
    return may_log(member)


def may_keep_programme(member: Membership) -> bool:
    """The settings: topics, partners, areas, places, lists of schools and holidays, the team's
    details, and what the figures stand on: the mark, the carried figure, reported incidents.
    """
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_add_place(member: Membership) -> bool:
    """Also at the moment of logging, because a talk is held wherever people are."""
    return may_log(member)


def may_keep_people(member: Membership) -> bool:
    """Invite, change a role, end a membership."""
    return member.role == Role.ADMINISTRATOR


def may_set_up_diaries(member: Membership) -> bool:
    """The travel rule, officers' bases and topics, and the councils' school holidays."""
    return member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def diaries_kept_by(member: Membership) -> MembershipQuerySet:
    """One's own; a coordinator's are those of everybody who gives talks."""
    presenters = Membership.objects.filter(campaign=member.campaign).presenters()
    return presenters if may_set_up_diaries(member) else presenters.filter(pk=member.pk)


def may_see_talks(member: Membership) -> bool:
    """Talk requests hold a school's contact, which viewers do not see."""
    return may_log(member)


def talks_seen_by(member: Membership) -> TalkRequestQuerySet:
    """Coordinators see the whole queue, officers what is offered or allocated to them.

    Nobody sees what its address has not confirmed: that is `unconfirmed_seen_by`.
    """
    requests = TalkRequest.objects.in_campaign(member.campaign).exclude(
        state=TalkRequest.State.UNCONFIRMED
    )
    return requests if may_run_queue(member) else requests.for_officer(member)


def unconfirmed_seen_by(member: Membership) -> TalkRequestQuerySet:
    """For whoever looks for its reference or its place; no list shows them."""
    requests = TalkRequest.objects.in_campaign(member.campaign).filter(
        state=TalkRequest.State.UNCONFIRMED
    )
    return requests if may_run_queue(member) else requests.none()


def may_confirm_offer(member: Membership, offer: Offer) -> bool:
    """The school may say yes to a coordinator or to the officer whom it was offered."""
    return may_run_queue(member) or member.pk in (offer.officer_id, offer.second_officer_id)

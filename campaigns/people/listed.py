"""Everybody who is, was or may soon be in a programme, each with what may be done."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from campaigns.mail.refused import refused_of_team
from campaigns.models import Campaign, Invitation, Membership
from sextortion_aware.reading.dates import in_words


@dataclass(frozen=True, kw_only=True)
class Person:
    """Either a member, who may have left, or somebody invited."""

    name: str
    email: str
    role: str
    state: str
    tag: str = ""
    note: str = ""
    is_refused: bool = False
    member: Membership | None = None
    invitation: Invitation | None = None

    @property
    def is_in(self) -> bool:
        return self.member is not None and self.member.ended_at is None

    @property
    def again(self) -> str:
        """What the form of an invitation begins with, as a query."""
        return urlencode({"name": self.name, "email": self.email})

    @property
    def is_open(self) -> bool:
        return self.invitation is not None and self.invitation.withdrawn_at is None


def people_of(campaign: Campaign, *, now: datetime) -> list[Person]:
    """Three queries. Those who are in come first, and those who left last."""
    members = [
        person_of(member)
        for member in with_second_steps(campaign.memberships.all()).order_by("user__name", "pk")
    ]
    invited = [
        invited_person(one, now=now)
        for one in campaign.invitations.filter(accepted_at=None).select_related("invited_by")
    ]
    refused = refused_of_team([one.email for one in (*members, *invited)])
    members, invited = (
        [replace(one, is_refused=one.email in refused) for one in people]
        for people in (members, invited)
    )
    return [
        *(one for one in members if one.is_in),
        *(one for one in invited if one.is_open),
        *(one for one in invited if not one.is_open),
        *(one for one in members if not one.is_in),
    ]


def with_second_steps(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Each with `has_second_step`: one that can be reset, or single sign-on, which goes with it."""
    factors = Authenticator.objects.filter(user=OuterRef("user"))
    links = SocialAccount.objects.filter(user=OuterRef("user"))
    has = Exists(factors) | Exists(links)
    return members.select_related("user").annotate(has_second_step=has)


def person_of(member: Membership) -> Person:
    state, tag, note = "Active", "good", ""
    if member.ended_at:
        state, tag, note = "Ended", "", f"Ended on {day(member.ended_at)}"
    elif not member.user.is_active:
        state, tag, note = "Account closed", "", "Cannot sign in. Whoever runs the site can open it"
    return Person(
        name=member.user.name,
        email=member.user.email,
        role=member.get_role_display(),
        state=state,
        tag=tag,
        note=note,
        member=member,
    )


def invited_person(one: Invitation, *, now: datetime) -> Person:
    by = f" by {one.invited_by}" if one.invited_by else ""
    state, tag = "Invited", "brand"
    note = f"Invited on {day(one.sent_at)}{by}. The link works until {day(one.runs_out_at)}"
    if one.withdrawn_at:
        state, tag, note = "Withdrawn", "", f"Withdrawn on {day(one.withdrawn_at)}"
    elif one.runs_out_at <= now:
        state, tag = "Invitation ran out", "bad"
        note = f"Invited on {day(one.sent_at)}{by}. The link ran out on {day(one.runs_out_at)}"
    return Person(
        name=one.name,
        email=one.email,
        role=one.get_role_display(),
        state=state,
        tag=tag,
        note=note,
        invitation=one,
    )


def day(moment: datetime) -> str:
    return in_words(timezone.localtime(moment).date())

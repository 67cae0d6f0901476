"""Whose a request or its talk is, and how each of them hears of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from campaigns.access.permissions import coordinators_of
from campaigns.diaries.held import held_of
from campaigns.models import Change, Membership, Notice, TalkRequest
from campaigns.models.people import Hears
from campaigns.talks.offers import officers_of


@dataclass(frozen=True, kw_only=True)
class Touched:
    """Whose time a change is about, and which days: as it stands before it."""

    officers: frozenset[Membership]
    days: tuple[date, ...]


def touched_by(request: TalkRequest) -> Touched:
    """Needs the session. A talk that was called off has no day any more."""
    held, session = held_of(request), request.session
    officers, days = set(officers_of(held)), {offer.held_on for offer in held}
    if session and session.is_planned:
        officers |= set(session.officers.all())
        days.add(session.held_on)
    return Touched(officers=frozenset(officers), days=tuple(sorted(days)))


def hearers(notice: Notice) -> list[Membership]:
    """Those for whom `NoticeQuerySet.for_member` has it: never whoever did it."""
    request = notice.talk_request
    mine = Q(pk__in=officers_hearing(notice)) | Q(pk=request.owner_id)
    if request.owner is None or not request.owner.is_active:
        mine |= Q(pk__in=coordinators_of(request.campaign).values("pk"))
    ours = Membership.objects.filter(campaign=request.campaign).presenters()
    others = ours.exclude(user=notice.change.by_id) if notice.change.by_id else ours
    return list(others.filter(mine).select_related("user", "campaign"))


def officers_hearing(notice: Notice) -> frozenset[int]:
    touched = notice.officers.values_list("pk", flat=True)
    session = notice.talk_request.session
    gives = session.officers.values_list("pk", flat=True) if session else []
    return frozenset((*touched, *gives))


def how(member: Membership, notice: Notice, *, officers: frozenset[int]) -> Hears:
    """Nobody can choose to learn too late that their own talk is off."""
    called_off = notice.change.kind == Change.Kind.CANCELLED
    if called_off and notice.is_near and member.pk in officers:
        return Hears.AT_ONCE
    return Hears(member.hears_near if notice.is_near else member.hears_rest)

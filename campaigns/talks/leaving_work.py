"""What somebody who leaves has in hand. Nothing is written here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from campaigns.models import Campaign, Correction, Membership, Offer, Session, TalkRequest
from campaigns.models.sessions import SessionQuerySet
from campaigns.models.talks import TalkRequestQuerySet
from campaigns.talks.offers import date_in_words

Role = Membership.Role

COORDINATING = (Role.COORDINATOR, Role.ADMINISTRATOR)
Row = Session | Offer | TalkRequest


@dataclass(frozen=True, kw_only=True)
class Work:
    """The last two go to nobody: they are only told."""

    sessions: list[Session]
    offers: list[Offer]
    requests: list[TalkRequest]
    uncounted: list[Session]
    corrections: list[Correction]

    @property
    def rows(self) -> list[Row]:
        return [*self.sessions, *self.offers, *self.requests]

    @property
    def keys(self) -> list[str]:
        return [key_of(row) for row in self.rows]


def key_of(row: Row) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def words_of(row: Row) -> str:
    if isinstance(row, TalkRequest):
        return f"{row.reference}, {row.place_label}"
    if isinstance(row, Offer):
        return f"{date_in_words(row)}, held for {row.talk_request.place_label}"
    place = row.place.label if row.place else "online"
    return f"{date_in_words(row)}, {place}"


def work_of(member: Membership, *, becomes: Role | None, now: datetime) -> Work:
    """What this person could not do any more with that role, or without any (None).

    Seven queries at most.
    """
    today = timezone.localtime(now).date()
    sessions = list(_planned(member)) if gives_no_talks(becomes) else []
    return Work(
        sessions=[one for one in sessions if one.held_on >= today],
        uncounted=[one for one in sessions if one.held_on < today],
        offers=_offers(member, now=now) if gives_no_talks(becomes) else [],
        requests=list(_owned(member)) if becomes not in COORDINATING else [],
        corrections=_corrections(member) if gives_no_talks(becomes) else [],
    )


def gives_no_talks(becomes: Role | None) -> bool:
    return becomes in (None, Role.VIEWER)


def without_officer(campaign: Campaign) -> SessionQuerySet:
    """Planned, and nobody gives it: its officer left, and nobody took over."""
    planned = Session.objects.in_campaign(campaign).planned().filter(officers=None)
    return planned.select_related("place__area").order_by("held_on", "starts_at", "pk")


def requests_around(member: Membership) -> TalkRequestQuerySet:
    """All that handing over may touch, to be locked before anything else."""
    own = TalkRequest.objects.for_officer(member).values("pk")
    return TalkRequest.objects.filter(Q(pk__in=own) | Q(owner=member)).order_by("pk")


def _planned(member: Membership) -> SessionQuerySet:
    planned = Session.objects.planned().for_officer(member)
    return (
        planned.select_related("place__area", "campaign")
        .prefetch_related("officers__user")
        .order_by("held_on", "starts_at", "pk")
    )


def _offers(member: Membership, *, now: datetime) -> list[Offer]:
    held = Offer.objects.held(now).filter(Q(officer=member) | Q(second_officer=member))
    return list(
        held.select_related(
            "talk_request__place__area",
            "officer__user",
            "officer__campaign",
            "second_officer__user",
            "second_officer__campaign",
        )
    )


def _owned(member: Membership) -> TalkRequestQuerySet:
    return TalkRequest.objects.open().filter(owner=member).select_related("place__area")


def _corrections(member: Membership) -> list[Correction]:
    waiting = Correction.objects.in_campaign(member.campaign).waiting()
    return list(waiting.filter(proposed_by=member.user_id).select_related("session__place__area"))

"""The rows of dates that are held, for whoever has locked their request.

What follows for the request is said elsewhere.
"""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from campaigns.diaries import book
from campaigns.models import Offer, Session, TalkRequest


def release_offers(offers: Collection[Offer], *, to: Offer.State) -> None:
    """Their time is free."""
    Offer.objects.filter(pk__in=[offer.pk for offer in offers], state=Offer.State.HELD).update(
        state=to
    )
    book.release(offers=offers)


def lock_requests_of(*sessions: Session) -> None:
    """Call it before the sessions themselves are locked.

    Whoever answers for the school takes the two in the same order.
    """
    keys = [session.pk for session in sessions]
    list(
        TalkRequest.objects.select_for_update()
        .filter(session__in=keys)
        .order_by("pk")
        .values_list("pk")
    )


def held_of(talk_request: TalkRequest) -> list[Offer]:
    """Also those that have lapsed and were not marked yet."""
    held = Offer.objects.filter(talk_request=talk_request, state=Offer.State.HELD)
    return list(
        held.select_related(
            "officer__user", "officer__campaign", "second_officer__user", "second_officer__campaign"
        )
    )


def still_held(offers: Collection[Offer], *, now: datetime) -> list[Offer]:
    return [offer for offer in offers if not has_lapsed(offer, now=now)]


def has_lapsed(offer: Offer, *, now: datetime) -> bool:
    """As `is_over` of its model says it to the database."""
    return has_gone_by(offer, now=now) or (offer.lapses_at is not None and offer.lapses_at <= now)


def has_gone_by(offer: Offer, *, now: datetime) -> bool:
    return datetime.combine(offer.held_on, offer.starts_at) <= timezone.make_naive(now)

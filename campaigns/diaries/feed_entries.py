"""What stands in an officer's calendar feed."""

from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.models import Membership, Session

# Of what is over, and of what was called off, so that every program has had time to hear of it.
KEPT = timedelta(days=30)


def talks_for_feed(*, officer: Membership, now: datetime) -> list[tuple[Session, datetime]]:
    """Each with the moment of its last change, in the order of their days."""
    on = Q(
        state__in=[Session.State.PLANNED, Session.State.DELIVERED],
        held_on__gte=timezone.localdate(now - KEPT),
    )
    called_off = Q(
        state__in=[Session.State.CANCELLED, Session.State.DID_NOT_HAPPEN, Session.State.VOIDED],
        revised_at__gte=now - KEPT,
    )
    sessions = (
        Session.objects.for_officer(officer)
        .annotate(revised_at=Coalesce(Max("changes__at"), "logged_at"))
        .filter(on | called_off)
    )
    found = (
        sessions.select_related("place__area", "talk_request")
        .prefetch_related("topics")
        .order_by("held_on", "starts_at", "pk")
    )
    # `revised_at` is annotated above.
    return [(session, session.revised_at) for session in found]  # type: ignore[attr-defined]

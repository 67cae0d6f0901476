"""Who is due where, from the planned sessions and the held dates alone, by a plain rule."""

from datetime import UTC, datetime, timedelta
from math import asin, ceil, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from campaigns.models import Offer, Session, TalkRequest

SCOTLAND = ZoneInfo("Europe/London")


def due(officer, now):
    """Every planned session and every held date of this officer that is not over."""
    found = []
    for session in Session.objects.filter(state="planned", officers=officer).select_related(
        "place"
    ):
        request = TalkRequest.objects.filter(session=session).first()
        found.append(
            one_due(
                session,
                about=request.draft_key if request else session.client_id,
                place=None if session.is_online else session.place,
            )
        )
    held = Offer.objects.filter(state="held").filter(lapses_at__gt=now)
    for offer in [*held.filter(officer=officer), *held.filter(second_officer=officer)]:
        found.append(
            one_due(offer, about=offer.talk_request.draft_key, place=offer.talk_request.place)
        )
    return found


def one_due(row, *, about, place):
    begins = datetime.combine(row.held_on, row.starts_at, tzinfo=SCOTLAND).astimezone(UTC)
    return {
        "about": about,
        "begins": begins,
        "ends": begins + timedelta(minutes=row.minutes),
        "place": place,
    }


def way(one, other):
    """Whole minutes at 35 km an hour as the crow flies, on top of ten; nought at one place, and
    online.
    """
    if one is None or other is None or one.pk == other.pk:
        return 0
    a, b = radians(float(one.latitude)), radians(float(other.latitude))
    turn = radians(float(other.longitude) - float(one.longitude))
    km = 2 * 6371 * asin(sqrt(sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2))
    return max(10, ceil(km / 35 * 60))

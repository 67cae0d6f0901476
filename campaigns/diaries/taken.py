"""What takes an officer's time: read from the planned sessions and the held offers themselves.

Nothing is locked and nothing written here, so an answer may be out of date when it is read.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from campaigns.diaries.rule import Taken, in_the_way, span
from campaigns.models import DiaryEntry, Membership, Offer, Session

DAY = timedelta(days=1)


def taken_by(
    officers: Collection[Membership], *, first: date, last: date, now: datetime
) -> dict[int, list[Taken]]:
    """By the officer's pk, everything that is planned with them or held for a school on these days
    and one day to either side, for what goes on past midnight. Three queries.
    """
    found: defaultdict[int, list[Taken]] = defaultdict(list)
    keys, days = {officer.pk for officer in officers}, (first - DAY, last + DAY)

    planned = (
        Session.objects.planned()
        .filter(officers__in=keys, held_on__range=days, starts_at__isnull=False)
        .distinct()
        .select_related("place__area", "talk_request")
        .prefetch_related("officers")
    )
    for session in planned:
        for officer in session.officers.all():
            found[officer.pk].append(taken_by_session(session))

    held = Offer.objects.held(now).filter(
        Q(officer__in=keys) | Q(second_officer__in=keys), held_on__range=days
    )
    for offer in held.select_related("talk_request__place__area"):
        for key in filter(None, (offer.officer_id, offer.second_officer_id)):
            found[key].append(taken_by_offer(offer))
    return found


def taken_beside(officer: Membership, new: Taken, *, now: datetime) -> list[Taken]:
    """What else this officer has on the days of `new`; what stands of the same talk is among it."""
    first, last = timezone.localtime(new.begins).date(), timezone.localtime(new.ends).date()
    return taken_by([officer], first=first, last=last, now=now)[officer.pk]


def why_not_free(officer: Membership, new: Taken, *, now: datetime) -> str:
    """A sentence without its full stop; empty when the officer is free."""
    reason = in_the_way(new, taken_beside(officer, new, now=now), campaign=officer.campaign)
    return f"{officer} {reason}" if reason else ""


def about_of(session: Session) -> uuid.UUID:
    """The key of the talk: a school's request, its offers and its session share one."""
    request = getattr(session, "talk_request", None)
    return request.draft_key if request else session.client_id


def taken_by_session(session: Session) -> Taken:
    begins, ends = span(session.held_on, session.starts_at or time.min, session.minutes)
    place = None if session.is_online else session.place
    return Taken(
        about=about_of(session),
        begins=begins,
        ends=ends,
        place=place,
        label=place.label if place else "",
    )


def taken_by_offer(offer: Offer) -> Taken:
    begins, ends = span(offer.held_on, offer.starts_at, offer.minutes)
    request = offer.talk_request
    return Taken(
        about=request.draft_key,
        begins=begins,
        ends=ends,
        place=request.place,
        label=request.place_label,
        is_offer=True,
    )


def taken_by_entry(entry: DiaryEntry) -> Taken:
    place = entry.offer.talk_request.place if entry.offer else None
    if entry.session and not entry.session.is_online:
        place = entry.session.place
    return Taken(about=entry.about, begins=entry.begins_at, ends=entry.ends_at, place=place)

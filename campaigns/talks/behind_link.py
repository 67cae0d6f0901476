"""Which request a school's secret link opens, and until when."""

from datetime import date, datetime

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from campaigns.mail.links import hash_of
from campaigns.models import TalkRequest
from sextortion_aware.months import months_after

State = TalkRequest.State


def find_talk(token: str, *, today: date) -> TalkRequest:
    """An unknown link, an old one and a mistyped one look alike. That of a request which was merged
    leads to the one that goes on.
    """
    known = TalkRequest.objects.select_related(
        "campaign", "topic", "kind", "place__area", "area", "session__place__area"
    )
    found = known.filter(token_hash=hash_of(token)).first()
    while found and found.merged_into_id:
        found = known.get(pk=found.merged_into_id)
    if found is None or today > last_day(found):
        raise Http404
    return found


def last_day(talk: TalkRequest) -> date:
    """A talk that is set or was given is looked up until its contact is forgotten. Otherwise it is
    thirty days after the talk, or after the last thing that happened to a request that ended.
    """
    if talk.session and (talk.date_is_set or talk.state == State.DELIVERED):
        return months_after(talk.session.held_on, settings.FORGET_CONTACTS_AFTER_MONTHS)
    if talk.session:
        return talk.session.held_on + settings.FORGET_LINKS_AFTER
    if talk.state in TalkRequest.OPEN or talk.state == State.UNCONFIRMED:
        return date.max
    ended: datetime | None = talk.changes.values_list("at", flat=True).last()
    return timezone.localdate(ended or talk.asked_at) + settings.FORGET_LINKS_AFTER


def merged_away(talk: TalkRequest, token: str) -> TalkRequest | None:
    """The request of this link, when it was merged into that of the page."""
    return TalkRequest.objects.filter(token_hash=hash_of(token)).exclude(pk=talk.pk).first()

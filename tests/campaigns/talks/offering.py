"""One date at a time, as most tests need it."""

from campaigns.models import Offer
from campaigns.talks.end_offers import refuse_offers
from campaigns.talks.offers import offer_dates
from tests.factories import NOW


def offer_date(*, talk_request, slot, instead_of, by, now, place=None, new_place_kind=""):
    saw = frozenset({instead_of}) if instead_of else frozenset()
    return offer_dates(
        talk_request=talk_request,
        slots=[slot],
        instead_of=saw,
        place=place,
        new_place_kind=new_place_kind,
        by=by,
        now=now,
    )[0]


def refuse_offer(*, offer: Offer, reason, by, now=NOW):
    saw = frozenset({offer.pk})
    refuse_offers(talk_request=offer.talk_request, saw=saw, reason=reason, by=by, now=now)

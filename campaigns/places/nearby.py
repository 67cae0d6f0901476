"""The places that a phone keeps for a day without a signal: where this officer has been, and what
lies around.
"""

from datetime import date

from django.db.models import Avg, ExpressionWrapper, F, FloatField, Max, prefetch_related_objects

from campaigns.models import Membership, Place
from campaigns.models.places import PlaceQuerySet

MOST_RECENT = 60
MOST_KEPT = 300
DEGREE = 0.56  # a degree of longitude in Scotland, in degrees of latitude


def places_to_keep(*, member: Membership, today: date) -> list[Place]:
    """The last ones first, then the nearest to them; in a new officer's case those of the whole
    campaign.
    """
    still_open = Place.objects.filter(campaign=member.campaign).open_on(today)
    mine = still_open.filter(sessions__officers=member).annotate(last=Max("sessions__held_on"))
    recent = list(mine.select_related("area").order_by("-last", "name", "pk")[:MOST_RECENT])
    others = nearest(still_open.exclude(pk__in=[place.pk for place in recent]), to=recent)
    kept = recent + list(others.select_related("area")[: MOST_KEPT - len(recent)])
    prefetch_related_objects(kept, "aliases")
    return kept


def nearest(places: PlaceQuerySet, *, to: list[Place]) -> PlaceQuerySet:
    centre = Place.objects.filter(
        pk__in=[place.pk for place in to], latitude__isnull=False, longitude__isnull=False
    )
    middle = centre.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude")) if to else {}
    if not middle.get("latitude"):
        return places.order_by("name", "pk")
    north, east = (
        F("latitude") - float(middle["latitude"]),
        (F("longitude") - float(middle["longitude"])) * DEGREE,
    )
    away = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    return places.annotate(away=away).order_by(F("away").asc(nulls_last=True), "name", "pk")

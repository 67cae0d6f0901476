"""How long an officer is on the way from one place to another: a plain rule that a coordinator can
adjust, no route planner.
"""

from math import asin, ceil, cos, radians, sin, sqrt

from campaigns.models import Campaign, Place

EARTH_KM = 6371.0


def travel_minutes(campaign: Campaign, one: Place | None, other: Place | None) -> int:
    """Nought at one place, and when either is online (None).

    A place whose position nobody knows is as far as the nearest.
    """
    if one is None or other is None or one.pk == other.pk:
        return 0
    distance = km_between(one, other)
    return max(campaign.least_minutes_between, ceil((distance or 0) / campaign.km_an_hour * 60))


def km_between(one: Place, other: Place) -> float | None:
    """As the crow flies. None when one of the positions is not known."""
    if (
        one.latitude is None
        or one.longitude is None
        or other.latitude is None
        or other.longitude is None
    ):
        return None
    north, south, east, west = (
        radians(float(value))
        for value in (one.latitude, other.latitude, one.longitude, other.longitude)
    )
    half = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))

"""No place stands twice on our list: a second of its name in its town is refused, and what may be
one already there is asked about.
"""

from collections import Counter
from datetime import date
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError

from campaigns.models import Campaign, Place
from campaigns.models.places import PlaceQuerySet
from campaigns.places.aliases import place_known_as
from sextortion_aware.reading.names import compared_place

MOST_ALIKE = 5
MOST_IN_TOWN = 500
LIKE_ENOUGH = 0.9  # one letter of ten


def second_place(
    *, campaign: Campaign, name: str, town: str, today: date, but: Place | None = None
) -> Place | None:
    same = Place.objects.filter(campaign=campaign).open_on(today).called(name=name, town=town)
    same = same.exclude(pk=but.pk) if but else same
    return same.select_related("area").first()


def refuse_second_place(
    *, campaign: Campaign, name: str, town: str, today: date, but: Place | None = None
) -> None:
    if there := second_place(campaign=campaign, name=name, town=town, today=today, but=but):
        raise ValidationError(
            f"{there.label} is on our list already. Find it there, or check which place is meant"
        )


def places_alike(*, campaign: Campaign, name: str, town: str, postcode: str) -> list[Place]:
    """Of the same name in another town or closed, of the same postcode, known by this name, or of
    nearly this name in this town.
    """
    words = compared_place(name)
    places = Place.objects.filter(campaign=campaign).select_related("area")
    begun = places.filter(words__startswith=words) if words else places.none()
    found = [place for place in begun if compared_place(place.name) == words]
    found += places.filter(postcode=postcode)[:MOST_ALIKE] if postcode else []
    for said in (name, f"{name} {town}"):
        known = place_known_as(said, campaign=campaign)
        found += [known.place] if known else []
    found += nearly_called(places, name=words, town=compared_place(town))
    return list({place.pk: place for place in found}.values())[:MOST_ALIKE]


def nearly_called(places: PlaceQuerySet, *, name: str, town: str) -> list[Place]:
    """Both as they are compared."""
    if not name or not town:
        return []
    there = places.filter(words__endswith=f" {town}")[:MOST_IN_TOWN]
    return [
        place
        for place in there
        if compared_place(place.town) == town and is_nearly(name, compared_place(place.name))
    ]


def is_nearly(one: str, other: str) -> bool:
    """A letter differs, or one has a word more."""
    fewer, more = sorted((one.split(), other.split()), key=len)
    if len(fewer) > 1 and len(more) == len(fewer) + 1 and not Counter(fewer) - Counter(more):
        return True
    match = SequenceMatcher(None, one, other)
    ratios = (match.real_quick_ratio, match.quick_ratio, match.ratio)  # the slowest last
    return all(ratio() >= LIKE_ENOUGH for ratio in ratios)

"""What else a place is called: by spreadsheets, and by whoever knew it under an earlier name."""

from django.db import transaction

from campaigns.history.record import record_deed
from campaigns.models import Campaign, Change, Place, PlaceAlias, User
from sextortion_aware.reading.names import compared_place

LONGEST_ALIAS = 200


def as_alias(name: str) -> str:
    return cut(compared_place(name))


def cut(words: str) -> str:
    return words[:LONGEST_ALIAS].strip()


def own_names(place: Place) -> set[str]:
    """All that it is called by itself. What stands in brackets tells it from others of its name, so
    without it the name is borne by all of them. Needs `area` selected.
    """
    bare = place.name.partition("(")[0]
    said = (place.name, bare, f"{place.name} {place.town}", place.label)
    return {*map(as_alias, said)} - {""}


def remember_names(place: Place, *, names: list[str]) -> list[str]:
    """Those that are remembered from now on. A name that another place has or is known by stays
    that place's: spreadsheets must not take one for the other in silence.
    """
    campaign = place.campaign
    others = Place.objects.filter(campaign=campaign).exclude(pk=place.pk)
    taken = {words for other in others.select_related("area") for words in own_names(other)}
    known = set(PlaceAlias.objects.filter(campaign=campaign).values_list("words", flat=True))
    wanted = dict.fromkeys(filter(None, map(as_alias, names)))
    new = [words for words in wanted if words not in taken | known]
    PlaceAlias.objects.bulk_create(
        PlaceAlias(campaign=campaign, words=words, place=place) for words in new
    )
    return new


def place_known_as(text: str, *, campaign: Campaign) -> PlaceAlias | None:
    known = PlaceAlias.objects.filter(campaign=campaign, words=as_alias(text))
    return known.select_related("place__area").first()


@transaction.atomic
def forget_name(*, alias: PlaceAlias, by: User | None) -> None:
    """Spreadsheets that are in the log stay as they are; the next one asks about the name."""
    label = alias.place.label
    if not PlaceAlias.objects.filter(pk=alias.pk).delete()[0]:
        return
    record_deed(
        campaign=alias.campaign,
        kind=Change.Kind.REMOVED,
        about=f"Name in spreadsheets: {alias.words}",
        by=by,
        fields={"Place": (label, "")},
    )

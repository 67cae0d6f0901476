from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from campaigns.models import Campaign, CouncilArea, Place
from campaigns.models.compared import words_of_fields
from campaigns.places.schools_file import School

BATCH = 400


@dataclass(frozen=True)
class Saved:
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def save_schools(*, campaign: Campaign, schools: Sequence[School]) -> Saved:
    """Creates and updates by code and sector.

    It never closes, deletes or links an area to the campaign: those are decisions.
    """
    Campaign.objects.select_for_update().get(
        pk=campaign.pk
    )  # a second import of the same campaign waits for this one
    areas = council_areas({school.area for school in schools})
    there = Place.objects.filter(campaign=campaign)
    known = added_by_hand([place for place in there if not place.seed_code], schools, areas) | {
        (place.seed_code, place.kind): place for place in there if place.seed_code
    }
    new: list[Place] = []
    changed: list[Place] = []
    for school in schools:
        place = known.get(school.key)
        if place is None:
            new.append(
                Place(
                    campaign=campaign,
                    seed_code=school.seed_code,
                    kind=school.kind,
                    **columns(school, areas),
                )
            )
        elif take_over(place, {"seed_code": school.seed_code, **columns(school, areas)}):
            changed.append(place)
    Place.objects.bulk_create(new, batch_size=BATCH)
    Place.objects.bulk_update(
        changed,
        [
            "seed_code",
            "area",
            "name",
            "denomination",
            "roll",
            "town",
            "postcode",
            "latitude",
            "longitude",
        ],
        batch_size=BATCH,
    )
    return Saved(
        created=len(new), updated=len(changed), unchanged=len(schools) - len(new) - len(changed)
    )


def added_by_hand(
    places: Iterable[Place], schools: Iterable[School], areas: dict[str, CouncilArea]
) -> dict[tuple[str, str], Place]:
    """Places without a code that are called as a school of the file, with its code and sector.

    Only where one of each bears the name in its council, town and sector: all else is a new place.
    """
    named: dict[tuple[int, str, str], list[Place]] = defaultdict(list)
    wanted: dict[tuple[int, str, str], list[School]] = defaultdict(list)
    for place in places:
        named[place.area_id, place.kind, place.words].append(place)
    for school in schools:
        words = words_of_fields(school.name, school.town)
        wanted[areas[school.area].pk, school.kind, words].append(school)
    return {
        wanted[bearer][0].key: found[0]
        for bearer, found in named.items()
        if len(found) == len(wanted.get(bearer, ())) == 1
    }


def council_areas(names: set[str]) -> dict[str, CouncilArea]:
    CouncilArea.objects.bulk_create(
        [CouncilArea(name=name) for name in sorted(names)], ignore_conflicts=True
    )
    return {area.name: area for area in CouncilArea.objects.filter(name__in=names)}


def columns(school: School, areas: dict[str, CouncilArea]) -> dict[str, object]:
    return {
        "area_id": areas[school.area].pk,
        "name": school.name,
        "denomination": school.denomination,
        "roll": school.roll,
        "town": school.town,
        "postcode": school.postcode,
        "latitude": school.latitude,
        "longitude": school.longitude,
    }


def take_over(place: Place, values: dict[str, object]) -> bool:
    """Whether anything became different."""
    different = {name: value for name, value in values.items() if getattr(place, name) != value}
    for name, value in different.items():
        setattr(place, name, value)
    return bool(different)

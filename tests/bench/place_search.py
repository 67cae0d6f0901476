"""What it costs that a search compares names by one rule: the same search in the columns as typed.

    .venv/bin/python -m tests.bench.place_search        # DATABASE_URL for PostgreSQL

CPU of this process and, on PostgreSQL, what the database says of its own time.
"""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")

import django

django.setup()

from django.db import connection  # noqa: E402  (it reads the settings above)
from django.db.models import Q  # noqa: E402

from campaigns.models import Campaign, CouncilArea, Place  # noqa: E402
from campaigns.models.places import PlaceQuerySet  # noqa: E402

ROUNDS, SHOWN = 40, 10
COUNCILS, TOWNS, SAINTS = 2, 40, 31
TYPED = ("st jo", "saint 7s primary", "St 12’s Primary School, Town 3", "town 39", "nowhere at all")
LIMIT = 1.5


def make(places: int) -> Campaign:
    campaign = Campaign.objects.create(
        name=f"Bench of {places}", started_on="2015-11-01", mark=20_000
    )
    areas = [
        CouncilArea.objects.get_or_create(name=f"Shire {number}")[0] for number in range(COUNCILS)
    ]
    Place.objects.bulk_create(
        Place(
            campaign=campaign,
            area=areas[number % COUNCILS],
            kind="primary",
            name=f"St {number % SAINTS}’s Primary School {number}",
            town=f"Town {number % TOWNS}",
            postcode=f"ML{number % 9 + 1} {number % 9}AA",
        )
        for number in range(places)
    )
    return campaign


def as_typed(places: PlaceQuerySet, text: str) -> PlaceQuerySet:
    """As a search without the rule does."""
    found = places.select_related("area")
    for word in text.replace(",", " ").split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(town__icontains=word)
            | Q(postcode__istartswith=word)
            | Q(area__name__icontains=word)
        )
    return found


def seconds(search: Callable[[PlaceQuerySet, str], PlaceQuerySet], campaign: Campaign) -> float:
    began, within = time.process_time(), 0.0
    for text in TYPED:
        found = search(Place.objects.filter(campaign=campaign), text)[:SHOWN]
        list(found)
        if connection.vendor == "postgresql":
            told = found.explain(analyze=True).rpartition("Execution Time: ")[2]
            within += float(told.split()[0]) / 1000
    return (time.process_time() - began + within) / len(TYPED)


def main() -> int:
    name = connection.creation.create_test_db(verbosity=0)
    missed = 0
    try:
        for places in (306, 2_483):
            campaign = make(places)
            both = (PlaceQuerySet.search, as_typed)
            rounds = [[seconds(search, campaign) for search in both] for _ in range(ROUNDS)]
            rule, plain = (statistics.median(each) for each in zip(*rounds, strict=True))
            missed += rule / plain > LIMIT
            print(  # noqa: T201
                f"{connection.vendor}, {places:,} places: {rule / plain:.2f} (at most {LIMIT}); "
                f"{rule * 1000:.2f} ms and {plain * 1000:.2f} ms"
            )
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())

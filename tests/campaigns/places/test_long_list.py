"""A list in which much has changed is taken in a few statements, however many columns."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import ceil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Change, Place
from campaigns.places.save import BATCH, save_schools
from campaigns.places.schools_file import SchoolFile
from campaigns.places.schools_rows import School
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db
SCHOOLS = 2_400  # as many as Scotland has
MOST_VALUES = connection.features.max_query_params or 65_535
AFTER = {
    "town": "Cupar St Mary’s",
    "postcode": "DD8 1AA",
    "denomination": "Roman Catholic",
    "latitude": Decimal("56.6"),
    "longitude": Decimal("-2.9"),
}
WORDS = "school 7 cupar st marys"
AS_BEFORE = {"campaign__name": "Lanarkshire", "kind": "primary", "closed_on": None}


def school(number: int) -> School:
    return School(
        line=number,
        seed_code=f"{1_000_000 + number}",
        kind=Place.Kind.PRIMARY,
        name=f"School {number}",
        area="Fife",
        town="Cupar",
        postcode="KY15 4AA",
        denomination="Non-denominational",
        roll=number,
        latitude=Decimal("56.3"),
        longitude=Decimal("-3"),
    )


def changed(one: School) -> School:
    return replace(one, area="Angus", roll=one.roll + 1, **AFTER)


def file_of(schools) -> SchoolFile:
    return SchoolFile(
        schools=tuple(schools), bad=(), codes=frozenset(one.seed_code for one in schools)
    )


def save(campaign, schools):
    return save_schools(
        campaign=campaign,
        file=file_of(schools),
        file_name="list.csv",
        by=None,
        today=date(2026, 11, 30),
    )


def test_seven_columns_of_each_school_are_written_in_batches():
    campaign = make_campaign()
    schools = [school(number) for number in range(SCHOOLS)]
    save(campaign, schools)
    keys = set(Place.objects.values_list("pk", "name"))

    with CaptureQueriesContext(connection) as queries:
        saved = save(campaign, [changed(one) for one in schools])

    written = [
        one["sql"].split()[0]
        for one in queries
        if "campaigns_place" in one["sql"] and not one["sql"].startswith(("SELECT", "DECLARE"))
    ]
    columns = len(Place._meta.concrete_fields)
    at_once = min(BATCH, MOST_VALUES // columns)
    assert saved.updated == SCHOOLS
    assert written == ["INSERT"] * ceil(SCHOOLS / at_once)
    assert Place.objects.count() == SCHOOLS
    after = Place.objects.filter(**AFTER, **AS_BEFORE, area__name="Angus")
    assert set(after.values_list("pk", "name")) == keys
    assert after.values_list("roll", "words").get(name="School 7") == (8, WORDS)
    assert Change.objects.filter(kind="put_right").count() == SCHOOLS

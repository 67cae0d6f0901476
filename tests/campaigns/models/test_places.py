from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from campaigns.models import Partner, Place, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def create_place(**values):
    given = {
        "campaign": factories.make_campaign(),
        "area": factories.make_area(),
        "kind": "primary",
        "name": "Braeside Primary School",
    }
    return Place.objects.create(**(given | values))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "castle"},
        {"kind": ""},
        {"name": ""},
        {"opened_on": date(2020, 8, 2), "closed_on": date(2020, 8, 1)},
        {"latitude": Decimal("-90.1")},
        {"latitude": Decimal("90.1")},
        {"longitude": Decimal("-180.1")},
        {"longitude": Decimal("180.1")},
        {"roll": -1},
    ],
    ids=str,
)
def test_place_that_cannot_be_is_refused(wrong):
    with pytest.raises(IntegrityError):
        create_place(**wrong)


@pytest.mark.parametrize(
    "right",
    [
        {"opened_on": date(2020, 8, 1), "closed_on": date(2020, 8, 1)},
        {"opened_on": date(2020, 8, 1)},
        {"closed_on": date(2020, 8, 1)},
        {"latitude": Decimal("-90"), "longitude": Decimal("-180")},
        {"latitude": Decimal("90"), "longitude": Decimal("180")},
        {"roll": 0},
    ],
    ids=str,
)
def test_place_at_the_edge_is_kept(right):
    place = create_place(**right)

    assert Place.objects.get() == place


def test_school_code_is_once_a_sector():
    create_place(seed_code="8400001", kind="primary")

    with pytest.raises(IntegrityError):
        create_place(seed_code="8400001", kind="primary")


@pytest.mark.parametrize("other", ["another sector", "another campaign", "no code"])
def test_school_code_may_come_again(other):
    code = "" if other == "no code" else "8400001"
    create_place(seed_code=code)

    create_place(
        seed_code=code,
        kind="secondary" if other == "another sector" else "primary",
        campaign=factories.make_campaign(name="Fife")
        if other == "another campaign"
        else factories.make_campaign(),
    )

    assert Place.objects.filter(seed_code=code).count() == 2


@pytest.mark.parametrize("model", [Topic, Partner])
def test_named_in_campaign_is_refused_twice(model):
    model.objects.create(campaign=factories.make_campaign(), name="Sextortion")

    with pytest.raises(IntegrityError):
        model.objects.create(campaign=factories.make_campaign(), name="Sextortion")


@pytest.mark.parametrize("model", [Topic, Partner])
def test_named_in_campaign_may_be_named_in_another(model):
    model.objects.create(campaign=factories.make_campaign(), name="Sextortion")

    model.objects.create(campaign=factories.make_campaign(name="Fife"), name="Sextortion")

    assert model.objects.count() == 2


@pytest.mark.parametrize("model", [Topic, Partner])
def test_named_in_campaign_has_a_name(model):
    with pytest.raises(IntegrityError):
        model.objects.create(campaign=factories.make_campaign(), name="")


@pytest.mark.parametrize("typed", ["brae", "wish prim", "Braeside, Wishaw (North", "ML2"])
def test_search_finds_a_place_by_every_word(typed):
    place = create_place(town="Wishaw", postcode="ML2 0AA")
    create_place(
        name="Hillview Primary School",
        town="Hamilton",
        postcode="ML3 0AA",
        area=factories.make_area(name="South Lanarkshire"),
    )

    assert list(Place.objects.search(typed)) == [place]


@pytest.mark.parametrize(
    ("day", "is_open"),
    [(date(2020, 7, 31), True), (date(2020, 8, 1), True), (date(2020, 8, 2), False)],
)
def test_place_is_open_until_it_closed(day, is_open):
    place = create_place(closed_on=date(2020, 8, 1))

    assert place.is_open_on(day) == is_open
    assert Place.objects.open_on(day).exists() == is_open

from datetime import date

import pytest
from django.db import IntegrityError

from campaigns.models import Campaign, CarriedFigure, CouncilArea, Membership, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mark", [0, -1])
def test_campaign_mark_at_or_below_nought_is_refused(mark):
    with pytest.raises(IntegrityError):
        Campaign.objects.create(name="Fife", started_on=date(2020, 1, 1), mark=mark)


def test_campaign_name_is_unique():
    factories.make_campaign(name="Lanarkshire")

    with pytest.raises(IntegrityError):
        Campaign.objects.create(name="Lanarkshire", started_on=date(2020, 1, 1), mark=1)


@pytest.mark.parametrize(
    ("demonstrations", "expected"),
    [
        ({"Fife": True, "Lanarkshire": False}, "Lanarkshire"),
        ({"Fife": True}, "Fife"),
        ({"Fife": False, "Ayr": False}, "Fife"),
    ],
)
def test_public_campaign_is_the_first_real_one_before_a_demonstration(demonstrations, expected):
    for name, is_demo in demonstrations.items():
        factories.make_campaign(name=name, is_demo=is_demo)

    assert Campaign.objects.public().name == expected


def test_public_campaign_may_be_none():
    assert Campaign.objects.public() is None


def test_council_area_name_is_unique():
    factories.make_area(name="Fife")

    with pytest.raises(IntegrityError):
        CouncilArea.objects.create(name="Fife")


CARRIED = {
    "value": 20_000,
    "qualifier": "over",
    "starts_on": date(2015, 11, 1),
    "ends_on": None,
    "source": "Local press, 2016",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 0},
        {"value": -1},
        {"qualifier": "nearly"},
        {"qualifier": ""},
        {"source": ""},
        {"ends_on": date(2015, 10, 31)},
    ],
    ids=str,
)
def test_carried_figure_that_cannot_be_is_refused(wrong):
    campaign = factories.make_campaign()

    with pytest.raises(IntegrityError):
        CarriedFigure.objects.create(campaign=campaign, **(CARRIED | wrong))


@pytest.mark.parametrize(
    "right",
    [
        {"ends_on": date(2015, 11, 1)},
        {"ends_on": date(2016, 7, 31)},
        {"qualifier": "about"},
        {"qualifier": "exactly"},
    ],
    ids=str,
)
def test_carried_figure_at_the_edge_is_kept(right):
    carried = CarriedFigure.objects.create(campaign=factories.make_campaign(), **(CARRIED | right))

    assert CarriedFigure.objects.get() == carried


def test_campaign_has_one_carried_figure():
    factories.make_carried_figure()

    with pytest.raises(IntegrityError):
        factories.make_carried_figure()


@pytest.mark.parametrize("email", ["ailsa@example.org", "AILSA@example.org"])
def test_email_is_unique_in_any_case(email):
    factories.make_user(email="ailsa@example.org")

    with pytest.raises(IntegrityError):
        User.objects.create(email=email, name="Somebody else")


def test_person_is_once_in_a_campaign():
    member = factories.make_member(role="officer")

    with pytest.raises(IntegrityError):
        Membership.objects.create(campaign=member.campaign, user=member.user, role="viewer")


def test_person_may_be_in_two_campaigns():
    member = factories.make_member()

    Membership.objects.create(
        campaign=factories.make_campaign(name="Fife"), user=member.user, role="viewer"
    )

    assert member.user.memberships.count() == 2


@pytest.mark.parametrize("role", ["", "chief"])
def test_unknown_role_is_refused(role):
    with pytest.raises(IntegrityError):
        factories.make_member(role=role)

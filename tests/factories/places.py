"""Where sessions are held, and what they are about."""

from datetime import date

from campaigns.models import Campaign, CouncilArea, Partner, Place, SchoolHoliday, Topic
from tests.factories.people import make_area, make_campaign

BADLY_SPACED = (
    "P1P2",
    "P1P2 P3",
    "P1 P2P3",
    "P1  P2",
    "P1 ",
    " P1",
    " ",
    "P1\n",
    "P1\tP2",
    "P1\nP2",
    "P7S1",
    "P1 P2 ",
)  # stages as they never are in a row


def make_place(
    *,
    name: str = "Braeside Primary School",
    town: str = "Wishaw",
    kind: str = "primary",
    area: CouncilArea | None = None,
    campaign: Campaign | None = None,
    closed_on: date | None = None,
    roll: int | None = 200,
    position: tuple[str, str] | tuple[None, None] = (None, None),
) -> Place:
    """`position` is latitude and longitude."""
    return Place.objects.create(
        campaign=campaign or make_campaign(),
        name=name,
        town=town,
        kind=kind,
        area=area or make_area(),
        closed_on=closed_on,
        roll=roll,
        latitude=position[0],
        longitude=position[1],
    )


def make_place_north(name: str, north: str) -> Place:
    """All stand on one line from south to north: 0.1 of a degree is 11.1 km."""
    return make_place(name=name, position=(north, "-3.9"))


def make_topic(
    *, name: str = "Sextortion", campaign: Campaign | None = None, class_size_only: bool = False
) -> Topic:
    return Topic.objects.get_or_create(
        campaign=campaign or make_campaign(),
        name=name,
        defaults={"class_size_only": class_size_only},
    )[0]


def make_partner(
    *, name: str = "Council education service", campaign: Campaign | None = None
) -> Partner:
    return Partner.objects.get_or_create(campaign=campaign or make_campaign(), name=name)[0]


def make_holiday(
    *,
    area: CouncilArea | None = None,
    first_on: date = date(2026, 10, 12),
    last_on: date = date(2026, 10, 16),
    name: str = "October week",
    **changed: object,
) -> SchoolHoliday:
    return SchoolHoliday.objects.create(
        area=area or make_area(), first_on=first_on, last_on=last_on, name=name, **changed
    )

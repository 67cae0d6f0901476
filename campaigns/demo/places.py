"""Made-up places in made-up towns, under the two councils.

No coordinates and no real postcodes: they stand nowhere.
"""

from datetime import date

from campaigns.history.record import record_deed
from campaigns.models import Campaign, Change, Place

Kind = Place.Kind
NORTH, SOUTH = "North Lanarkshire", "South Lanarkshire"

TOWNS = {
    NORTH: ("Auchenmarrow", "Braidhowe", "Cairnmyre", "Dunwhirry", "Easter Pellan"),
    SOUTH: ("Fernhaugh", "Glenquarrel", "Inverlarrow", "Kirkmossat", "Lowdermuir"),
}

# Name without the town, kind, roll. One list for each council, dealt out over its towns in turn.
SCHOOLS = {
    NORTH: (
        ("Rowan Bank Primary School", Kind.PRIMARY, 214),
        ("St Fillan’s Primary School", Kind.PRIMARY, 187),
        ("Heronmoor Primary School", Kind.PRIMARY, 322),
        ("Mill Lade Primary School", Kind.PRIMARY, 96),
        ("Whinny Knowe Primary School", Kind.PRIMARY, 251),
        ("Larkrise Primary School", Kind.PRIMARY, 148),
        ("St Mirrel’s Primary School", Kind.PRIMARY, 203),
        ("Burnfoot Row Primary School", Kind.PRIMARY, 41),
        ("Cairnmyre Academy", Kind.SECONDARY, 1_104),
        ("Auchenmarrow High School", Kind.SECONDARY, 874),
        ("St Devenic’s High School", Kind.SECONDARY, 961),
        ("Thornlea School", Kind.SPECIAL, 58),
        ("Braidhowe College", Kind.COLLEGE, None),
        ("Dunwhirry Town Hall", Kind.COMMUNITY, None),
        ("Easter Pellan Library", Kind.COMMUNITY, None),
        ("Braidhowe Theatre", Kind.COMMUNITY, None),
        ("Marrow Valley Youth Club", Kind.COMMUNITY, None),
        ("Pellan Freight Ltd", Kind.WORKPLACE, None),
        ("North Demo Bus Depot", Kind.WORKPLACE, None),
    ),
    SOUTH: (
        ("Fernhaugh Primary School", Kind.PRIMARY, 268),
        ("Castle Wynd Primary School", Kind.PRIMARY, 175),
        ("St Ninidh’s Primary School", Kind.PRIMARY, 229),
        ("Otterburn Loan Primary School", Kind.PRIMARY, 312),
        ("Peel Brae Primary School", Kind.PRIMARY, 88),
        ("Quarrel Glen Primary School", Kind.PRIMARY, 24),
        ("Sandyhowe Primary School", Kind.PRIMARY, 190),
        ("Tannery Lane Primary School", Kind.PRIMARY, 241),
        ("Glenquarrel High School", Kind.SECONDARY, 1_232),
        ("Kirkmossat Grammar School", Kind.SECONDARY, 1_018),
        ("St Enoder’s High School", Kind.SECONDARY, 746),
        ("Lowdermuir School", Kind.SPECIAL, 44),
        ("Inverlarrow College", Kind.COLLEGE, None),
        ("Fernhaugh Community Centre", Kind.COMMUNITY, None),
        ("Kirkmossat Library", Kind.COMMUNITY, None),
        ("Lowdermuir Village Hall", Kind.COMMUNITY, None),
        ("Inverlarrow Sports Centre", Kind.COMMUNITY, None),
        ("Larrow Foods", Kind.WORKPLACE, None),
        ("South Demo Care Homes", Kind.WORKPLACE, None),
    ),
}
CLOSED = "Old Tollgate Primary School"


def make_places(campaign: Campaign, *, closed_on: date) -> list[Place]:
    areas = {area.name: area for area in campaign.areas.all()}
    rows = [
        Place(
            campaign=campaign,
            area=areas[council],
            kind=kind,
            name=name,
            roll=roll,
            town=TOWNS[council][number % 5],
            postcode=f"ZZ99 {number % 9 + 1}ZZ",
            denomination=denomination(name, kind),
        )
        for council, schools in SCHOOLS.items()
        for number, (name, kind, roll) in enumerate(schools)
    ]
    closed = Place(
        campaign=campaign,
        area=areas[SOUTH],
        kind=Kind.PRIMARY,
        name=CLOSED,
        town="Kirkmossat",
        closed_on=closed_on,
    )
    return [added(place) for place in [*rows, closed]]


def added(place: Place) -> Place:
    """Each place of the demonstration is made here."""
    place.full_clean()
    place.save()
    record_deed(
        campaign=place.campaign, kind=Change.Kind.ADDED, about=f"Place: {place.label}", by=None
    )
    return place


def denomination(name: str, kind: Place.Kind) -> str:
    if kind not in (Kind.PRIMARY, Kind.SECONDARY):
        return ""
    return "Roman Catholic" if name.startswith("St ") else "Non-denominational"

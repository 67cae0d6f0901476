"""Every real school of the councils is found by its name, in all the ways that it is typed."""

import csv
from pathlib import Path
from unicodedata import normalize

import pytest
from django.conf import settings
from django.core.management import call_command

from campaigns.models import Place
from campaigns.spreadsheets.names import KnownPlaces
from tests.factories import make_campaign, make_member

pytestmark = pytest.mark.django_db

LIST = Path(settings.BASE_DIR).parent / "shared/data/lanarkshire_schools.csv"
WAYS = {
    "as the list has it": lambda name: name,
    "by a telephone": lambda name: name.replace("'", "’"),
    "with an accent for an apostrophe": lambda name: name.replace("'", "´"),
    "without an apostrophe": lambda name: name.replace("'", ""),
    "Saint": lambda name: name.replace("St ", "Saint "),
    "St.": lambda name: name.replace("St ", "St. "),
    "in capitals, PS and HS": lambda name: short(name).upper(),
    "in small letters, P.S. and H.S.": lambda name: short(name, ".").lower(),
    "Primary alone": lambda name: name.replace("Primary School", "Primary"),
    "with two blanks, none of them a plain one": lambda name: name.replace(" ", "\xa0 "),
    "with accents as a Mac writes them": lambda name: normalize(
        "NFD", name.replace("a", "à").replace("e", "é")
    ),
    "with hyphens, as files have": lambda name: name.replace(" ", "-"),
}


def short(name, stop=""):
    for full in ("Primary", "High"):
        name = name.replace(f"{full} School", f"{full[0]}{stop}S{stop}")
    return name


@pytest.fixture
def schools():
    if not LIST.exists():
        pytest.skip("the list is not beside the project: made-up names are tested always")
    call_command("import_places", str(LIST), "--any-area", campaign=str(make_campaign()))
    with LIST.open(encoding="utf-8", newline="") as lines:
        names = {row["seed_code"]: row["name"] for row in csv.DictReader(lines)}
    assert (len(names), sum("'" in name for name in names.values())) == (306, 71)
    return names


@pytest.mark.heavy
@pytest.mark.parametrize("way", WAYS)
def test_every_school_is_found_by_the_search(client, schools, way):
    client.force_login(make_member(role="viewer").user)
    ids = dict(Place.objects.values_list("seed_code", "pk"))

    missing = [
        name
        for code, name in schools.items()
        if ids[code]
        not in [
            row["id"]
            for row in client.get("/team/places/search/", {"q": WAYS[way](name)}).json()["results"]
        ]
    ]

    assert missing == []


@pytest.mark.parametrize("way", WAYS)
def test_every_school_is_known_in_a_spreadsheet(schools, way):
    """By its name and town; a name alone that two bear is asked about."""
    places = Place.objects.select_related("area").in_bulk(field_name="pk").values()
    known = KnownPlaces(make_campaign())

    wrong = [
        place.label
        for place in places
        if known.called(f"{WAYS[way](place.name)}, {place.town}") != place
    ]
    by_name = [
        place.label for place in places if known.called(WAYS[way](place.name)) not in (place, None)
    ]
    asked = [place.label for place in places if known.called(WAYS[way](place.name)) is None]

    assert (wrong, by_name) == ([], [])
    assert asked == sorted(asked)[:4] and len(asked) == 4

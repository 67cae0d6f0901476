"""Every real school of the councils is found by its name, in all the ways that it is typed."""

import csv
from pathlib import Path
from unicodedata import normalize

import pytest
from django.conf import settings
from django.core.management import call_command

from campaigns.models import Place
from campaigns.places.field import MOST_OFFERED
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


def test_every_school_is_found_by_the_search(client, schools):
    """The page is asked for the first name of each way, what it asks for all others."""
    client.force_login(make_member(role="viewer").user)
    typed = {(code, way(name)) for code, name in schools.items() for way in WAYS.values()}

    missing = [words for code, words in sorted(typed) if code not in found(words)]

    assert missing == []
    assert len(typed) > 2_000
    for words in (way(min(schools.values())) for way in WAYS.values()):
        assert [row["id"] for row in results(client, words)] == list(found(words).values())


def found(words):
    first = Place.objects.search(words)[:MOST_OFFERED]
    return dict(first.values_list("seed_code", "pk"))


def results(client, words):
    return client.get("/team/places/search/", {"q": words}).json()["results"]


def test_every_school_is_known_in_a_spreadsheet(schools):
    """By its name and town; a name alone that two bear is asked about."""
    known = KnownPlaces(make_campaign())
    ways = [(place, way(place.name)) for place in known.places.values() for way in WAYS.values()]

    unknown = [words for place, words in ways if known.called(f"{words}, {place.town}") != place]
    by_name = [(place, known.called(words)) for place, words in ways]

    assert unknown == []
    assert [(place, found) for place, found in by_name if found not in (place, None)] == []
    assert {place.name for place, found in by_name if found is None} == {
        "Glengowan Primary School",
        "St Joseph's Primary School",
        "St Patrick's Primary School",  # of Strathaven; four more have their town in brackets
    }

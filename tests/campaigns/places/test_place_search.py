from datetime import date

import pytest

from campaigns.models import Place, PlaceAlias
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("viewer")]

URL = "/team/places/search/"


def results(client, words):
    return client.get(URL, {"q": words}).json()["results"]


def test_search_finds_places_by_part_of_their_name(client):
    place = factories.make_place()
    factories.make_place(name="Hillview Primary School", town="Hamilton")

    assert results(client, "braes") == [
        {
            "id": place.pk,
            "label": "Braeside Primary School, Wishaw (North Lanarkshire)",
            "kind": "Primary school",
        }
    ]


def test_search_says_that_a_place_is_closed(client):
    factories.make_place(closed_on=date(2026, 6, 30))

    assert results(client, "braes")[0]["kind"] == "Primary school, closed 30 June 2026"


def test_search_never_finds_a_place_of_another_campaign(client):
    factories.make_place(campaign=factories.make_campaign(name="Fife"))

    assert results(client, "braes") == []


def test_search_gives_ten_at_most(client):
    for number in range(12):
        factories.make_place(name=f"School {number:02}")

    assert len(results(client, "school")) == 10


@pytest.mark.parametrize("words", ["", "b", " b ", "\x00", "x" * 5000, "%", "__", "'; drop"])
def test_search_for_nonsense_finds_nothing(client, words):
    factories.make_place()

    assert results(client, words) == []


@pytest.mark.parametrize(
    "typed",
    [
        "St Fillan's",
        "st fillan’s",
        "ST. FILLANS",
        "saint fillans primary",
        "St Fillan´s PS",
        "St Fillan's P.S.",
        "St Fillan's RC PS",
        "st fillan's r.c. primary, wishaw",
        "st  fìllan\xa0wish",
        "st fi\u0300llan wishaw",
        "St Fillan’s Primary School, Wishaw (North Lanarkshire)",
    ],
)
def test_search_finds_a_name_however_it_is_typed(client, typed):
    place = factories.make_place(name="St Fìllan’s Primary School")
    factories.make_place(name="St Filbert’s High School", town="Hamilton")

    assert [row["id"] for row in results(client, typed)] == [place.pk]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("st mary", ["St Mary’s Primary School", "Our Lady and St Mary’s Primary School"]),
        ("house", []),
        ("lanark", ["Lanark Grammar School", "Ridgepark School"]),
        ("shire", []),
        ("auld", ["Auldhouse Primary School"]),
        ("ml11", ["Ridgepark School"]),
        ("l11", []),
        ("siar", ["Bunsgoil"]),
        ("eileanan", ["Bunsgoil"]),
    ],
)
def test_search_looks_at_the_beginnings_of_words(client, typed, names):
    factories.make_place(name="Auldhouse Primary School", town="East Summary")
    factories.make_place(name="St Mary’s Primary School", town="Airdrie")
    factories.make_place(name="Our Lady and St Mary’s Primary School", town="Airdrie")
    factories.make_place(name="Lanark Grammar School", town="")
    factories.make_place(name="Ridgepark School", town="Lanark")
    Place.objects.filter(name="Ridgepark School").update(postcode="ML11 7AA")
    siar = factories.make_area(name="Na h-Eileanan Siar")
    factories.make_place(name="Bunsgoil", town="", area=siar)

    found = [row["label"].split(",")[0].split(" (")[0] for row in results(client, typed)]

    assert found[: len(names)] == names
    assert len(found) == len(names) or typed == "lanark"  # all lie in North Lanarkshire


def test_place_whose_own_name_says_it_comes_before_one_of_that_council(client):
    factories.make_place(name="St Mary’s Primary School", town="Caldercruix")
    factories.make_place(name="St Mary’s Primary School", town="Lanark")
    factories.make_place(name="Academy of St Mary", town="New Lanark")

    found = [row["label"].partition(" (")[0] for row in results(client, "saint marys lanark")]

    assert found == [
        "St Mary’s Primary School, Lanark",
        "St Mary’s Primary School, Caldercruix",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_search_is_one_query_for_places(client, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.make_place(name="St Fillan’s Primary School")

    results(client, "the first request writes down that the session lives on")

    with django_assert_num_queries(4):  # session, user, membership, places
        found = results(client, "saint fillans ps wishaw north")

    assert len(found) == rows


def test_search_takes_as_many_words_as_a_box_holds(client):
    factories.make_place()

    assert results(client, " ".join(f"{number:02}" for number in range(40))) == []
    assert list(Place.objects.search(" ".join(f"{number:02}" for number in range(100)))) == []


def test_search_without_words_finds_nothing(client):
    assert client.get(URL).json() == {"results": []}


def test_place_is_found_by_a_name_that_it_is_remembered_by(client):
    place = factories.make_place(name="Rowan Bank", town="Larkhall", kind="community")
    factories.make_place(name="Rowan Hall", town="Larkhall", kind="community")
    for words in ("st fillans primary school", "st fillans primary school larkhall"):
        PlaceAlias.objects.create(campaign=place.campaign, words=words, place=place)

    by_other, by_own = results(client, "St Fillan's"), results(client, "rowan bank")

    found = {"id": place.pk, "label": "Rowan Bank, Larkhall (North Lanarkshire)"}
    assert by_other == [found | {"kind": "Community venue, also called St Fillans Primary School"}]
    assert by_own == [found | {"kind": "Community venue"}]
    assert [row["id"] for row in results(client, "st fillans lark")] == [place.pk]
    assert results(client, "fillans hamilton") == results(client, "illans") == []


def test_other_name_comes_before_the_council_and_after_own_names(client):
    hub = factories.make_place(name="Zest Hub", town="Airdrie")
    PlaceAlias.objects.create(campaign=hub.campaign, words="lanark hub", place=hub)
    for number in range(10):
        factories.make_place(name=f"School {number}", town="Airdrie")
    own = factories.make_place(name="New Lanark School", town="Airdrie")

    assert [row["id"] for row in results(client, "lanark")][:2] == [own.pk, hub.pk]


def test_other_name_of_another_campaign_finds_nothing(client):
    theirs = factories.make_place(campaign=factories.make_campaign(name="Fife"))
    PlaceAlias.objects.create(campaign=theirs.campaign, words="the hub", place=theirs)

    assert results(client, "hub") == []


def test_school_finds_a_place_by_its_other_name_too(client):
    place = factories.make_place(name="Rowan Bank", town="Larkhall")
    PlaceAlias.objects.create(campaign=place.campaign, words="st fillans", place=place)

    found = client.get("/talks/places/", {"q": "St Fillan's"}).json()["results"]

    assert [row["id"] for row in found] == [place.pk]

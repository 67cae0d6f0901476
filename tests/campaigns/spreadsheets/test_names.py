"""How the words of a spreadsheet are known: kinds, places, officers and topics, however typed."""

import pytest

from campaigns.models import PlaceAlias
from campaigns.places.aliases import as_alias, remember_names
from campaigns.spreadsheets.columns import format_of
from campaigns.spreadsheets.names import KnownOfficers, KnownPlaces, KnownTopics
from campaigns.spreadsheets.said_places import say_places
from tests import factories
from tests.campaigns.spreadsheets.dry_run import checked
from tests.campaigns.spreadsheets.files import a_row, check, verdicts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Assembly", "assembly"),
        ("Parents' evening", "parents"),
        ("staff CPD", "staff"),
        ("PSE input", "lesson"),
        ("Gala day", "community"),
        ("x", None),
    ],
)
def test_kind_of_session_is_known_by_its_words(words, kind):
    assert format_of(words) == kind


@pytest.mark.parametrize(
    "name",
    [
        "Braeside Primary School",
        "BRAESIDE PRIMARY  SCHOOL",
        "Braeside PS",
        "Braeside Primary",
        "Braeside P.S.",
        "Braeside Primary School, Wishaw",
    ],
)
def test_place_is_known_however_it_is_written(known, name):
    assert KnownPlaces(known[0]).called(name).name == "Braeside Primary School"


def test_place_whose_name_two_bear_is_not_known_but_both_are_suggested(known):
    factories.make_place(town="Stepps")
    places = KnownPlaces(known[0])

    assert places.called("Braeside PS") is None
    assert {place.town for place in places.suggested("Braeside PS")} == {"Wishaw", "Stepps"}
    assert places.called("Braeside PS, Stepps").town == "Stepps"


def test_school_said_to_be_rc_is_known_by_its_name_without_that(known):
    factories.make_place(name="St Patrick’s Primary School", town="Shotts")
    for name in ("St Mary’s RC Primary School", "St Mary’s Primary School"):
        factories.make_place(name=name, town="Lanark")
    factories.make_place(name="St Mary’s Church Hall", town="Lanark")
    places = KnownPlaces(known[0])

    assert places.called("St Patrick's RC PS").name == "St Patrick’s Primary School"
    assert places.called("St Mary's R.C. PS, Lanark").name == "St Mary’s RC Primary School"
    assert places.called("St Mary's PS").name == "St Mary’s Primary School"
    assert places.called("St Mary's RC Church Hall") is None


def test_school_said_to_be_rc_is_asked_about_where_two_bear_its_name(known):
    for town in ("Shotts", "Strathaven"):
        factories.make_place(name="St Patrick’s Primary School", town=town)
    places = KnownPlaces(known[0])

    assert places.called("St Patrick's RC PS") is None
    assert places.called("St Patrick's RC PS, Shotts").town == "Shotts"


def test_name_remembered_for_a_school_said_to_be_rc_stands(known):
    factories.make_place(name="St Patrick’s Primary School", town="Shotts")
    other = factories.make_place(name="St Patrick’s Primary School", town="Strathaven")
    remember_names(other, names=["St Patrick's RC PS"])

    assert KnownPlaces(known[0]).called("St Patricks R.C. Primary") == other


def test_place_of_another_campaign_is_neither_known_nor_suggested(known):
    factories.make_place(
        name="Auchtermuchty High School", campaign=factories.make_campaign(name="Fife")
    )
    places = KnownPlaces(known[0])

    assert (
        places.called("Auchtermuchty High School"),
        places.suggested("Auchtermuchty High School"),
    ) == (None, [])


def test_suggestions_are_the_most_alike_first(known):
    for name in ("Braehead Primary School", "Wishaw Academy"):
        factories.make_place(name=name)

    assert [place.name for place in KnownPlaces(known[0]).suggested("Braesid Prim")] == [
        "Braeside Primary School",
        "Braehead Primary School",
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("All Saints PS", "All Saints’ Primary School"),
        ("Cathedral PS", "Cathedral Primary School"),
        ("Coltness High", "Coltness High School"),
        ("Braeside Primary School ", "Braeside Primary School"),
        ("St. Andrews Primary", "St Andrew's Primary School (Airdrie)"),
        ("St Mary's PS (Cleland)", "St Mary's Primary School (Cleland)"),
        ("St Mary's Primary, Cleland", "St Mary's Primary School (Cleland)"),
    ],
)
def test_name_that_only_one_place_can_have_is_known(known, words, name):
    for one in (
        "All Saints’ Primary School",
        "Cathedral Primary School",
        "Coltness High School",
        "St Andrew's Primary School (Airdrie)",
        "St Mary's Primary School (Cleland)",
        "St Mary's Primary School (Coatbridge)",
    ):
        factories.make_place(name=one, town=one.partition("(")[2].rstrip(")") or "Wishaw")

    assert KnownPlaces(known[0]).called(words).name == name


@pytest.mark.parametrize("words", ["Berryhill", "Christ the King", "Cathedral", "Berryhil"])
def test_name_without_its_end_is_suggested_and_not_taken(known, words):
    names = ["Berryhill Primary School", "Christ The King Primary", "Cathedral Primary School"]
    for name in names:
        factories.make_place(name=name)
    places = KnownPlaces(known[0])

    [first, *_] = places.suggested(words)

    assert places.called(words) is None
    assert first.name.casefold().startswith(words[:8].casefold())


def test_all_that_bear_a_name_are_suggested(known):
    towns = ["Cleland", "Coatbridge", "Hamilton", "Lanark", "Larkhall", "Cumbernauld"]
    for town in towns:
        factories.make_place(name=f"St Mary's Primary School ({town})", town=town)
    places = KnownPlaces(known[0])

    assert places.called("St. Marys Primary") is None
    assert sorted(place.town for place in places.suggested("St. Marys Primary")) == sorted(towns)


def test_choice_of_a_place_is_remembered_and_can_be_changed(known):
    batch = checked(known, a_row(1, place="St. Something's P.S."))
    other = factories.make_place(name="Other")
    assert batch.rows.get().unknown_place == "St. Something's P.S."

    say_places(batch=batch, places={"St. Something's P.S.": other})
    say_places(
        batch=batch,
        places={"St Somethings PS": known[0].places.get(name="Braeside Primary School")},
    )

    assert PlaceAlias.objects.get().words == as_alias("st somethings primary school")
    assert verdicts(check(batch)) == [(2, "ready")]
    assert batch.rows.get().unknown_place == ""


def test_officers_are_known_by_name_surname_or_address_and_viewers_never(known):
    factories.make_member(name="Ailsa Reid", is_active=False)
    factories.make_member(name="Una Shaw", role="viewer")
    officers = KnownOfficers(known[0])

    found, unknown = officers.called("PC Reid, catriona.muir@example.org and Una Shaw")

    assert ([str(one) for one in found], unknown) == (["Ailsa Reid", "Catriona Muir"], ["Una Shaw"])


@pytest.mark.parametrize(
    "typed", ["PC O'Néill", "o´neill", "Siobhán ONeill", "Sgt SIOBHAN O’NEILL", "Smith Jones"]
)
def test_officer_is_known_however_the_name_is_typed(known, typed):
    factories.make_member(name="Siobhan O’Neill")
    factories.make_member(name="Una Smith-Jones")

    found, unknown = KnownOfficers(known[0]).called(typed)

    assert (len(found), unknown) == (1, [])


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("PC A Demo", "PC A Demo"),
        ("PC A Demo", "pc a. demo"),
        ("PC A Demo", "A Demo"),
        ("PC A Demo", "Sgt Demo"),
        ("PC Andrew Demo", "Andrew Demo"),
        ("PC Andrew Demo", "DC A Demo"),
        ("Ailsa Reid", "PC A Reid"),
        ("Ailsa Reid", "PC A. Reid"),
        ("Ailsa Jane Reid", "A Reid"),
        ("Ailsa Jane Reid", "A J Reid"),
        ("Ailsa Jane Reid", "Sgt A.J. Reid"),
        ("Siobhan O’Neill", "PC S O'Neill"),
        ("Una Smith-Jones", "U Smith-Jones"),
        ("Di Reid", "Di Reid"),
    ],
)
def test_officer_is_known_as_logs_write_officers(known, name, typed):
    member = factories.make_member(name=name)

    assert KnownOfficers(known[0]).called(typed) == ([member], [])


@pytest.mark.parametrize(
    ("names", "typed"),
    [
        (("Ailsa Reid", "Alan Reid"), "PC A Reid"),
        (("Ailsa Reid", "A Reid"), "A Reid"),
        (("PC A Demo", "Sgt A Demo"), "A Demo"),
        (("Ailsa Reid",), "J Reid"),
        (("Ailsa Jane Reid",), "J Reid"),
        (("A Reid",), "Ailsa Reid"),
        (("Ailsa Reid",), "A"),
    ],
)
def test_officer_of_whom_the_words_leave_a_doubt_is_not_known(known, names, typed):
    for name in names:
        factories.make_member(name=name)

    assert KnownOfficers(known[0]).called(typed) == ([], [typed])


def test_rank_tells_two_of_one_name_apart_when_the_team_writes_it(known):
    constable, _ = (factories.make_member(name=name) for name in ("PC A Demo", "Sgt A Demo"))

    assert KnownOfficers(known[0]).called("PC A Demo") == ([constable], [])


def test_topic_is_known_however_it_is_typed(known):
    factories.make_topic(name="Children’s phones")
    topics = KnownTopics(known[0])

    assert {str(one) for one in topics.called("About childrens  PHONES (P7)")} == {
        "Children’s phones"
    }
    assert topics.called("Grandchildren’s phones") == []
    assert len(topics.called("x" * 1_500 + " sextortion")) == 1


@pytest.mark.parametrize(
    "typed", ["Saint Somethings", "ST SOMETHING’S", "st. sòmethings", "St Something`s"]
)
def test_word_of_a_person_for_one_spelling_is_a_word_for_all(known, typed):
    batch = checked(known, a_row(1, place="St. Something's"))
    braeside = known[0].places.get(name="Braeside Primary School")

    say_places(batch=batch, places={"St. Something's": braeside})

    assert KnownPlaces(known[0]).called(typed) == braeside


def test_topics_are_known_by_name_within_the_cell(known):
    factories.make_topic(name="Grooming")

    assert {str(topic) for topic in KnownTopics(known[0]).called("Sextortion & grooming")} == {
        "Sextortion",
        "Grooming",
    }

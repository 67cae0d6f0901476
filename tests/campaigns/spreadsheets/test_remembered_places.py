"""A place name that somebody gave a meaning: shown on the row, forgotten from there, and never used
where several places bear it. What is said of one file is not said of the next.
"""

from datetime import date

import pytest

from campaigns.models import Change, ImportBatch, Place, PlaceAlias, Session
from campaigns.places.aliases import remember_names
from campaigns.spreadsheets.names import KnownPlaces
from campaigns.spreadsheets.places_form import FOR_ALL_FILES, FOR_THIS_FILE, FOR_THIS_ROW, key_of
from campaigns.spreadsheets.said_places import forget_said, say_places
from campaigns.talks.place_join import join_places, seen_of
from tests import factories
from tests.campaigns.spreadsheets.dry_run import checked, said
from tests.campaigns.spreadsheets.files import ST_MARYS, a_row, check, two_of_a_name, verdicts
from tests.campaigns.spreadsheets.team_pages import a_batch, rows_page, shown

pytestmark = pytest.mark.django_db

SHARED = "St Mary's PS"
BEFORE = "“Berryhill” is taken for Berryhill Primary School, Wishaw, as somebody said before."
CHOSEN = "is taken for St Mary’s Primary School, Larkhall, as somebody chose here."


@pytest.fixture
def berryhill(coordinator):
    place = factories.make_place(name="Berryhill Primary School", town="Wishaw")
    PlaceAlias.objects.create(campaign=place.campaign, words="berryhill", place=place)
    return place


def problems(batch):
    return [row.problems for row in batch.rows.all()]


def test_remembered_name_is_said_on_its_row(known):
    place = factories.make_place(name="Berryhill Primary School")
    remember_names(place, names=["Berryhill"])

    batch = checked(known, a_row(1, place="Berryhill"), a_row(2, place="Berryhill PS"))

    assert said(batch) == [(2, "ready", [BEFORE]), (3, "ready", [])]


def test_remembered_name_is_said_of_a_row_that_does_not_come_in(known):
    place = factories.make_place(name="Berryhill Primary School")
    remember_names(place, names=["Berryhill"])
    factories.make_session(place=place, held_on=date(2016, 1, 5))

    batch = checked(known, a_row(1, place="Berryhill"), a_row(2, place="Berryhill", total="30-35"))

    assert verdicts(batch) == [(2, "duplicate"), (3, "wrong")]
    assert [of_row[-1] for of_row in problems(batch)] == [BEFORE, BEFORE]


def test_name_is_forgotten_from_the_row_and_asked_about(client, coordinator, berryhill):
    batch = check(a_batch(coordinator, a_row(1, place="Berryhill"), a_row(2)))
    page = shown(rows_page(client, batch))
    assert page.count("Forget this name") == 1

    response = client.post(f"/team/import/{batch.pk}/rows/2/place/forget/")

    assert not PlaceAlias.objects.exists()
    assert Change.objects.get().about == "Name in spreadsheets: berryhill"
    assert verdicts(batch) == [(2, "wrong"), (3, "ready")]
    page = shown(client.get(response.url))
    assert "1 place name we do not know for certain." in page
    assert "Forget this name" not in page


def test_name_is_forgotten_only_while_the_rows_are_checked(client, coordinator, berryhill):
    batch = check(a_batch(coordinator, a_row(1, place="Berryhill")))
    client.post(f"/team/import/{batch.pk}/commit/")
    assert "Forget this name" not in shown(rows_page(client, batch))

    client.post(f"/team/import/{batch.pk}/rows/2/place/forget/")

    assert PlaceAlias.objects.count() == 1
    assert "Somebody else has already started this" in shown(rows_page(client, batch))


def test_name_that_was_written_over_the_cell_is_the_one_forgotten(coordinator, berryhill):
    batch = check(a_batch(coordinator, a_row(1)))
    batch.rows.update(mended={"2": "Berryhill"})
    check(batch)

    forget_said(batch=batch, row=batch.rows.get(), by=coordinator.user)

    assert not PlaceAlias.objects.exists()


def test_place_with_that_name_itself_is_taken_without_a_word(known):
    factories.make_place(name="Berryhill Primary School", town="Larkhall")
    batch = checked(known, a_row(1, place="Berryhill PS"))

    forget_said(batch=batch, row=batch.rows.get(), by=known[1].user)

    assert said(check(batch)) == [(2, "ready", [])]


def test_remembered_name_that_another_place_bears_by_now_is_asked_about(known):
    remember_names(factories.make_place(name="The old school"), names=["Berryhill PS"])
    new = factories.make_place(name="Berryhill Primary School")

    batch = checked(known, a_row(1, place="Berryhill PS"))

    why = "Several places are called “Berryhill PS”. Choose which one it is"
    assert said(batch) == [(2, "wrong", [why])]
    [one, other, *_] = KnownPlaces(known[0]).suggested("Berryhill PS")
    assert (one.name, other.name) == ("The old school", "Berryhill Primary School")
    say_places(batch=batch, places={"Berryhill PS": new})
    assert PlaceAlias.objects.get().place.name == "The old school"


@pytest.mark.parametrize("name", ["St Mary's PS", "St Marys", "St Mary's RC Primary School"])
def test_choice_for_a_name_that_several_bear_counts_for_this_file_only(known, name):
    _, larkhall = two_of_a_name()
    batch = checked(known, a_row(1, place=name), a_row(2, place=name))

    say_places(batch=batch, places={name: larkhall})

    assert not PlaceAlias.objects.exists()
    assert verdicts(check(batch)) == [(2, "ready"), (3, "ready")]
    assert all(CHOSEN in of_row[-1] for of_row in problems(batch))
    assert verdicts(checked(known, a_row(3, place=name))) == [(2, "wrong")]


def test_choice_for_one_file_comes_into_the_log(client, coordinator):
    _, larkhall = two_of_a_name()
    batch = check(a_batch(coordinator, a_row(1, place="St Mary's PS")))
    say_places(batch=batch, places={"St Mary's PS": larkhall})
    check(batch)

    client.post(f"/team/import/{batch.pk}/commit/")

    assert Session.objects.get().place == larkhall


def test_choice_does_not_count_for_another_name_in_the_row(known):
    _, larkhall = two_of_a_name()
    two_of_a_name("St Joseph’s Primary School")
    batch = checked(known, a_row(1, place="St Mary's PS"))
    say_places(batch=batch, places={"St Mary's PS": larkhall})

    batch.rows.update(mended={"2": "St Joseph's PS"})

    assert verdicts(check(batch)) == [(2, "wrong")]
    assert batch.rows.get().unknown_place == "St Joseph's PS"


def test_choice_of_a_place_that_is_not_ours_or_gone_is_asked_about_again(known):
    _, larkhall = two_of_a_name()
    elsewhere = factories.make_place(name=ST_MARYS, campaign=factories.make_campaign(name="Fife"))
    batch = checked(known, a_row(1, place="St Mary's PS"))
    say_places(batch=batch, places={"St Mary's PS": larkhall})
    answers = batch.rows.get().answers

    for pk in (elsewhere.pk, 999_999):
        batch.rows.update(answers=answers | {"place": str(pk)})
        assert verdicts(check(batch)) == [(2, "wrong")]
        assert batch.rows.get().unknown_place == SHARED


def test_choice_of_a_place_that_was_joined_to_another_is_asked_about_again(known):
    lanark, larkhall = two_of_a_name()
    carluke = factories.make_place(name=ST_MARYS, town="Carluke")
    batch = checked(known, a_row(1, place="St Mary's PS"))
    say_places(batch=batch, places={"St Mary's PS": larkhall})
    check(batch)

    join_places(
        kept=lanark,
        other=larkhall,
        seen=seen_of(lanark, larkhall),
        reason="One",
        today=factories.TODAY,
        by=known[1].user,
    )
    Place.objects.filter(pk=larkhall.pk).delete()

    assert verdicts(check(batch)) == [(2, "wrong")]
    assert carluke in KnownPlaces(known[0]).suggested("St Mary's PS")


def test_choice_is_forgotten_in_all_rows_that_have_it(client, coordinator):
    lanark, larkhall = two_of_a_name()
    name = "St Mary's PS"
    batch = check(a_batch(coordinator, *[a_row(day, place=name) for day in (1, 2, 3)]))
    say_places(batch=batch, places={name: lanark}, line=4)
    check(batch)
    say_places(batch=batch, places={name: larkhall})
    check(batch)
    assert shown(rows_page(client, batch)).count("Forget this choice") == 3

    client.post(f"/team/import/{batch.pk}/rows/2/place/forget/")

    assert verdicts(batch) == [(2, "wrong"), (3, "wrong"), (4, "ready")]
    assert not Change.objects.exists()


def test_place_is_chosen_for_one_row_alone(client, coordinator):
    lanark, larkhall = two_of_a_name()
    name = "St Mary's PS"
    batch = check(a_batch(coordinator, a_row(1, place=name), a_row(2, place=name)))
    address = f"/team/import/{batch.pk}/rows/3/place/"
    assert f'href="{address}"' in rows_page(client, batch).text
    page = client.get(address)
    assert FOR_THIS_ROW in shown(page)
    choices = page.context["form"].fields[f"place_{key_of(name)}"].choices
    assert [key for key, _ in choices][:3] == ["", str(lanark.pk), str(larkhall.pk)]

    client.post(address, {f"place_{key_of(name)}": str(larkhall.pk)})

    assert verdicts(batch) == [(2, "wrong"), (3, "ready")]
    assert CHOSEN in batch.rows.get(line=3).problems[0]
    assert client.get(address).url == f"/team/import/{batch.pk}/"


def test_one_row_alone_is_no_word_for_a_name_that_nobody_bears(client, coordinator):
    hall = factories.make_place(name="Town Hall", kind="community")
    batch = check(a_batch(coordinator, *[a_row(day, place="The big one") for day in (1, 2)]))

    client.post(
        f"/team/import/{batch.pk}/rows/2/place/",
        {f"place_{key_of('The big one')}": "", f"other_{key_of('The big one')}": hall.label},
    )

    assert verdicts(batch) == [(2, "ready"), (3, "wrong")]
    assert not PlaceAlias.objects.exists()


def test_page_says_for_which_files_a_choice_counts(client, coordinator):
    two_of_a_name()
    batch = check(a_batch(coordinator, a_row(1, place="St Mary's PS"), a_row(2, place="Braesid")))

    page = client.get(f"/team/import/{batch.pk}/places/")

    fields = page.context["form"].fields
    assert fields[f"place_{key_of('Braesid')}"].help_text == FOR_ALL_FILES
    assert fields[f"place_{key_of(SHARED)}"].help_text == FOR_THIS_FILE
    assert shown(page).count("It is not in the list: add it") == 2


def test_places_are_not_said_while_work_is_in_hand(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1, place="Braesid")))
    place = Place.objects.get()
    page = client.get(f"/team/import/{batch.pk}/places/")
    ImportBatch.objects.filter(pk=batch.pk).update(state="uploaded")

    client.post(page.request["PATH_INFO"], {f"place_{key_of('Braesid')}": str(place.pk)})

    assert not PlaceAlias.objects.exists()


def test_name_without_letters_is_never_remembered(known):
    batch = checked(known, a_row(1, place="???"), a_row(2, place="--"))

    say_places(batch=batch, places={"???": Place.objects.get()})

    assert not PlaceAlias.objects.exists()
    assert verdicts(check(batch)) == [(2, "ready"), (3, "wrong")]

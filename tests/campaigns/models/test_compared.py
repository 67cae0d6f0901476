"""The columns of names as they are compared are true, whichever way a row is written."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from campaigns.models import Place, PlaceAlias, SchoolHoliday
from campaigns.models.compared import words_of_fields
from tests import factories

pytestmark = pytest.mark.django_db

MIGRATION = import_module("campaigns.migrations.0014_names_compared")
NEW = "St. Fillan’s PS"
WORDS = "st fillans primary school wishaw"


def by_save(place):
    place.name = NEW
    place.save()


def by_save_of_one_field(place):
    place.name = NEW
    place.save(update_fields=["name"])


def by_update_or_create(place):
    Place.objects.update_or_create(pk=place.pk, defaults={"name": NEW})


def in_bulk(place):
    place.name = NEW
    Place.objects.bulk_update([place], ["name"])


def in_bulk_over_what_is_there(place):
    place.name = NEW
    Place.objects.bulk_create(
        [place], update_conflicts=True, unique_fields=["id"], update_fields=["name"]
    )


@pytest.mark.parametrize(
    "write",
    [by_save, by_save_of_one_field, by_update_or_create, in_bulk, in_bulk_over_what_is_there],
)
def test_words_of_a_place_follow_its_name(write):
    place = factories.make_place()

    write(place)

    place.refresh_from_db()
    assert (place.name, place.words) == (NEW, WORDS)


def test_words_are_there_from_the_first():
    made = factories.make_place(name=NEW)
    other = Place(campaign=made.campaign, area=made.area, kind="primary", name=NEW, town="Wishaw")
    Place.objects.bulk_create([other])

    assert list(Place.objects.values_list("words", flat=True)) == [WORDS, WORDS]


@pytest.mark.parametrize("values", [{"name": NEW}, {"town": "Lanark"}, {"roll": 9, "name": NEW}])
def test_name_is_not_written_past_its_words(values):
    place = factories.make_place()

    with pytest.raises(TypeError, match="words would be left behind"):
        Place.objects.filter(pk=place.pk).update(**values)

    Place.objects.filter(pk=place.pk).update(roll=9)
    assert Place.objects.get().roll == 9


def test_longest_names_have_room():
    place = factories.make_place(name="PS " * 66, town="ﷺ" * 80)

    assert len(Place.objects.get(pk=place.pk).words) <= 400


def test_place_is_known_by_its_name_in_its_town():
    place = factories.make_place(name="St Fillan's Primary School")
    factories.make_place(name="St Fillan's Primary School", town="Lanark")

    assert list(Place.objects.called(name=NEW, town="WISHAW")) == [place]


@pytest.mark.parametrize("town", ["Saint Ninians", "st. ninian’s", "ST NINIANS"])
def test_holiday_of_a_town_is_found_however_the_town_is_written(town):
    day = date(2026, 12, 7)
    holiday = factories.make_holiday(first_on=day, last_on=day, town="St Ninian's")

    assert list(SchoolHoliday.objects.at(area=holiday.area, town=town)) == [holiday]
    assert list(SchoolHoliday.objects.at(area=holiday.area, town="Wishaw")) == []


def alias(words, place):
    return PlaceAlias.objects.create(campaign=place.campaign, words=words, place=place)


def test_migration_fills_what_was_there_before():
    day = date(2026, 12, 7)
    place = factories.make_place(name=NEW)
    holiday = factories.make_holiday(first_on=day, last_on=day, town="St Ninian's")
    for rows in (Place.objects.filter(pk=place.pk), SchoolHoliday.objects.filter(pk=holiday.pk)):
        rows.update(**{"words" if rows.model is Place else "town_words": ""})

    MIGRATION.fill(apps, None)

    place.refresh_from_db()
    holiday.refresh_from_db()
    assert (place.words, holiday.town_words) == (WORDS, "st ninians")
    assert place.words == words_of_fields(place.name, place.town)


def test_migration_forgets_words_that_two_places_bear():
    one, other = factories.make_place(), factories.make_place(name="Hillview Primary School")
    alias("sgoil ghàidhlig", one)
    alias("sgoil ghaidhlig", other)
    alias("café", one)
    alias("cafe", one)
    alias("the brae", other)

    MIGRATION.fill(apps, None)

    assert sorted(PlaceAlias.objects.values_list("words", "place")) == [
        ("cafe", one.pk),
        ("the brae", other.pk),
    ]

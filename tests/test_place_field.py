"""The box for a place: found by its words or its id, told apart, and kept."""

import pytest

from campaigns.models import Place
from campaigns.places.field import PlaceField
from sextortion_aware.forms.layout import ServiceForm
from tests import factories
from tests.html import read
from tests.service_forms import drawn, one_field


def place_form(**data: str) -> ServiceForm:
    return one_field(
        PlaceField(places=lambda: Place.objects.all(), search_url="/search/"), data=data
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "Braeside Primary School, Wishaw (North Lanarkshire)",
        "braeside wishaw",
        "BRAESIDE PRIMARY SCHOOL",
        "Bràeside P.S.",
        "braeside primary, wishaw",
    ],
)
def test_place_is_found_by_its_words(typed):
    place = factories.make_place()
    factories.make_place(name="Hillend Primary School")

    form = place_form(answer=typed)

    assert form.is_valid()
    assert form.cleaned_data["answer"] == place


@pytest.mark.django_db
def test_school_said_to_be_rc_is_found_by_its_own_name_first():
    plain = factories.make_place(name="St Mary’s Primary School", town="Lanark")
    denominational = factories.make_place(name="St Mary’s RC Primary School", town="Airdrie")
    other = factories.make_place(name="St Patrick’s Primary School", town="Shotts")
    factories.make_place(name="New St Patrick’s Primary School", town="Shotts")

    found = {}
    for typed in (
        "St Mary's PS",
        "St Mary's RC PS",
        "St Patrick's RC PS",
        "St Patrick's PS (R.C.)",
    ):
        form = place_form(answer=typed)
        found[typed] = form.cleaned_data["answer"] if form.is_valid() else None

    assert found == {
        "St Mary's PS": plain,
        "St Mary's RC PS": denominational,
        "St Patrick's RC PS": other,
        "St Patrick's PS (R.C.)": other,
    }


@pytest.mark.django_db
def test_school_said_to_be_rc_is_asked_about_where_two_bear_that_name():
    factories.make_place(name="St Mary’s Primary School", town="Lanark")
    for town in ("Airdrie", "Hamilton"):
        factories.make_place(name="St Mary’s RC Primary School", town=town)

    assert not place_form(answer="St Mary's RC PS").is_valid()


@pytest.mark.django_db
def test_place_by_id_counts_only_while_the_box_shows_it():
    first, second = factories.make_place(), factories.make_place(name="Hillend Primary School")

    kept = place_form(answer=first.label, answer_id=str(first.pk))
    changed = place_form(answer=second.label, answer_id=str(first.pk))

    assert kept.is_valid()
    assert changed.is_valid()
    assert (kept.cleaned_data["answer"], changed.cleaned_data["answer"]) == (first, second)


@pytest.mark.django_db
def test_all_through_school_is_told_apart_by_id():
    factories.make_place(name="Calder Academy")
    upper = factories.make_place(name="Calder Academy", kind="secondary")

    form = place_form(answer=upper.label, answer_id=str(upper.pk))

    assert form.is_valid()
    assert form.cleaned_data["answer"] == upper


@pytest.mark.django_db
def test_several_places_become_a_question_that_keeps_what_was_typed():
    for number in range(12):
        factories.make_place(name=f"Saint Mary’s Primary School {number}")

    form = place_form(answer="saint mary")
    page = read(drawn(form))

    assert form.errors["answer"] == [
        "Choose which one you mean, or type more of the name or the town"
    ]
    assert len([field for field in page.fields if field.get("type") == "radio"]) == 8
    assert (
        next(field["value"] for field in page.fields if field.get("name") == "answer")
        == "saint mary"
    )
    assert page.links[0]["href"] == "#id_answer_choice_0"
    assert "id_answer_choice_0" in page.ids
    assert set(page.referred_ids) <= set(page.ids)


@pytest.mark.django_db
def test_choice_of_several_is_kept_when_another_answer_is_wrong():
    first, second = factories.make_place(), factories.make_place(name="Braeside High School")

    form = place_form(answer="braeside", answer_choice=str(second.pk))
    page = read(drawn(form))

    assert form.is_valid()
    assert form.cleaned_data["answer"] == second != first
    assert [field.get("value") for field in page.fields] == [second.label, str(second.pk)]


@pytest.mark.django_db
def test_choice_does_not_count_for_other_words():
    first = factories.make_place()
    other = factories.make_place(name="Hillend Primary School")

    form = place_form(answer="braeside", answer_choice=str(other.pk))

    assert form.is_valid()
    assert form.cleaned_data["answer"] == first


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["nowhere at all", "\x00", "%", "9" * 400, "'; --"])
def test_unknown_place_is_said_kindly(odd):
    factories.make_place()

    errors = place_form(answer=odd, answer_id="9" * 30, answer_choice="x").errors["answer"]

    assert errors[0].startswith(("We found no match for", "Enter the place"))


@pytest.mark.django_db
def test_place_shows_the_one_it_was_given():
    place = factories.make_place()
    field = PlaceField(places=Place.objects.all())

    shown = [read(drawn(one_field(field, initial=initial))).fields for initial in (place, place.pk)]

    assert [[box.get("value") for box in boxes] for boxes in shown] == [
        [place.label, str(place.pk)]
    ] * 2

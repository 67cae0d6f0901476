"""The crispy pack: what it draws can be read, named and reached."""

import re
from datetime import date, time

import pytest
from crispy_forms.layout import HTML
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from campaigns.models import Place
from campaigns.places.field import PlaceField
from campaigns.places.stages_field import StagesField
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import Fieldset, Layout, Question, Reveal, ServiceForm
from sextortion_aware.forms.widgets import Checkboxes, Radios
from sextortion_aware.template_tags import error_list
from tests import factories
from tests.html import read


class Everything(ServiceForm):
    name = forms.CharField(max_length=5, help_text="As on your badge")
    email = forms.EmailField()
    secret = forms.CharField(widget=forms.PasswordInput)
    phone = forms.CharField(widget=forms.TextInput({"type": "tel"}))
    number = forms.IntegerField()
    notes = forms.CharField(widget=forms.Textarea)
    length = forms.ChoiceField(label="How long?", choices=[("", "Choose"), ("50", "50 minutes")])
    place = PlaceField(places=Place.objects.none)
    held_on = DateField(what="the date of the talk")
    starts_at = TimeField()
    attended = CountField(what="how many came", most=500)
    kind = forms.ChoiceField(
        choices=[("lesson", "Lesson"), ("other", "Other")],
        widget=Radios(hints={"lesson": "One class"}),
    )
    topics = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=Checkboxes)
    stages = StagesField()
    agreed = forms.BooleanField(label="Staff stay")
    plain_radios = forms.ChoiceField(choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)


def drawn(form: forms.BaseForm) -> str:
    return Template(
        "{% load crispy_forms_tags service %}{% error_summary form %}{% crispy form %}"
    ).render(Context({"form": form}))


def one_field(
    field: forms.Field, *, data: dict | None = None, initial: object = None
) -> ServiceForm:
    kind = type("One", (ServiceForm,), {"answer": field})
    return kind(data, initial={"answer": initial})


def message(field: forms.Field, **data: str) -> list[str]:
    return one_field(field, data=data).errors.get("answer", [])


# --- Reading and reaching
# ------------------------------------------------------------------------------------


def test_every_error_links_to_an_id_that_is_there():
    page = read(drawn(Everything({})))

    targets = [link["href"].removeprefix("#") for link in page.links]
    assert len(targets) == len(Everything.base_fields)
    assert set(targets) <= set(page.ids)


def test_group_and_date_link_to_their_first_part():
    targets = {error["to"] for error in error_list(Everything({}))}

    assert {
        "id_held_on_day",
        "id_kind_0",
        "id_topics_0",
        "id_stages_0",
        "id_plain_radios_0",
        "id_name",
        "id_place",
        "id_agreed",
    } <= targets


@pytest.mark.parametrize("data", [None, {}])
def test_every_reference_is_to_one_id_that_is_there(data):
    page = read(drawn(Everything(data)))

    assert set(page.referred_ids) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_hint_and_error_describe_the_field():
    page = read(drawn(Everything({"name": "far too long"})))

    name = next(field for field in page.fields if field.get("name") == "name")
    assert name["aria-describedby"] == "id_name_helptext id_name_error"
    assert name["aria-invalid"] == "true"
    assert name["value"] == "far too long"


def test_every_visible_field_has_a_label():
    html = drawn(Everything())

    boxes = [field for field in read(html).fields if field.get("type") != "hidden"]
    labelled = re.findall(r'<label for="?([\w-]+)"?', html)
    named = [box for box in boxes if labelled.count(box.get("id")) == 1]
    assert len(named) + html.count("<label><input ") == len(boxes)


def test_only_the_first_of_a_group_has_an_id_for_the_link_of_an_error():
    stages = [box for box in read(drawn(Everything())).fields if box.get("name") == "stages"]

    assert [box["id"] for box in stages if "id" in box] == ["id_stages_0"]
    assert len(stages) == 13


def test_what_people_typed_stands_in_quotes():
    html = drawn(Everything({"name": "ab", "notes": "c>d"}))

    assert ' value="ab"' in html
    assert ">\nc&gt;d</textarea>" in html


def test_radio_is_never_marked_invalid_by_itself():
    html = drawn(Everything({}))

    radios = [field for field in read(html).fields if field.get("type") == "radio"]
    assert len(radios) == 4
    assert not any("aria-invalid" in radio for radio in radios)
    assert " aria-describedby=id_kind_error>" in html


def test_hint_under_an_option_describes_that_option():
    options = [field for field in read(drawn(Everything())).fields if field.get("name") == "kind"]

    assert [option.get("aria-describedby") for option in options] == ["id_kind_0_hint", None]


def test_browser_is_never_asked_to_check():
    assert not any("required" in field for field in read(drawn(Everything({}))).fields)


def test_without_errors_there_is_no_summary():
    assert "data-error-summary" not in drawn(Everything())


def test_what_people_typed_is_escaped():
    html = drawn(Everything({"name": "<b>", "place": "<script>alert(1)</script>"}))

    assert "<b>" not in html
    assert "<script>" not in html


def test_optional_is_said_but_not_of_a_filter_or_a_question_asked_only_sometimes():
    class Some(ServiceForm):
        asked_if = frozenset({"why"})
        where = forms.CharField(required=False)
        why = forms.CharField(required=False)

    class Filter(Some):
        all_optional = True

    assert drawn(Some()).count("(optional)") == 1
    assert drawn(Filter()).count("(optional)") == 0


def test_form_level_error_links_to_the_first_field():
    class Clash(ServiceForm):
        key = forms.CharField(widget=forms.HiddenInput, required=False)
        name = forms.CharField()

        def clean(self):
            raise forms.ValidationError("These do not go together")

    assert error_list(Clash({"name": "a"})) == [
        {"text": "These do not go together", "to": "id_name"}
    ]


def test_formset_errors_stand_in_the_order_of_the_page():
    rows = forms.formset_factory(
        type("Row", (ServiceForm,), {"count": CountField(what="how many")}), extra=2, max_num=2
    )
    formset = rows(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-count": "x",
            "form-1-count": "-1",
        }
    )

    assert [error["to"] for error in error_list(formset)] == ["id_form-0-count", "id_form-1-count"]


def test_hidden_field_is_drawn_though_no_layout_names_it():
    class Keyed(ServiceForm):
        key = forms.CharField(widget=forms.HiddenInput)
        name = forms.CharField()
        layout = Layout("name")

    assert [field["name"] for field in read(drawn(Keyed())).fields] == ["name", "key"]


def test_widget_without_a_part_is_refused():
    with pytest.raises(TemplateSyntaxError, match="FileInput"):
        drawn(one_field(forms.FileField(widget=forms.FileInput)))


def test_form_of_another_library_is_drawn_too():
    class Foreign(forms.Form):
        name = forms.CharField()

    html = Template("{% load crispy_forms_tags %}{{ form|crispy }}{% crispy form %}").render(
        Context({"form": Foreign()})
    )

    assert html.count("<label for=id_name>") == 2
    assert "(optional)" not in html


# --- Layout
# --------------------------------------------------------------------------------------------------


def test_question_is_the_h1_of_its_page():
    class Asked(ServiceForm):
        when = DateField(label="When?")
        name = forms.CharField(label="Who?")
        layout = Layout(Question("when"), Question("name"))

    assert read(drawn(Asked())).h1 == ["When?", "Who?"]


def test_reveal_stands_under_its_option_and_leaves_no_field_behind():
    class Asked(ServiceForm):
        kind = forms.ChoiceField(choices=[("a", "A"), ("other", "Other")], widget=Radios)
        other = forms.CharField(required=False)
        last = forms.CharField()
        layout = Layout(
            Fieldset("What", Reveal("kind", {"other": "other"}), HTML("|{{ field }}|")), "last"
        )

    context = Context({"form": Asked(), "field": "what the page had"})
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(context)

    assert [(field["name"], field.get("id")) for field in read(html).fields] == [
        ("kind", "id_kind_0"),
        ("kind", None),
        ("other", "id_other"),
        ("last", "id_last"),
    ]
    assert '>Other</label><div class="reveal"><div class=field><label for=id_other>' in html
    assert "|what the page had|" in html
    assert "(optional)" not in html


# --- Messages
# ------------------------------------------------------------------------------------------------


def test_messages_say_how_to_put_it_right():
    said = {
        field: list(errors)
        for field, errors in Everything({"name": "too long", "email": "x"}).errors.items()
    }

    assert said["name"] == ["Shorten this to 5 characters or fewer: it has 8"]
    assert said["email"] == ["Enter an e-mail address in full, like name@example.com"]
    assert said["length"] == ["Answer “How long?”"]
    assert said["topics"] == ["Choose topics"]
    assert said["agreed"] == ["Tick “Staff stay”"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", ""), "Enter the date of the talk"),
        (("31", "2", "2026"), "The date of the talk must be a real date, like 23 11 2026"),
        (("0", "13", "2026"), "The date of the talk must be a real date, like 23 11 2026"),
        (("one", "two", "2026"), "The date of the talk must be a real date, like 23 11 2026"),
        (("1", "2", "three"), "The date of the talk must be a real date, like 23 11 2026"),
        (("1", "2", "26"), "The date of the talk needs a year of 4 numbers, like 2026"),
        (("1", "", "2026"), "The date of the talk must include a month"),
        (("", "2", ""), "The date of the talk must include a day and a year"),
        (("1", "1", "2027"), "The date of the talk must be on or before 23 November 2026"),
        (("1", "1", "2014"), "The date of the talk must be on or after 1 November 2015"),
    ],
)
def test_date_says_what_is_wrong(typed, said):
    field = DateField(
        what="the date of the talk", earliest=date(2015, 11, 1), latest=date(2026, 11, 23)
    )

    assert message(
        field, **dict(zip(("answer_day", "answer_month", "answer_year"), typed, strict=True))
    ) == [said]


@pytest.mark.parametrize("month", ["2", "02", " 2 ", "Feb", "february"])
def test_date_takes_a_month_in_figures_or_words(month):
    form = one_field(
        DateField(), data={"answer_day": "3", "answer_month": month, "answer_year": "2026"}
    )

    assert form.is_valid()
    assert form.cleaned_data["answer"] == date(2026, 2, 3)


def test_date_shows_what_it_was_given():
    boxes = [
        field["value"]
        for field in read(drawn(one_field(DateField(), initial=date(2026, 2, 3)))).fields
    ]

    assert boxes == ["3", "2", "2026"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter how many came"),
        ("-3", "Enter how many came as 0 or more"),
        ("a few", "Enter how many came as a whole number, like 25"),
        ("2.5", "Enter how many came as a whole number, like 25"),
        ("²", "Enter how many came as a whole number, like 25"),
        ("5001", "Enter how many came, 5,000 at most"),
        ("9" * 5000, "Enter how many came, 5,000 at most"),
    ],
)
def test_count_says_what_is_wrong(typed, said):
    assert message(CountField(what="how many came", most=5_000), answer=typed) == [said]


@pytest.mark.parametrize(
    ("typed", "counted"), [("0", 0), (" 25 ", 25), ("1,200", 1200), ("1 200", 1200)]
)
def test_count_reads_what_people_write(typed, counted):
    form = one_field(CountField(), data={"answer": typed})

    assert form.is_valid()
    assert form.cleaned_data["answer"] == counted


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("9.30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("930", time(9, 30)),
        ("1415", time(14, 15)),
        ("2pm", time(14)),
        ("12 am", time(0)),
    ],
)
def test_time_reads_what_people_write(typed, read_as):
    form = one_field(TimeField(), data={"answer": typed})

    assert form.is_valid()
    assert form.cleaned_data["answer"] == read_as


@pytest.mark.parametrize("typed", ["9", "25.00", "9.75", "13pm", "half past", "9.3"])
def test_time_refuses_what_could_mean_two_things_or_none(typed):
    assert message(TimeField(what="the start time"), answer=typed) == [
        "Enter the start time like 9.30 or 14.15"
    ]


def test_stages_come_in_school_order():
    form = one_field(StagesField(), data={"answer": ["S1", "P7"]})

    assert form.is_valid()
    assert form.cleaned_data["answer"] == ("P7", "S1")


# --- A place found by typing
# ---------------------------------------------------------------------------------


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
    assert len([field for field in page.fields if field.get("type") == "radio"]) == 10
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

"""The crispy pack: what it draws can be read, named and reached."""

import re

import pytest
from crispy_forms.layout import HTML
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from sextortion_aware.forms.fields import CountField, DateField
from sextortion_aware.forms.layout import Fieldset, Layout, Question, Reveal, ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.template_tags import error_list
from tests.html import read
from tests.service_forms import Everything, drawn, one_field


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
    html = drawn(Everything({"name": "<em>", "place": "<script>alert(1)</script>"}))

    assert "<em>" not in html
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

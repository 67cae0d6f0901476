"""Forms of the service pack for tests, and what is drawn or said of them."""

from django import forms
from django.template import Context, Template

from campaigns.models import Place
from campaigns.places.field import PlaceField
from campaigns.places.stages_field import StagesField
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Checkboxes, Radios


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

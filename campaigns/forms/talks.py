"""Asking for a talk, one form a page: where, for whom, and what kind. The other pages are in talk_visit.py."""

from datetime import date
from typing import Any, cast

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from campaigns.forms.fields import CountField, PlaceField, StagesField
from campaigns.forms.layout import Question, Reveal
from campaigns.forms.talk_step import StepForm
from campaigns.forms.widgets import Radios
from campaigns.forms.words import WordsField
from campaigns.models import MOST_IN_A_ROW, STAGES, Audience, Campaign, CouncilArea, Format, Place, Topic, stages_label

PRIMARY = [stage for stage in STAGES if stage.startswith("P")]
SECONDARY = [stage for stage in STAGES if stage.startswith("S")]
STAGES_OF = {"children": "primary", "young_people": "secondary"}


class PlaceForm(StepForm):
    title = "Where should the talk be?"
    asked_if = frozenset({"place", "not_listed"})

    place = PlaceField(
        places=lambda: Place.objects.none(),
        search_url=reverse_lazy("campaigns:talk_place_search"),
        what="the name of the school or place",
        required=False,
        label="School, college or other place",
        help_text="Type part of the name or the town, then choose.",
    )
    not_listed = forms.BooleanField(required=False, label="I cannot find it on the list")

    def prepare(self, *, campaign: Campaign, today: date) -> None:
        cast("PlaceField", self.fields["place"]).places = lambda: Place.objects.filter(campaign=campaign).open_on(today)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("not_listed"):
            self.errors.pop("place", None)
            self.cleaned_data["place"] = None
        elif not self.cleaned_data.get("place") and "place" not in self.errors:
            self.add_error("place", "Enter the name of the school or place, or tick that you cannot find it")
        return self.cleaned_data

    def kept(self) -> dict[str, list[str]]:
        place = self.cleaned_data["place"]
        return {"place": [place.label], "place_id": [str(place.pk)]} if place else {"not_listed": ["on"]}

    def rows(self) -> list[tuple[str, str]]:
        place = self.cleaned_data["place"]
        return [("Place", place.label)] if place else []


class UnlistedPlaceForm(StepForm):
    title = "Tell us about the place"

    unlisted_place = WordsField(max_length=200, label="Name of the school, group or workplace")
    unlisted_town = WordsField(max_length=80, label="Town or village")
    area = forms.ModelChoiceField(CouncilArea.objects.none(), widget=Radios(), empty_label=None, label="Council area")

    def prepare(self, *, campaign: Campaign, today: date) -> None:
        cast("forms.ModelChoiceField[CouncilArea]", self.fields["area"]).queryset = campaign.areas.all()


class GroupForm(StepForm):
    title = "Who is the talk for?"
    row_name = "First group"
    layout = Layout(Reveal("audience", STAGES_OF), "expected", "another")
    asked_if = frozenset({"primary", "secondary", "another"})

    audience = forms.ChoiceField(
        choices=[choice for choice in Audience.choices if choice[0] != Audience.NOT_RECORDED],
        widget=Radios(),
        label="This group is",
        error_messages={"required": "Choose who the talk is for"},
    )
    primary = StagesField(required=False, label="Which stages?")
    secondary = StagesField(required=False, label="Which years?")
    expected = CountField(what="how many people you expect", most=MOST_IN_A_ROW, label="How many people do you expect?", help_text="A good guess will do.")
    another = forms.BooleanField(required=False, label="I have another group to add")

    def prepare(self, *, campaign: Campaign, today: date) -> None:
        for name, stages in (("primary", PRIMARY), ("secondary", SECONDARY)):
            cast("StagesField", self.fields[name]).choices = [(stage, stage) for stage in stages]

    def clean_expected(self) -> int:
        expected: int = self.cleaned_data["expected"]
        if expected < 1:
            raise ValidationError("Enter how many people you expect, 1 or more")
        return expected

    def clean(self) -> dict[str, Any]:
        asked = STAGES_OF.get(self.cleaned_data.get("audience", ""), "")
        for name in STAGES_OF.values():
            if name != asked:
                self.errors.pop(name, None)
                self.cleaned_data[name] = ()
            elif not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "Choose at least one stage")
        return self.cleaned_data

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["primary"]) + tuple(self.cleaned_data["secondary"])

    def rows(self) -> list[tuple[str, str]]:
        audience = Audience(self.cleaned_data["audience"]).label
        who = f"{audience}: {stages_label(self.stages)}" if self.stages else str(audience)
        return [(self.row_name, f"{who}, about {self.cleaned_data['expected']}")]


class SecondGroupForm(GroupForm):
    title = "Who is in your second group?"
    row_name = "Second group"


class ThirdGroupForm(GroupForm):
    title = "Who is in your third group?"
    row_name = "Third group"
    layout = Layout(Reveal("audience", STAGES_OF), "expected")


class KindForm(StepForm):
    title = "What kind of talk would you like?"

    topic = forms.ModelChoiceField(Topic.objects.none(), widget=Radios(), empty_label=None, label="Topic", error_messages={"required": "Choose a topic"})
    format = forms.ChoiceField(
        choices=Format.choices,
        widget=Radios(hints={"lesson": "One class at a time. Pupils ask more.", "assembly": "Several classes in one hall."}),
        label="How it is given",
        error_messages={"required": "Choose how the talk is given"},
    )

    def prepare(self, *, campaign: Campaign, today: date) -> None:
        cast("forms.ModelChoiceField[Topic]", self.fields["topic"]).queryset = Topic.objects.filter(campaign=campaign, is_offered=True)

    def rows(self) -> list[tuple[str, str]]:
        return [("Topic", self.cleaned_data["topic"].name), ("How it is given", str(Format(self.cleaned_data["format"]).label))]


class AssemblyForm(StepForm):
    title = "Why is an assembly better for you than lessons?"
    title_is_a_field = True
    layout = Layout(Question("assembly_reason"))

    assembly_reason = WordsField(
        max_length=300,
        lines=3,
        label=title,
        help_text="We teach this topic in lessons. In a small group pupils ask questions, and a pupil who has been hurt is not sitting in a crowd.",
        error_messages={"required": "Enter why an assembly is better, or go back and choose lessons"},
    )

    def rows(self) -> list[tuple[str, str]]:
        return [("Why an assembly", self.cleaned_data["assembly_reason"])]

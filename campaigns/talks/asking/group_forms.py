"""Asking for a talk: who it is for, one group a page. Only schools are asked for stages."""

from collections.abc import Collection
from typing import Any, Self, cast

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import MOST_IN_A_ROW, Audience, Place, stages_label
from campaigns.models.fields import PRIMARY
from campaigns.places.stages import to_stages_said
from campaigns.sessions.audiences import audience_of as audience_of_stage
from campaigns.sessions.audiences import pupils_at
from campaigns.sessions.questions import SCHOOL_IS
from campaigns.talks.asking.drafts import Group
from campaigns.talks.asking.step_form import StepForm, typed
from sextortion_aware.forms.fields import SumField
from sextortion_aware.forms.layout import Layout, Reveal
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.problems import CannotRead

PUPILS = "pupils"
IN_A_SCHOOL = {
    PUPILS: "Pupils",
    Audience.PARENTS: "Parents and guardians",
    Audience.PROFESSIONALS: "Staff",
    Audience.ADULTS: "Other adults",
}
ELSEWHERE = {
    Audience.CHILDREN: "Children (up to 11)",
    Audience.YOUNG_PEOPLE: "Young people (12 and over)",
    Audience.PARENTS: "Parents and guardians",
    Audience.PROFESSIONALS: "Staff or professionals",
    Audience.ADULTS: "Adults",
}
NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth")
STAGES_HINT = "Write them like P7, or S1 to S3"


def read_stages(said: str) -> tuple[str, ...]:
    """Of one sector: a group of P7 and S1 together is two kinds of people in the figures."""
    try:
        stages = to_stages_said(" ".join(said.split()))
    except CannotRead:
        stages = ()
    if not stages:
        raise ValidationError(f"Enter the stages. {STAGES_HINT}")
    if len({stage in PRIMARY for stage in stages}) > 1:
        raise ValidationError("Put primary and secondary pupils into two groups")
    return stages


def audience_of(who: str, stages: tuple[str, ...]) -> str:
    if who != PUPILS:
        return who
    return str(Audience.CHILDREN if stages[0] in PRIMARY else Audience.YOUNG_PEOPLE)


def pupils_of_another_school(place: Place, stages: Collection[str]) -> str:
    """P7 may well visit their high school; then somebody meant it. Else the school is the wrong one
    of two with the same name, or the stage is.
    """
    is_school = SCHOOL_IS.get(Place.Kind(place.kind))
    own = pupils_at(place)
    others = [stage for stage in stages if own and audience_of_stage(stage) != own]
    if not (is_school and others):
        return ""
    verb = "is" if len(others) == 1 else "are"
    sector = "primary" if others[0] in PRIMARY else "secondary"
    pupils = f"{'a ' if len(others) == 1 else ''}{sector} stage{'' if len(others) == 1 else 's'}"
    return f"{stages_label(others)} {verb} {pupils}, and {place.name} is {is_school}."


class GroupForm(StepForm):
    title = "Who is the talk for?"
    number = 1
    layout = Layout(Reveal("who", {PUPILS: "stages"}), "expected", "another")
    asked_if = frozenset({"stages", "another", "told"})

    who = forms.ChoiceField(
        widget=Radios(),
        label="This group is",
        error_messages={"required": "Choose who the talk is for"},
    )
    stages = WordsField(
        max_length=60,
        required=False,
        label="Which stages?",
        help_text=f"{STAGES_HINT}.",
        widget=forms.TextInput({"class": "width-10"}),
    )
    expected = SumField(
        what="how many people you expect",
        most=MOST_IN_A_ROW,
        label="How many people do you expect?",
        help_text="A number. A good guess will do.",
    )
    another = forms.BooleanField(required=False, label="I have another group to add")
    told = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)

    def prepare(self) -> None:
        who = cast("forms.ChoiceField", self.fields["who"])
        who.choices = list((IN_A_SCHOOL if self.is_for_a_school else ELSEWHERE).items())
        if self.is_for_a_school:
            who.initial = PUPILS

    def clean_expected(self) -> int:
        expected: int = self.cleaned_data["expected"]
        if expected < 1:
            raise ValidationError("Enter how many people you expect, 1 or more")
        return expected

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data.pop("stages", "")
        self.cleaned_data |= {"stages": (), "stages_said": ""}
        if self.cleaned_data.get("who") == PUPILS and "stages" not in self.errors:
            try:
                self.cleaned_data |= {"stages": read_stages(said), "stages_said": said}
            except ValidationError as problem:
                self.add_error("stages", problem)
        return self.cleaned_data

    @property
    def warnings(self) -> list[str]:
        place = self.before.get("place", {}).get("place")
        if place is None or not (self.is_bound and self.is_valid()):
            return []
        other = pupils_of_another_school(place, self.group.stages)
        return [other] if other else []

    def waits(self) -> bool:
        told = self.cleaned_data["told"]
        return bool(self.warnings) and told != stages_label(self.group.stages)

    def shown_with_warnings(self) -> Self:
        data = typed(self.kept() | {"told": [stages_label(self.group.stages)]})
        return type(self)(data, campaign=self.campaign, today=self.today, before=self.before)

    def kept(self) -> dict[str, list[str]]:
        kept = super().kept()
        kept.pop("stages_said", None)
        return kept | (
            {"stages": [self.cleaned_data["stages_said"]]} if self.cleaned_data["stages"] else {}
        )

    @property
    def group(self) -> Group:
        stages = self.cleaned_data["stages"]
        return Group(
            audience=audience_of(self.cleaned_data["who"], stages),
            stages=stages,
            expected=self.cleaned_data["expected"],
        )

    def rows(self) -> list[tuple[str, str]]:
        words: Any = cast("forms.ChoiceField", self.fields["who"]).choices
        who = stages_label(self.group.stages) or dict(words)[self.cleaned_data["who"]]
        said = [
            f"{who}, about {self.group.expected}",
            *(f"Please note: {warning}" for warning in self.warnings),
        ]
        return [(f"{NUMBERS[self.number - 1].capitalize()} group", "\n".join(said))]


def group_form(number: int) -> type[GroupForm]:
    """The page for the second group and those after it; on the last there is no other to add."""
    told: dict[str, Any] = {
        "number": number,
        "title": f"Who is in your {NUMBERS[number - 1]} group?",
    }
    if number == len(NUMBERS):
        told |= {"another": None, "layout": Layout(Reveal("who", {PUPILS: "stages"}), "expected")}
    return type(f"GroupForm{number}", (GroupForm,), told)


GROUP_FORMS: dict[str, type[GroupForm]] = {
    "group-1": GroupForm,
    **{f"group-{number}": group_form(number) for number in range(2, len(NUMBERS) + 1)},
}

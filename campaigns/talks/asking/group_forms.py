"""Asking for a talk: who it is for, one group a page. Only schools are asked for stages."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import MOST_IN_A_ROW, Audience, stages_label
from campaigns.models.fields import PRIMARY
from campaigns.places.stages import to_stages_said
from campaigns.talks.asking.drafts import Group
from campaigns.talks.asking.step_form import AskedOnce, Cleaned
from campaigns.talks.fits import misfits
from campaigns.talks.remarks import Remark
from sextortion_aware.forms.fields import GuessField
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


class GroupForm(AskedOnce):
    title = "Who is the talk for?"
    number = 1
    starts_with = "who"
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
    expected = GuessField(
        what="how many people you expect",
        most=MOST_IN_A_ROW,
        label="How many people do you expect?",
        help_text="A number. A good guess will do.",
    )
    another = forms.BooleanField(required=False, label="I have another group to add")

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

    def remarks(self) -> list[Remark]:
        """Which talk they would like is asked later."""
        return misfits([self.group], place=self.before.get("place", {}).get("place"))

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
        said = self.with_warnings(f"{who}, about {self.group.expected}")
        return [(f"{NUMBERS[self.number - 1].capitalize()} group", said)]


def groups_so_far(before: Cleaned) -> list[Group]:
    """The groups that these answers name."""
    return [
        Group(audience_of(given["who"], given["stages"]), given["stages"], given["expected"])
        for step, given in before.items()
        if step in GROUP_FORMS
    ]


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

"""One talk that is on offer, as coordinators write its page."""

from typing import Any, cast

from django import forms
from django.db.models import Q

from campaigns.history.opened import version_of
from campaigns.models import LONGEST_MINUTES, Campaign, Format, TalkKind, Topic, User
from campaigns.places.materials import of_kind
from campaigns.places.stages_field import LIKE_P7, StagesSaidField
from campaigns.sessions.rules import SHORTEST_MINUTES
from campaigns.talks.kind_deeds import add_kind, change_kind, kind_in_words
from campaigns.talks.suggested_kinds import suggestions_for
from sextortion_aware.forms.fields import CountField, StillThereField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.told import OpenedField
from sextortion_aware.forms.words import WordsField
from sextortion_aware.materials import MATERIALS

ONE_POINT = "One line, one point."
ALL = (
    "name",
    "topic",
    "format",
    "stages",
    "minutes",
    "summary",
    "expect",
    "not_expect",
    "school_provides",
    "materials",
    "is_offered",
)


class KindPageForm(ServiceForm):
    name = WordsField(
        max_length=120,
        label="Name of the talk",
        help_text="For example, “Sextortion: know the trick”",
        error_messages={"required": "Enter the name of the talk"},
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label="Topic",
        empty_label="Choose a topic",
        error_messages={"required": "Choose a topic"},
    )
    format = forms.ChoiceField(choices=Format.choices, label="How it is given")
    stages = StagesSaidField(
        unread=LIKE_P7,
        help_text=(
            "Write them like P7, or S1 to S3. Leave it empty for adults: parents, workplaces and "
            "groups are offered a talk without stages, unless it is a lesson or an assembly."
        ),
    )
    minutes = CountField(
        label="Length in minutes", what="the length in minutes", most=LONGEST_MINUTES, initial=50
    )
    summary = WordsField(
        max_length=300,
        lines=2,
        label="In one sentence",
        error_messages={"required": "Enter one sentence that says what the talk is about"},
    )
    expect = WordsField(
        max_length=2000,
        lines=4,
        label="What happens in it",
        help_text=ONE_POINT,
        error_messages={"required": "Enter what happens in the talk, one point on a line"},
    )
    not_expect = WordsField(
        max_length=2000,
        lines=3,
        required=False,
        label="What does not happen in it",
        help_text=ONE_POINT,
    )
    school_provides = WordsField(
        max_length=2000,
        lines=3,
        required=False,
        label="What the school provides",
        help_text=ONE_POINT,
    )
    materials = StillThereField(
        required=False,
        choices=[(material.slug, material.title) for material in MATERIALS],
        label="For schools to use",
        help_text=(
            "Schools find these pages beside their talk, and see those for the ages that are in "
            "it. Tick none, and they get what fits the stages."
        ),
    )
    is_offered = forms.BooleanField(required=False, initial=True, label="Schools can ask for it")
    opened = OpenedField()

    def __init__(
        self, data: Any = None, *, campaign: Campaign, kind: TalkKind | None = None
    ) -> None:
        initial: dict[str, Any] = {}
        if kind:
            ticked = [material.slug for material in of_kind(kind)]
            initial = {name: getattr(kind, name) for name in ALL}
            initial |= {"stages": ", ".join(kind.stages), "materials": ticked}
        opened = version_of(kind_in_words(kind)) if kind else ""
        super().__init__(data, initial=initial | {"opened": opened})
        self.campaign, self.kind = campaign, kind
        offered = Q(is_offered=True) | Q(pk=kind.topic_id if kind else None)
        cast("forms.ModelChoiceField[Topic]", self.fields["topic"]).queryset = Topic.objects.filter(
            offered, campaign=campaign
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = TalkKind.objects.filter(campaign=self.campaign, name__iexact=name)
        if (others.exclude(pk=self.kind.pk) if self.kind else others).exists():
            raise forms.ValidationError(
                "There is a talk with this name already. Choose another name"
            )
        return name

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes < SHORTEST_MINUTES:
            raise forms.ValidationError(f"Enter the length in minutes, {SHORTEST_MINUTES} or more")
        return minutes

    def save(self, *, by: User) -> TalkKind:
        given = {name: self.cleaned_data[name] for name in ALL}
        if self.kind is None:
            return add_kind(campaign=self.campaign, given=given, by=by)
        return change_kind(kind=self.kind, given=given, by=by, seen=self.cleaned_data["opened"])


class SuggestedKindsForm(ServiceForm):
    """All ticked, and every one may be left out."""

    all_optional = True

    kind = StillThereField(required=False, label="Talks to put on offer")

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        self.choices = [(one.kind.slug, one.words) for one in suggestions_for(campaign)]
        super().__init__(data, initial={"kind": [slug for slug, _ in self.choices]})
        cast("StillThereField", self.fields["kind"]).choices = self.choices

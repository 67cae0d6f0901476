from typing import Any, cast

from django import forms

from campaigns.history.opened import version_of
from campaigns.models import Campaign, EvidenceRow, User
from campaigns.places.stages_field import LIKE_P7, StagesSaidField
from campaigns.programme.evidence import (
    add_evidence,
    change_evidence,
    evidence_in_words,
    suggested_rows,
)
from sextortion_aware.forms.fields import StillThereField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.told import OpenedField
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

ALL = ("kind", "framework", "code", "name", "stages", "is_shown")
THERE_ALREADY = "This code of this framework is there already"


class EvidenceForm(ServiceForm):
    kind = forms.ChoiceField(
        choices=EvidenceRow.Kind.choices,
        widget=Radios(),
        label="What is it?",
        error_messages={"required": "Choose what it is"},
    )
    framework = WordsField(
        max_length=120,
        label="Framework",
        help_text="For example, “How good is our school? (4th edition)”",
    )
    code = WordsField(max_length=60, label="Code", help_text="For example, “QI 3.1”")
    name = WordsField(
        max_length=200, label="Name", help_text="Of an outcome, what it is about, in your words."
    )
    stages = StagesSaidField(
        unread=LIKE_P7,
        help_text="Write them like P7, or S1 to S3. Leave it empty when it fits every talk.",
    )
    is_shown = forms.BooleanField(
        required=False, initial=True, label="It is shown on the evidence sheet"
    )
    opened = OpenedField()

    def __init__(
        self, data: Any = None, *, campaign: Campaign, row: EvidenceRow | None = None
    ) -> None:
        initial = (
            {name: getattr(row, name) for name in ALL} | {"stages": ", ".join(row.stages)}
            if row
            else {}
        )
        opened = version_of(evidence_in_words(row)) if row else ""
        super().__init__(data, initial=initial | {"opened": opened})
        self.campaign, self.row = campaign, row

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            names = ("kind", "framework", "code")
            alike = self.campaign.evidence_rows.filter(**{n: self.cleaned_data[n] for n in names})
            if (alike.exclude(pk=self.row.pk) if self.row else alike).exists():
                self.say_there_already()
        return self.cleaned_data

    def say_there_already(self) -> None:
        self.add_error("code", THERE_ALREADY)

    def save(self, *, by: User) -> EvidenceRow:
        given = {name: self.cleaned_data[name] for name in ALL}
        if self.row is None:
            return add_evidence(campaign=self.campaign, given=given, by=by)
        return change_evidence(row=self.row, given=given, by=by, seen=self.cleaned_data["opened"])


class SuggestedEvidenceForm(ServiceForm):
    """All ticked, and every one may be left out."""

    all_optional = True

    row = StillThereField(required=False, label="Lines to add")

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        self.choices = [(one.code, one.words) for one in suggested_rows(campaign)]
        super().__init__(data, initial={"row": [code for code, _ in self.choices]})
        cast("StillThereField", self.fields["row"]).choices = self.choices

from typing import Any

from django import forms

from campaigns.models.fields import STAGES, to_stages
from campaigns.places.stages import to_stages_said
from sextortion_aware.forms.widgets import Checkboxes
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.problems import CannotRead

LIKE_P7 = "Write the stages like P7, or S1 to S3, or leave it empty"


class StagesField(forms.MultipleChoiceField):
    """P1 to S6, several at once; gives a tuple in school order."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": "Choose at least one stage"}
        kwargs["error_messages"] = {**messages, **(kwargs.get("error_messages") or {})}
        super().__init__(
            choices=[(stage, stage) for stage in STAGES], widget=Checkboxes(chips=True), **kwargs
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        return to_stages(super().clean(value))


class StagesSaidField(WordsField):
    """Written in one box, or left empty; gives a tuple in school order."""

    def __init__(self, *, unread: str, label: str = "Stages", **kwargs: Any) -> None:
        super().__init__(max_length=60, required=False, label=label, **kwargs)
        self.unread = unread

    def clean(self, value: Any) -> tuple[str, ...]:
        said = super().clean(value)
        try:
            return to_stages_said(said) if said else ()
        except CannotRead:
            raise forms.ValidationError(self.unread) from None

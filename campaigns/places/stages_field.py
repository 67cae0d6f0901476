from typing import Any

from django import forms

from campaigns.models.fields import STAGES, to_stages
from sextortion_aware.forms.widgets import Checkboxes


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

"""Of which stage the team's figures are."""

from django import forms

from campaigns.models import STAGES
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import from_list


class StageForm(ServiceForm):
    """Sent by GET, so that figures can be kept as an address."""

    all_optional = True

    stage = forms.ChoiceField(
        choices=[("", "All"), *((stage, stage) for stage in STAGES)],
        required=False,
        error_messages=from_list("a stage"),
    )

    @property
    def names_a_stage(self) -> bool:
        return bool(self.data.get("stage"))

    @property
    def chosen(self) -> str:
        """Empty while none is chosen, or one that is not on the list."""
        return str(self.cleaned_data["stage"]) if self.is_valid() else ""

"""What every page of asking for a talk has in common."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.datastructures import MultiValueDict

from campaigns.forms.layout import ServiceForm
from campaigns.models import Campaign


class StepForm(ServiceForm):
    """One page. `title` is its h1, unless its one field is the question itself."""

    title: ClassVar[str]
    title_is_a_field: ClassVar[bool] = False

    def __init__(self, data: MultiValueDict[str, str] | None = None, *, campaign: Campaign, today: date) -> None:
        super().__init__(data)
        self.prepare(campaign=campaign, today=today)

    def prepare(self, *, campaign: Campaign, today: date) -> None:
        """Narrows the choices to what this campaign has."""

    def kept(self) -> dict[str, list[str]]:
        """What the draft keeps: the checked answers as they would be typed, and nothing else that was sent."""
        return {name: as_typed(value) for name, value in self.cleaned_data.items() if as_typed(value)}

    def rows(self) -> list[tuple[str, str]]:
        """Question and answer, for the page where the answers are checked."""
        return [(str(self.fields[name].label), str(value)) for name, value in self.cleaned_data.items() if value]


def as_typed(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, Model):
        return [str(value.pk)]
    return [] if value in (None, "") else [str(value)]


def typed(answers: Mapping[str, list[str]]) -> MultiValueDict[str, str]:
    """What a draft kept, in the shape that a form reads."""
    return MultiValueDict({name: list(values) for name, values in answers.items()})

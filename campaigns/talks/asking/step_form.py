"""What every page of asking for a talk has in common."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django import forms
from django.db.models import Model
from django.utils.datastructures import MultiValueDict

from campaigns.models import Campaign
from campaigns.places.guests import SCHOOLS, Guest, guest_of
from campaigns.talks.fits import shown_box
from campaigns.talks.remarks import Remark, keys_of, not_shown
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import OptionHints

Cleaned = Mapping[str, Mapping[str, Any]]


class StepForm(ServiceForm):
    """One page.

    `title` is its h1, unless its one field is the question itself. `before` are the answers of the
    pages before it.

    The first answer has the focus when the page comes up, so that nobody walks through the head of
    eleven pages with the Tab key.
    """

    title: str
    intro: str = ""
    after_warnings = "Change your answer, or press Continue to keep it as it is."
    title_is_a_field: ClassVar[bool] = False
    starts_with: ClassVar[str] = ""  # the field with the focus, when it is not the first one
    asks_again: ClassVar[bool] = False  # also of kept answers, when those before them have changed

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        campaign: Campaign,
        today: date,
        before: Cleaned | None = None,
        half_typed: MultiValueDict[str, str] | None = None,
    ) -> None:
        """`half_typed` is shown as it was left, and said nothing about."""
        super().__init__(data)
        self.before: Cleaned = before or {}
        self.campaign, self.today = campaign, today
        self.prepare()
        if half_typed is not None and not self.is_bound:
            self.initial = {
                name: field.widget.value_from_datadict(half_typed, MultiValueDict(), name)
                for name, field in self.fields.items()
                if name in half_typed
            }
        self._give_focus(self.fields[self.starts_with or next(iter(self.fields))].widget)

    def prepare(self) -> None:
        """Narrows the choices to what this campaign has, and to what fits the answers before."""

    def _give_focus(self, widget: forms.Widget) -> None:
        if isinstance(widget, OptionHints):
            widget.has_focus = True
        else:
            widget.attrs["autofocus"] = True

    @property
    def warnings(self) -> list[str]:
        """What a person should look at once more. It refuses nothing."""
        return []

    def waits(self) -> bool:
        """Of valid answers: something should be looked at once more before they are kept."""
        return False

    def shown_with_warnings(self) -> Self:
        """The same answers, on a page that says what to look at."""
        return self

    @property
    def is_for_a_school(self) -> bool:
        return is_a_school(self.before)

    @property
    def guest(self) -> Guest:
        """Needs the groups to be answered."""
        return guest_so_far(self.before)

    def kept(self) -> dict[str, list[str]]:
        """What the draft keeps: the checked answers as they would be typed, and nothing else that
        was sent.
        """
        return {
            name: as_typed(value) for name, value in self.cleaned_data.items() if as_typed(value)
        }

    def rows(self) -> list[tuple[str, str]]:
        """Question and answer, for the page where the answers are checked."""
        return [
            (str(self.fields[name].label), str(value))
            for name, value in self.cleaned_data.items()
            if value
        ]


class AskedOnce(StepForm):
    """`told` holds what was on the page that was sent, and `remarks` what there is to look at."""

    asks_again = True

    told = shown_box()

    def remarks(self) -> list[Remark]:
        """Of valid answers."""
        raise NotImplementedError

    @property
    def warnings(self) -> list[str]:
        if not (self.is_bound and self.is_valid()):
            return []
        return list(dict.fromkeys(remark.text for remark in self.remarks()))

    def waits(self) -> bool:
        return bool(not_shown(self.remarks(), self.cleaned_data["told"]))

    def shown_with_warnings(self) -> Self:
        data = typed(self.kept() | {"told": [keys_of(self.remarks())]})
        return type(self)(data, campaign=self.campaign, today=self.today, before=self.before)

    def with_warnings(self, answer: str) -> str:
        """For the page where the answers are checked."""
        return "\n".join([answer, *(f"Please note: {warning}" for warning in self.warnings)])


def is_a_school(before: Cleaned) -> bool:
    place = before.get("place", {}).get("place")
    return place.kind in SCHOOLS if place else before.get("new-place", {}).get("is_school") == "yes"


def guest_so_far(before: Cleaned) -> Guest:
    groups = [answer for step, answer in before.items() if step.startswith("group-")]
    audiences = [group["who"] for group in groups]
    return guest_of(is_school=is_a_school(before), audiences=audiences)


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

"""The figure from before the log: looked at with what it changes, and only then saved."""

from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from campaigns.history.opened import version_of
from campaigns.models import Campaign, CarriedFigure, FigureQualifier
from campaigns.programme.figures import WHY_NEEDED, carried_in_words
from campaigns.programme.lanarkshire import CARRIED, CARRIED_IN_WORDS, is_lanarkshire
from sextortion_aware.forms.fields import CountField, DateField
from sextortion_aware.forms.layout import Layout, Reveal, ServiceForm
from sextortion_aware.forms.told import OpenedField
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

KNOWN, NOT_STATED = "known", "not_stated"
LARGEST_FIGURE = 10_000_000
QUALIFIERS = (
    (FigureQualifier.OVER, "Over"),
    (FigureQualifier.ABOUT, "About"),
    (FigureQualifier.EXACTLY, "Exactly"),
)


class CarriedForm(ServiceForm):
    asked_if = frozenset({"ends_on"})

    value = CountField(label="Figure", what="the figure", most=LARGEST_FIGURE)
    qualifier = forms.ChoiceField(
        choices=QUALIFIERS,
        widget=Radios(),
        label="How exact is it?",
        error_messages={"required": "Choose over, about or exactly"},
    )
    starts_on = DateField(label="First day that it counts", what="the first day")
    ends = forms.ChoiceField(
        choices=((KNOWN, "It was stated"), (NOT_STATED, "Not stated")),
        widget=Radios(),
        label="Last day that it counts",
        help_text="While it is not stated, this figure and the log stand side by side, not added.",
        error_messages={"required": "Say whether the last day was stated"},
    )
    ends_on = DateField(label="The last day", what="the last day", required=False)
    source = WordsField(
        max_length=300,
        label="Source",
        help_text="Who said so, where and when. It is public.",
        error_messages={"required": "Enter who said so, and when"},
    )
    reason = WordsField(
        max_length=300,
        label="Why it is corrected",
        error_messages={"required": WHY_NEEDED},
    )
    opened = OpenedField()
    looked_at = OpenedField()

    def __init__(
        self,
        data: Any = None,
        *,
        campaign: Campaign,
        figure: CarriedFigure | None,
        today: date,
    ) -> None:
        super().__init__(data, initial=first_words(campaign, figure))
        for name in ("starts_on", "ends_on"):
            cast("DateField", self.fields[name]).latest = today
        if figure is None:
            del self.fields["reason"]
            self.fields["value"].help_text = f"For example, {CARRIED_IN_WORDS}."
        self.helper.layout = Layout(
            "value",
            "qualifier",
            "starts_on",
            Reveal("ends", {KNOWN: "ends_on"}),
            "source",
            *(["reason"] if figure else []),
        )

    def clean_value(self) -> int:
        value: int = self.cleaned_data["value"]
        if value == 0:
            raise forms.ValidationError("Enter the figure as 1 or more")
        return value

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("ends") == NOT_STATED:
            given["ends_on"] = None
        elif given.get("ends") == KNOWN and "ends_on" in given:
            self._check_end(given.get("starts_on"), given["ends_on"])
        return given

    def _check_end(self, starts_on: date | None, ends_on: date | None) -> None:
        if ends_on is None:
            self.add_error("ends_on", "Enter the last day, or choose “Not stated”")
        elif starts_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be on or after the first day")

    @property
    def figure(self) -> CarriedFigure:
        """As it was typed, not saved."""
        names = ("value", "qualifier", "starts_on", "ends_on", "source")
        return CarriedFigure(**{name: self.cleaned_data[name] for name in names})

    @property
    def version(self) -> str:
        return version_of(carried_in_words(self.figure))

    def is_looked_at(self) -> bool:
        """Somebody has seen what just these words change."""
        return bool(self.cleaned_data["looked_at"] == self.version)

    def show_for_a_look(self) -> None:
        self.data = cast("QueryDict", self.data).copy()
        self.data["looked_at"] = self.version


def first_words(campaign: Campaign, figure: CarriedFigure | None) -> dict[str, Any]:
    version = {"opened": version_of(carried_in_words(figure))}
    if figure is None:
        return version | (CARRIED if is_lanarkshire(campaign) else {})
    return version | {
        "value": figure.value,
        "qualifier": figure.qualifier,
        "starts_on": figure.starts_on,
        "ends": KNOWN if figure.ends_on else NOT_STATED,
        "ends_on": figure.ends_on,
        "source": figure.source,
    }

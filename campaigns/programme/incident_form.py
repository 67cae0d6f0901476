from datetime import date
from typing import Any, cast

from django import forms

from campaigns.history.opened import version_of
from campaigns.models import Campaign, ReportedIncidents
from campaigns.programme.carried_form import QUALIFIERS
from campaigns.programme.incidents import Incidents, incidents_in_words, suggested_incidents
from sextortion_aware.forms.fields import CountField, DateField, StillThereField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.told import OpenedField
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

MOST_REPORTS = 1_000_000
GIVEN = ("starts_on", "ends_on", "value", "qualifier", "counts", "source")


class IncidentForm(ServiceForm):
    starts_on = DateField(label="First day of the period", what="the first day")
    ends_on = DateField(label="Last day of the period", what="the last day")
    value = CountField(label="How many", what="how many were reported", most=MOST_REPORTS)
    qualifier = forms.ChoiceField(
        choices=QUALIFIERS,
        widget=Radios(),
        label="How exact is it?",
        error_messages={"required": "Choose over, about or exactly"},
    )
    counts = WordsField(
        max_length=200,
        label="What was counted, and by whom",
        help_text="For example, “Reports of webcam blackmail made to the police in Lanarkshire”",
    )
    source = WordsField(
        max_length=300,
        label="Source",
        help_text="Who published it, and when. Never enter a number that was not published.",
        error_messages={"required": "Enter who published it, and when"},
    )
    opened = OpenedField()

    def __init__(
        self,
        data: Any = None,
        *,
        campaign: Campaign,
        today: date,
        row: ReportedIncidents | None = None,
    ) -> None:
        initial = {name: getattr(row, name) for name in GIVEN} if row else {"qualifier": "exactly"}
        version = version_of(incidents_in_words(row)) if row else ""
        super().__init__(data, initial=initial | {"opened": version})
        self.campaign, self.row = campaign, row
        for name in ("starts_on", "ends_on"):
            cast("DateField", self.fields[name]).latest = today

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day must be on or after the first day")
        elif not self.errors:
            self._refuse_second()
        return self.cleaned_data

    def _refuse_second(self) -> None:
        alike = self.campaign.reported_incidents.filter(
            starts_on=self.cleaned_data["starts_on"],
            ends_on=self.cleaned_data["ends_on"],
            counts__iexact=self.cleaned_data["counts"],
        )
        if (alike.exclude(pk=self.row.pk) if self.row else alike).exists():
            self.say_there_already()

    def say_there_already(self) -> None:
        self.add_error("counts", "These reports are on the list already, for the same period")

    @property
    def given(self) -> Incidents:
        return Incidents(**{name: self.cleaned_data[name] for name in GIVEN})


class SuggestedIncidentsForm(ServiceForm):
    """All ticked, and every one may be left out."""

    all_optional = True

    period = StillThereField(required=False, label="Periods to add")

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        self.suggested = {one.starts_on.isoformat(): one for one in suggested_incidents(campaign)}
        super().__init__(data, initial={"period": [*self.suggested]})
        field = cast("StillThereField", self.fields["period"])
        field.choices = [(day, f"{one.period}: {one.value}") for day, one in self.suggested.items()]
        for one in [*self.suggested.values()][:1]:
            field.help_text = f"{one.counts}. Source: {one.source}"

    @property
    def chosen(self) -> list[date]:
        return [self.suggested[day].starts_on for day in self.cleaned_data["period"]]

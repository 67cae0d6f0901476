"""Which list, and what is taken of it."""

from datetime import date
from typing import Any

from django import forms

from campaigns.models import Campaign
from campaigns.places.councils import COUNCILS
from campaigns.places.findings import Findings, Missing, Renamed, closing_day, question_of
from campaigns.places.save import Taken
from campaigns.places.schools_file import SchoolFile
from campaigns.places.schools_rows import School
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm
from sextortion_aware.reading.dates import in_words

MOST_ASKED = 60  # a list that leaves more open is another kind of list
LEAVE_OUT = ("", "Leave it out")


class FileBox(forms.FileInput):
    pack_part = "input"


class ListFileForm(ServiceForm):
    file = forms.FileField(
        label="File",
        widget=FileBox({"accept": ".csv,.xlsx,.txt,text/csv"}),
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty",
            "missing": "Choose a file",
            "invalid": "Choose a file",
        },
    )

    def __init__(self, *args: Any, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = help_text


class TakeListForm(ServiceForm):
    """Nothing is ticked: a name changes, and a school ends, because a person says so."""

    all_optional = True

    def __init__(
        self,
        data: Any = None,
        *,
        campaign: Campaign,
        findings: Findings,
        file: SchoolFile,
        today: date,
    ) -> None:
        super().__init__(data)
        self.asked = {question_of(school): school for school in findings.asked}
        self.renamed = findings.renamed[:MOST_ASKED]
        self.missing = findings.missing if len(findings.missing) <= MOST_ASKED else ()
        self.file, self.today = file, today
        own = list(campaign.areas.values_list("name", flat=True)) if self.asked else []
        councils = [LEAVE_OUT, *((name, name) for name in own or sorted(COUNCILS))]
        sets = [
            self._set(
                "Which council are they in?",
                [self._ask(key, school, councils) for key, school in self._shown_asked()],
            ),
            self._set("Another name in the list", [self._rename(one) for one in self.renamed]),
            self._set(
                "On our list and not in this one: perhaps closed",
                [name for one in self.missing for name in self._close(one)],
            ),
        ]
        for name, field in self.fields.items():
            self._in_our_words(name, field)
        self.layout = Layout(*filter(None, sets))  # type: ignore[misc]

    def _shown_asked(self) -> list[tuple[str, School]]:
        return list(self.asked.items())[:MOST_ASKED]

    def _set(self, legend: str, names: list[str]) -> Fieldset | None:
        return Fieldset(legend, *names) if names else None

    def _ask(self, key: str, school: School, councils: list[tuple[str, str]]) -> str:
        where = ", ".join(filter(None, (school.name, school.town, school.postcode)))
        self.fields[f"council_{key}"] = forms.ChoiceField(
            label=where, choices=councils, required=False
        )
        return f"council_{key}"

    def _rename(self, one: Renamed) -> str:
        note = f" (the list says: {one.note.words})" if one.note.words else ""
        self.fields[f"name_{one.place.pk}"] = forms.BooleanField(
            label=f"{one.place.label}: take the new name “{one.after}”{note}", required=False
        )
        return f"name_{one.place.pk}"

    def _close(self, one: Missing) -> tuple[str, str]:
        close, closed_on = f"close_{one.place.pk}", f"closed_on_{one.place.pk}"
        note = f" (the list says: {one.note.words})" if one.note.words else ""
        self.fields[close] = forms.BooleanField(
            label=f"{one.place.label}: close it{note}", required=False
        )
        self.fields[closed_on] = DateField(
            label=f"Last day of {one.place.name}",
            what=f"the last day of {one.place.name}",
            earliest=one.place.opened_on,
            required=False,
            help_text=self._help_of_day(one),
        )
        return close, closed_on

    def _help_of_day(self, one: Missing) -> str:
        if one.note.closed_on:
            return "Left empty: the day that the list says."
        return "Left empty: the day of the list." if self.file.day else "Left empty: today."

    def clean(self) -> dict[str, Any]:
        for one in self.missing:
            opened_on, box = one.place.opened_on, f"closed_on_{one.place.pk}"
            if opened_on and self.cleaned_data.get(f"close_{one.place.pk}"):
                day = self._day_of(one) or closing_day(one.note, self.file, today=self.today)
                if day < opened_on and box not in self.errors:
                    self.add_error(
                        box, f"{one.place.name} opened on {in_words(opened_on)}: enter a later day"
                    )
        return self.cleaned_data

    @property
    def taken(self) -> Taken:
        said = self.cleaned_data
        return Taken(
            councils={
                key: council for key in self.asked if (council := said.get(f"council_{key}"))
            },
            names=frozenset(
                one.place.pk for one in self.renamed if said.get(f"name_{one.place.pk}")
            ),
            closures={
                one.place.pk: self._day_of(one)
                for one in self.missing
                if said.get(f"close_{one.place.pk}")
            },
        )

    def _day_of(self, one: Missing) -> date | None:
        day: date | None = self.cleaned_data.get(f"closed_on_{one.place.pk}")
        return day

"""Which list, and what is taken of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms

from campaigns.models import Campaign
from campaigns.places.councils import COUNCILS
from campaigns.places.findings import (
    Findings,
    Missing,
    Renamed,
    closing_day,
    described,
    question_of,
)
from campaigns.places.save import Taken
from campaigns.places.schools_file import SchoolFile
from campaigns.places.schools_rows import School
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm
from sextortion_aware.reading.dates import in_words

MOST_ASKED = 60  # a list that leaves more open is another kind of list
LEAVE_OUT = ("", "Leave it out")
YEAR = timedelta(days=365)
NOTHING = "Nothing is chosen, and the list has nothing new"
NO_TICK = "Tick “close it”, or leave the date empty"
LIST_SAYS_IT = "The list says the last day of each school that is ticked: leave the date empty"
UNDER_PLACES = "untick it, and close it under Places"
TOO_FAR = "Enter a day within a year from now"


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
        self.findings, self.file, self.today = findings, file, today
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
                [*(self._close(one) for one in self.missing), *self._last_day()],
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
            label=f"{described(one.place)}: take the new name “{one.after}”{note}", required=False
        )
        return f"name_{one.place.pk}"

    def _close(self, one: Missing) -> str:
        note = f" (the list says: {one.note.words})" if one.note.words else ""
        self.fields[f"close_{one.place.pk}"] = forms.BooleanField(
            label=f"{described(one.place)}: close it{note}", required=False
        )
        return f"close_{one.place.pk}"

    def _last_day(self) -> list[str]:
        """One for all; what the list itself says of a school goes before it."""
        if not self.missing:
            return []
        day = f"the day of the list, {in_words(self.file.day)}" if self.file.day else "today"
        said = [one for one in self.missing if one.note.closed_on]
        but = " Where the list says when a school closed, that day is taken." if said else ""
        self.fields["closed_on"] = DateField(
            label="Last day of the schools you tick",
            what="the last day",
            required=False,
            help_text=f"Left empty: {day}.{but}",
        )
        return ["closed_on"]

    def clean(self) -> dict[str, Any]:
        ticked = self._ticked()
        problems = []
        if self.cleaned_data.get("closed_on") and all(one.note.closed_on for one in ticked):
            problems.append(("closed_on", LIST_SAYS_IT if ticked else NO_TICK))
        for one in ticked:
            box = f"close_{one.place.pk}" if one.note.closed_on else "closed_on"
            if box not in self.errors:
                problems += [(box, problem) for problem in self._problems_of_day(one)]
        for box, problem in dict.fromkeys(problems):
            self.add_error(box, problem)
        return self.cleaned_data

    def _problems_of_day(self, one: Missing) -> Iterator[str]:
        day = self._day_of(one) or closing_day(one.note, self.file, today=self.today)
        opened_on, name = one.place.opened_on, one.place.name
        if opened_on and day < opened_on:
            opened = f"{name} opened on {in_words(opened_on)}"
            yield f"{opened}: {UNDER_PLACES if one.note.closed_on else 'enter a later day'}"
        if day > self.today + YEAR:
            says = f"The list closes {name} on {in_words(day)}"
            yield f"{says}: {UNDER_PLACES}" if one.note.closed_on else TOO_FAR

    def takes_something(self) -> bool:
        """Asked of a valid form, and said beside its first box."""
        news = self.findings.new or self.findings.changed
        if news or self.taken != Taken():
            return True
        self.add_error(next(iter(self.fields), None), NOTHING)
        return False

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
            closures={one.place.pk: self._day_of(one) for one in self._ticked()},
        )

    def _ticked(self) -> list[Missing]:
        return [one for one in self.missing if self.cleaned_data.get(f"close_{one.place.pk}")]

    def _day_of(self, one: Missing) -> date | None:
        day: date | None = one.note.closed_on or self.cleaned_data.get("closed_on")
        return day

"""What a coordinator says of a spreadsheet: which file, what its columns are, and which places it
means.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from campaigns.models import (
    Attendance,
    Campaign,
    Format,
    ImportBatch,
    ImportRow,
    Membership,
    Place,
    Topic,
)
from campaigns.places.field import PlaceField
from campaigns.spreadsheets.columns import COLUMNS, column_problems
from campaigns.spreadsheets.date_order import DATE_ORDER, ORDERS, date_with_month_first
from campaigns.spreadsheets.file import LARGEST_FILE, MOST_ROWS, column_letters
from campaigns.spreadsheets.names import KnownPlaces
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.problems import shown

NOT_THERE = "Not in the file"
NONE_OF_THESE = ("", "Not decided: leave these rows out")
KNOWN = [choice for choice in Attendance.Known.choices if choice[0] != Attendance.Known.UNKNOWN]
LONGEST_SHOWN = 30


class FileBox(forms.FileInput):
    pack_part = "input"


class UploadForm(ServiceForm):
    file = forms.FileField(
        label="Spreadsheet",
        widget=FileBox({"accept": ".csv,.xlsx,.txt,text/csv"}),
        help_text=(
            f"CSV or Excel (.xlsx), {LARGEST_FILE // 1_000_000} MB and {MOST_ROWS:,} rows at most. "
            "One row for each talk."
        ),
        error_messages={
            "required": "Choose a spreadsheet",
            "empty": "The file is empty",
            "missing": "Choose a spreadsheet",
            "invalid": "Choose a spreadsheet",
        },
    )
    sheet = WordsField(
        label="Name of the sheet",
        max_length=60,
        required=False,
        help_text=(
            "When the workbook has several, for example one a year. Leave empty for the first."
        ),
    )


class ColumnsForm(ServiceForm):
    """Each of our names, and which column of the file it is."""

    default_format = forms.ChoiceField(
        label="Kind of session, when a row does not say", choices=Format.choices
    )
    default_topic = forms.ModelChoiceField(
        label="Topic, when a row does not say", queryset=Topic.objects.none(), empty_label="Choose"
    )
    default_officer = forms.ModelChoiceField(
        label="Officer, when a row does not say or we do not know the name",
        queryset=Membership.objects.none(),
        empty_label="Choose",
    )
    default_known = forms.ChoiceField(
        label="How the numbers are known, when a row does not say",
        choices=[("", "Choose"), *KNOWN],
        help_text="A number with “approx”, “about” or + counts as an estimate whatever you choose.",
        error_messages={"required": "Choose how the numbers are known"},
    )

    def __init__(
        self,
        *args: Any,
        batch: ImportBatch,
        sample: Sequence[Sequence[str]],
        initial: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        choices = [
            ("", NOT_THERE),
            *(
                (str(place), column_words(place, name, sample))
                for place, name in enumerate(batch.header)
            ),
        ]
        for name, (label, _) in COLUMNS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=name in ("date", "place")
            )
            self.fields[name].error_messages["required"] = (
                f"Choose the column with the {label.lower()}"
            )
        self._ask_for_order(batch)
        may_be = Q(is_offered=True) | Q(pk=batch.columns.get("default_topic") or 0)
        topics = Topic.objects.filter(may_be, campaign=batch.campaign)
        self.fields["default_topic"].queryset = topics  # type: ignore[attr-defined]
        officers = (
            Membership.objects.filter(campaign=batch.campaign).presenters().select_related("user")
        )
        self.fields["default_officer"].queryset = officers  # type: ignore[attr-defined]
        self.all_optional = True  # type: ignore[misc]  # "Not in the file" says it already
        self.layout = Layout(  # type: ignore[misc]
            Fieldset("Columns of the file", *self._names()),
            Fieldset(
                "What the file does not say",
                "default_format",
                "default_topic",
                "default_officer",
                "default_known",
            ),
        )

    def _ask_for_order(self, batch: ImportBatch) -> None:
        said = str(self["date"].value())
        is_column = said.isascii() and said.isdecimal() and len(said) < 3
        if found := date_with_month_first(batch, int(said) if is_column else None):
            self.fields[DATE_ORDER] = forms.ChoiceField(
                label=f"The column has “{shown(found)}”. Which comes first in its dates?",
                choices=ORDERS,
                error_messages={"required": "Choose whether the day or the month comes first"},
            )

    def _names(self) -> list[str]:
        order = [DATE_ORDER] if DATE_ORDER in self.fields else []
        return ["date", *order, *(name for name in COLUMNS if name != "date")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, message in column_problems(self.columns).items():
            if name not in self.errors:
                self.add_error(name, ValidationError(message))
        return cleaned

    @property
    def columns(self) -> dict[str, Any]:
        said = self.cleaned_data
        chosen = {name: int(said[name]) for name in COLUMNS if said.get(name)}
        rows = {
            name: said[name].pk for name in ("default_topic", "default_officer") if said.get(name)
        }
        return (
            chosen
            | rows
            | {name: said.get(name, "") for name in (DATE_ORDER, "default_format", "default_known")}
        )


def column_words(place: int, name: str, sample: Sequence[Sequence[str]]) -> str:
    """With the first cell that holds something, because a header often says little."""
    example = next((row[place] for row in sample if place < len(row) and row[place]), "")
    more = f" – {example[:LONGEST_SHOWN]}" if example else ""
    return f"{column_letters(place + 1)}: {name[:LONGEST_SHOWN]}{more}"


class PlacesForm(ServiceForm):
    """For each name that is not known for certain, a place from suggestions or another by name."""

    all_optional = True

    def __init__(
        self, *args: Any, campaign: Campaign, names: Mapping[str, int], **kwargs: Any
    ) -> None:
        """`names` says how many rows each stands in."""
        super().__init__(*args, **kwargs)
        self.names = {key_of(name): name for name in names}
        known = KnownPlaces(campaign)
        sets = []
        for key, name in self.names.items():
            found = known.suggested(name)
            self.fields[f"place_{key}"] = forms.ChoiceField(
                label=f"“{name}” is",
                choices=[NONE_OF_THESE, *((str(place.pk), place.label) for place in found)],
                required=False,
            )
            places = Place.objects.filter(campaign=campaign)
            self.fields[f"other_{key}"] = PlaceField(
                label=f"Another place for “{name}”",
                places=places,
                search_url=reverse("campaigns:place_search"),
                required=False,
            )
            sets.append(
                Fieldset(
                    f"{name} ({names[name]:,} {'row' if names[name] == 1 else 'rows'})",
                    f"place_{key}",
                    f"other_{key}",
                )
            )
        self.known = known
        self.layout = Layout(*sets)  # type: ignore[misc]

    @property
    def chosen(self) -> dict[str, Place]:
        """What was typed stands above what was picked."""
        said = self.cleaned_data
        found = {
            name: said.get(f"other_{key}")
            or self.known.places.get(int(said.get(f"place_{key}") or 0))
            for key, name in self.names.items()
        }
        return {name: place for name, place in found.items() if place}


def key_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]


VERDICTS = {
    ImportRow.Verdict.READY: ("Ready", "good"),
    ImportRow.Verdict.HELD: ("Held: no date", "brand"),
    ImportRow.Verdict.DUPLICATE: ("There already", ""),
    ImportRow.Verdict.WRONG: ("Cannot be taken", "bad"),
}

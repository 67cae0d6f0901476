"""Which places a spreadsheet means by the names that are not known for certain."""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from crispy_forms.layout import LayoutObject
from django import forms
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.models import ImportBatch, Place
from campaigns.places.field import PlaceField
from campaigns.spreadsheets.names import KnownPlaces
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm

NONE_OF_THESE = ("", "Not decided: leave these rows out")
FOR_ALL_FILES = "What you choose is remembered for the next file."
FOR_THIS_FILE = "For this file only, because several places are called so."
FOR_THIS_ROW = "For this row alone."


class Named(NamedTuple):
    rows: int
    line: int  # the first of them


class AddLink(LayoutObject):  # type: ignore[misc]  # crispy ships no types
    def __init__(self, name: str, address: str) -> None:
        self.fields: list[Any] = []
        self.name, self.address = name, address

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        return format_html(
            '<p><a href="{}">It is not in the list: add it<span class=unseen>: {}</span></a></p>',
            self.address,
            self.name,
        )


class PlacesForm(ServiceForm):
    """For each name that is not known for certain, a place from suggestions or another by name."""

    all_optional = True

    def __init__(
        self,
        *args: Any,
        batch: ImportBatch,
        names: Mapping[str, Named],
        is_alone: bool = False,
        **kwargs: Any,
    ) -> None:
        """`is_alone`: it is said of one row, whatever the others mean."""
        super().__init__(*args, **kwargs)
        self.names = {key_of(name): name for name in names}
        self.batch, self.is_alone = batch, is_alone
        self.known = KnownPlaces(batch.campaign)
        self.layout = Layout(  # type: ignore[misc]
            *(self.asked(key, name, names[name]) for key, name in self.names.items())
        )

    def asked(self, key: str, name: str, named: Named) -> Fieldset:
        found = self.known.suggested(name)
        self.fields[f"place_{key}"] = forms.ChoiceField(
            label=f"“{name}” is",
            choices=[NONE_OF_THESE, *((str(place.pk), place.label) for place in found)],
            required=False,
            help_text=self.counts_for(name),
        )
        self.fields[f"other_{key}"] = PlaceField(
            label=f"Another place for “{name}”",
            places=Place.objects.filter(campaign=self.batch.campaign),
            search_url=reverse("campaigns:place_search"),
            required=False,
        )
        rows = f"{named.rows:,} {'row' if named.rows == 1 else 'rows'}"
        address = reverse("campaigns:import_place_add", args=[self.batch.pk, named.line])
        return Fieldset(
            f"{name} ({f'line {named.line}' if self.is_alone else rows})",
            f"place_{key}",
            f"other_{key}",
            AddLink(name, f"{address}?alone=1" if self.is_alone else address),
        )

    def counts_for(self, name: str) -> str:
        if self.is_alone:
            return FOR_THIS_ROW
        return FOR_ALL_FILES if self.known.can_be_remembered(name) else FOR_THIS_FILE

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

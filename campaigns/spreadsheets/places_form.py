"""Which places a spreadsheet means by the names that are not known for certain."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse

from campaigns.models import Campaign, Place
from campaigns.places.field import PlaceField
from campaigns.spreadsheets.names import KnownPlaces
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm

NONE_OF_THESE = ("", "Not decided: leave these rows out")


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

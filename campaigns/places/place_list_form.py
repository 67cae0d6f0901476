"""Which places a list shows."""

from typing import Any

from django import forms

from campaigns.models import CouncilArea, Membership, Place
from campaigns.models.places import PlaceQuerySet
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import from_list
from sextortion_aware.forms.words import WordsField

OPEN, CLOSED = "open", "closed"
LONGEST_SEARCH = 100


class PlaceFilterForm(ServiceForm):
    """Sent by GET, so that what was looked for can be kept as an address."""

    all_optional = True

    q = WordsField(
        max_length=LONGEST_SEARCH,
        label="Name, town or postcode",
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    area = forms.ModelChoiceField(
        label="Council area",
        queryset=CouncilArea.objects.none(),
        required=False,
        empty_label="All",
        error_messages=from_list("a council area"),
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "All"), *Place.Kind.choices],
        required=False,
        error_messages=from_list("a kind of place"),
    )
    state = forms.ChoiceField(
        label="Open or closed",
        choices=[("", "All"), (OPEN, "Open"), (CLOSED, "Closed")],
        required=False,
        error_messages=from_list("open or closed"),
    )

    def __init__(self, data: Any, *, member: Membership, today: Any) -> None:
        super().__init__(data)
        self.places, self.today = Place.objects.filter(campaign=member.campaign), today
        areas = CouncilArea.objects.filter(pk__in=self.places.values("area"))
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def found(self) -> PlaceQuerySet:
        said = self.cleaned_data
        places = self.places.search(said["q"]) if said["q"] else self.places
        exact = {name: said[name] for name in ("area", "kind") if said[name]}
        places = places.filter(**exact).select_related("area")
        if said["state"] == OPEN:
            return places.open_on(self.today)
        return places.filter(closed_on__lt=self.today) if said["state"] else places

"""A place as people type it: a new one, one that is put right, and its last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict

from campaigns.models import Campaign, CouncilArea, Place
from campaigns.places.edit import LABELS, digest_of, said_of
from campaigns.places.schools_rows import LARGEST_ROLL, MICRODEGREE, POSTCODE, SCOTLAND
from campaigns.places.twice import places_alike, second_place
from sextortion_aware.forms.fields import CountField, DateField
from sextortion_aware.forms.layout import Layout, More, ServiceForm
from sextortion_aware.forms.queries import from_list
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

NO_CONTACTS = "Leave out telephone numbers and e-mail addresses: this is the name of a place"
MOST_DIGITS = 8  # of a name: "1st Larkhall Scouts", "School of 1947"; a telephone has more
LONGEST_KEY = 64
LONGEST_OPENED = 8_000  # each letter outside ASCII is up to 16 of them


def contacts_in(name: str) -> bool:
    return "@" in name or sum(letter.isdigit() for letter in name) > MOST_DIGITS


def refuse_contacts_in_name(name: str) -> None:
    if contacts_in(name):
        raise ValidationError(NO_CONTACTS)


def answer_for(form: forms.Form, name: str, value: str) -> None:
    """What the page carries hidden, for the next time that it is sent."""
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix(name)] = value
    form.data = data


class PlaceForm(ServiceForm):
    """`alike` are places that may be this one: they are asked about once, and block nothing."""

    name = WordsField(
        max_length=200,
        label="Name",
        validators=[refuse_contacts_in_name],
        error_messages={"required": "Enter the name of the place"},
        help_text="As people there call it. Somebody’s home is no place for this list.",
    )
    kind = forms.ChoiceField(
        choices=Place.Kind.choices,
        widget=Radios,
        label="What is it?",
        help_text="A hall, church, library or youth club is a community venue.",
        error_messages={"required": "Choose what kind of place it is"},
    )
    town = WordsField(max_length=80, label="Town or village")
    area = forms.ModelChoiceField(
        CouncilArea.objects.none(),
        widget=Radios,
        empty_label=None,
        label="Council area",
        error_messages={"required": "Choose the council area", **from_list("a council area")},
    )
    postcode = WordsField(
        max_length=20, required=False, label="Postcode", help_text="Like ML9 1DG, if you know it."
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LONGEST_KEY)

    def __init__(
        self,
        data: Any = None,
        *,
        campaign: Campaign,
        today: Any,
        place: Place | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.campaign, self.today, self.place = campaign, today, place
        self.alike: list[Place] = []
        self.second: Place | None = None
        areas = campaign.areas.all()
        if place:
            keys = [*areas.values_list("pk", flat=True), place.area_id]
            areas = CouncilArea.objects.filter(pk__in=keys)
        cast("forms.ModelChoiceField[CouncilArea]", self.fields["area"]).queryset = areas
        self.fields["town"].required = place is None or bool(place.town)

    def clean_postcode(self) -> str:
        typed = "".join(self.cleaned_data["postcode"].upper().split())
        postcode = f"{typed[:-3]} {typed[-3:]}" if typed else ""
        if postcode and not POSTCODE.fullmatch(postcode):
            raise ValidationError("Enter the postcode in full, like ML9 1DG, or leave it empty")
        return postcode

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"name", "town"} & self.errors.keys():
            return cleaned
        named = {name: cleaned[name] for name in ("name", "town")}
        is_open = self.place is None or self.place.closed_on is None
        self.second = (
            is_open
            and second_place(campaign=self.campaign, today=self.today, but=self.place, **named)
        ) or None
        if self.second:
            self.add_error("name", f"{self.second.label} is on our list already")
        elif not self.errors and self.place is None:
            self.alike = places_alike(campaign=self.campaign, postcode=cleaned["postcode"], **named)
        return cleaned

    @property
    def alike_in_words(self) -> list[str]:
        return [
            ", ".join(
                filter(
                    None,
                    [
                        place.label,
                        place.get_kind_display().lower(),
                        place.postcode,
                        place.closing(self.today),
                    ],
                )
            )
            for place in self.alike
        ]

    @property
    def key(self) -> str:
        """Of what is asked: another name, or another twin, is asked about anew."""
        asked = [self.cleaned_data["name"], *(str(place.pk) for place in self.alike)]
        return sha256("/".join(asked).encode()).hexdigest()[:16]

    @property
    def waits(self) -> bool:
        return bool(self.alike) and self.cleaned_data["asked"] != self.key

    def ask(self) -> None:
        """The next time it is sent it says that it was asked."""
        answer_for(self, "asked", self.key)

    @property
    def details(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("name", "kind", "town", "area", "postcode")
        }


def degrees(label: str, help_text: str) -> forms.DecimalField:
    said = {"invalid": f"Enter the {label.lower()} as a number, like {help_text}"}
    return forms.DecimalField(
        label=label,
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        max_digits=20,
        help_text=f"For example, {help_text}",
        error_messages=said,
    )


SALT = "a place as it was opened"


@dataclass(frozen=True)
class Differs:
    """`typed` is empty where the box was left alone."""

    label: str
    now: str
    opened: str
    typed: str


def opened_of(place: Place) -> str:
    """What the page carries hidden. Needs `area` selected."""
    return signing.dumps([digest_of(place), said_of(place)], salt=SALT)


class PutRightForm(PlaceForm):
    """`opened` is what the place was when the page was asked for."""

    latitude = degrees("Latitude", "55.7342")
    longitude = degrees("Longitude", "-3.9768")
    roll = CountField(
        label="Pupils",
        what="how many pupils it has",
        most=LARGEST_ROLL,
        required=False,
        help_text="Of a school. It is never used as an attendance.",
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LONGEST_OPENED)

    layout = Layout(
        "name",
        "kind",
        "town",
        "area",
        "postcode",
        "roll",
        More("Where it is on the map", "latitude", "longitude"),
    )

    def clean_latitude(self) -> Decimal | None:
        return self._in_scotland("latitude")

    def clean_longitude(self) -> Decimal | None:
        return self._in_scotland("longitude")

    def _in_scotland(self, name: str) -> Decimal | None:
        said: Decimal | None = self.cleaned_data[name]
        if said is None:
            return None
        least, most = SCOTLAND[name]
        if not least <= said <= most:
            raise ValidationError(f"This {name} is not in Scotland: enter {least} to {most}")
        return said.quantize(MICRODEGREE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        north, west = (cleaned.get(name) for name in ("latitude", "longitude"))
        if not {"latitude", "longitude"} & self.errors.keys() and (north is None) != (west is None):
            missing = "latitude" if north is None else "longitude"
            self.add_error(missing, f"Enter the {missing} too, or leave both empty")
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        more = {name: self.cleaned_data[name] for name in ("latitude", "longitude", "roll")}
        return super().details | more

    def _opened(self) -> tuple[str, dict[str, str]]:
        """Nothing when it is not of ours: then all that was typed counts as typed."""
        try:
            digest, said = signing.loads(self.cleaned_data["opened"], salt=SALT)
        except signing.BadSignature:
            return "", {}
        return digest, said

    @property
    def digest(self) -> str:
        return self._opened()[0]

    def take_over(self, now: Place) -> list[Differs]:
        """Boxes that were left alone take what stands there now; it says what is not as it was
        opened.
        """
        _, opened = self._opened()
        stands, typed = said_of(now), said_of(Place(**self.details))
        differs = []
        for name, label in LABELS.items():
            before = opened.get(label, stands[label])
            is_typed = typed[label] not in (before, stands[label])
            if before != stands[label]:
                said = typed[label] if is_typed else ""
                differs.append(Differs(label, stands[label], before, said))
            if not is_typed:
                value = getattr(now, "area_id" if name == "area" else name)
                answer_for(self, name, "" if value is None else str(value))
        answer_for(self, "opened", opened_of(now))
        answer_for(self, "asked", "")
        return differs


# A council says a year or two before that a school closes; 2206 is a slip.
CLOSES_AT_LATEST_IN = timedelta(days=5 * 365)


class ClosePlaceForm(ServiceForm):
    closed_on = DateField(label="Last day it was open", what="the last day")
    reason = WordsField(max_length=300, required=False, label="Why?")
    asked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LONGEST_KEY)

    def __init__(self, data: Any = None, *, place: Place, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        day = cast("DateField", self.fields["closed_on"])
        day.earliest = place.opened_on
        day.latest = today + CLOSES_AT_LATEST_IN

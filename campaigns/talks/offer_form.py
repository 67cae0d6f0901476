"""Dates to offer: one to three in one form, and the school's place when it is not on our list."""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, NamedTuple, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone

from campaigns.diaries.book import Slot
from campaigns.models import LONGEST_MINUTES, Campaign, Membership, Place, TalkRequest
from campaigns.places.field import PlaceField
from campaigns.sessions.rules import FURTHEST_AHEAD_DAYS, SHORTEST_MINUTES
from campaigns.talks.fits import fit_remarks
from campaigns.talks.remarks import ODD_TIME, Given, Remark, keys_of, not_shown, offer_remarks
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import Layout, More, ServiceForm
from sextortion_aware.forms.times_asked import TimesAsked, ask_about_times

NUMBERS = ("", "_2", "_3")  # of the dates that stand in one form
SHOWN = "shown"  # the hidden box: what the form has warned of
ALL_THE_SAME = "To offer it all the same, press the button again"


def _slot_fields(number: str) -> dict[str, forms.Field]:
    needed = not number
    choose = {"required": "Choose an officer", "invalid_choice": "Choose one of the answers listed"}
    return {
        f"held_on{number}": DateField(
            label="Date", what="the date to offer", required=needed, is_coming=True
        ),
        f"starts_at{number}": TimeField(
            label="Starts at", what="the time it starts", required=needed
        ),
        f"officer{number}": forms.ChoiceField(
            label="Officer", required=needed, error_messages=choose
        ),
        f"second_officer{number}": forms.ChoiceField(label="Second officer", required=False),
    }


class Typed(NamedTuple):
    held_on: date
    starts_at: time
    minutes: int
    officers: list[Membership]


class OfferForm(ServiceForm):
    """One to three dates of one length.

    A second or third one is given when any of its boxes is filled in.
    """

    prefix = "offer"
    asked_if = frozenset(
        f"{name}{number}" for number in NUMBERS[1:] for name in ("held_on", "starts_at", "officer")
    )
    layout = Layout(
        "held_on",
        "starts_at",
        "officer",
        "second_officer",
        "minutes",
        More(
            "A second date to choose from",
            "held_on_2",
            "starts_at_2",
            "officer_2",
            "second_officer_2",
        ),
        More(
            "A third date to choose from",
            "held_on_3",
            "starts_at_3",
            "officer_3",
            "second_officer_3",
        ),
    )

    minutes = CountField(
        label="Length in minutes", what="the length in minutes", most=LONGEST_MINUTES, initial=50
    )
    times_asked = TimesAsked()
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    look: Callable[[Sequence[Given], Place | None], list[Remark]] | None = None  # what to warn of

    def __init__(
        self,
        data: Any = None,
        *,
        campaign: Campaign,
        today: date,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        slots = {name: field for number in NUMBERS for name, field in _slot_fields(number).items()}
        for name, field in slots.items():
            self._in_our_words(name, field)
        self.fields = {**slots, **self.fields}
        self.given: list[str] = []
        officers = Membership.objects.filter(campaign=campaign).presenters().select_related("user")
        people = [
            ("", "Choose an officer"),
            *((str(officer.pk), str(officer)) for officer in officers),
        ]
        self.people = {str(officer.pk): officer for officer in officers}
        for number in NUMBERS:
            dates = cast("DateField", self.fields[f"held_on{number}"])
            dates.earliest, dates.latest = today, today + timedelta(days=FURTHEST_AHEAD_DAYS)
            cast("forms.ChoiceField", self.fields[f"officer{number}"]).choices = people
            cast("forms.ChoiceField", self.fields[f"second_officer{number}"]).choices = [
                ("", "Nobody else"),
                *people[1:],
            ]

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes < SHORTEST_MINUTES:
            raise forms.ValidationError(f"Enter the length in minutes, {SHORTEST_MINUTES} or more")
        return minutes

    def clean(self) -> dict[str, Any]:
        for number in NUMBERS[1:]:
            names = [f"{name}{number}" for name in ("held_on", "starts_at", "officer")]
            if not any(self.cleaned_data.get(name) or name in self.errors for name in names):
                continue
            for name in names:
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, str(self.fields[name].error_messages["required"]))
        self.given = [number for number in NUMBERS if self.cleaned_data.get(f"held_on{number}")]
        warned = self._warnings()
        ask_about_times(self, [f"starts_at{number}" for number in NUMBERS])
        for box, message in warned:
            self.add_error(box, message)
        return self.cleaned_data

    def _warnings(self) -> list[tuple[str | None, str]]:
        """Of dates that can be read, each of them once. Odd times have their own question."""
        names = ("held_on", "starts_at", "minutes")
        whole = [
            number
            for number in self.given
            if all(self.cleaned_data.get(self._box(name, number)) for name in names)
        ]
        if not self.look or not whole:
            return []
        dates = [
            Typed(
                held_on=self.cleaned_data[f"held_on{number}"],
                starts_at=self.cleaned_data[f"starts_at{number}"],
                minutes=self.cleaned_data["minutes"],
                officers=self._officers(number),
            )
            for number in whole
        ]
        remarks = [
            remark for remark in self.look(dates, self.place_chosen) if remark.short != ODD_TIME
        ]
        new = not_shown(remarks, str(self.cleaned_data.get(SHOWN) or ""))
        self.data = cast("QueryDict", self.data).copy()
        self.data[self.add_prefix(SHOWN)] = keys_of(remarks)
        return [
            (
                self._box(remark.box, whole[remark.number]) if remark.box else None,
                f"{remark.text} {ALL_THE_SAME}",
            )
            for remark in new
        ]

    def _officers(self, number: str) -> list[Membership]:
        chosen = (self.cleaned_data.get(f"{box}{number}") for box in ("officer", "second_officer"))
        return [self.people[key] for key in chosen if key]

    @property
    def place_chosen(self) -> Place | None:
        """Of a school that was not on our list."""
        return None

    def _box(self, name: str, number: str) -> str:
        return name if name == "minutes" else f"{name}{number}"

    @property
    def slots(self) -> list[Slot]:
        """Of a valid form."""
        given = self.cleaned_data
        return [
            Slot(
                held_on=given[f"held_on{number}"],
                starts_at=given[f"starts_at{number}"],
                minutes=given["minutes"],
                officer=self.people[given[f"officer{number}"]],
                second_officer=self.people.get(given[f"second_officer{number}"]),
            )
            for number in self.given
        ]

    def add_problem(self, field: str, message: str, *, number: int) -> None:
        """Beside the date that it is about."""
        self.add_error(f"{field}{self.given[number] if number < len(self.given) else ''}", message)


class OfferForNewPlaceForm(OfferForm):
    """The school was not on our list when it asked: it is found there now, or added."""

    asked_if = OfferForm.asked_if | {"place", "new_place_kind"}
    layout = Layout("place", "new_place_kind", *OfferForm.layout.fields)

    place = PlaceField(
        places=lambda: Place.objects.none(),
        search_url=reverse_lazy("campaigns:place_search"),
        what="the place",
        required=False,
        label="Find the place on our list",
    )
    new_place_kind = forms.ChoiceField(
        choices=[("", "It is on the list"), *Place.Kind.choices],
        required=False,
        label="Or add it to our list. What kind of place is it?",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        campaign: Campaign,
        today: date,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, campaign=campaign, today=today, initial=initial)
        cast("PlaceField", self.fields["place"]).places = lambda: Place.objects.filter(
            campaign=campaign
        ).open_on(today)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if (
            bool(self.cleaned_data.get("place")) == bool(self.cleaned_data.get("new_place_kind"))
            and "place" not in self.errors
        ):
            self.add_error(
                "place",
                "Find the place on our list, or say what kind of place to add: one of the two",
            )
        return self.cleaned_data

    @property
    def place_chosen(self) -> Place | None:
        kind = self.cleaned_data.get("new_place_kind")
        found: Place | None = self.cleaned_data.get("place")
        return found or (Place(kind=kind) if kind else None)


def offer_form(
    data: Any = None,
    *,
    talk_request: TalkRequest,
    campaign: Campaign,
    now: datetime,
    initial: dict[str, Any] | None = None,
) -> OfferForm:
    kind = OfferForm if talk_request.place_id else OfferForNewPlaceForm
    form = kind(data, campaign=campaign, today=timezone.localdate(now), initial=initial)
    form.look = partial(_remarks_at, talk_request, now=now)
    return form


def _remarks_at(
    talk_request: TalkRequest, dates: Sequence[Given], place: Place | None, *, now: datetime
) -> list[Remark]:
    """As the request will be with the place that the form settles."""
    talk = copy(talk_request)
    if place:
        if place.pk is None:
            place.town = talk.unlisted_town
        talk.place = place
    return [*fit_remarks(talk), *offer_remarks(talk, dates, now=now)]

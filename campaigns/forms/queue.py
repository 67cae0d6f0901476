"""What the team answers to a talk request."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.urls import reverse_lazy

from campaigns.forms.fields import CountField, DateField, PlaceField, TimeField
from campaigns.forms.layout import ServiceForm
from campaigns.forms.words import WordsField
from campaigns.models import LONGEST_MINUTES, Campaign, Membership, Place, TalkRequest
from campaigns.models.talks import TalkRequestQuerySet
from campaigns.services.session_rules import FURTHEST_AHEAD_DAYS, SHORTEST_MINUTES


class QueueFilter(ServiceForm):
    state = forms.ChoiceField(choices=[("", "Open"), *TalkRequest.State.choices, ("all", "All")], required=False, label="State")

    all_optional = True

    def narrow(self, talks: TalkRequestQuerySet) -> TalkRequestQuerySet:
        state = self.cleaned_data.get("state", "") if self.is_valid() else ""
        if state == "all":
            return talks
        return talks.filter(state=state) if state else talks.open()


class DeclineForm(ServiceForm):
    prefix = "decline"

    reason = WordsField(
        max_length=300,
        lines=3,
        label="Why we cannot give this talk",
        help_text="The school reads these words in an e-mail.",
        error_messages={"required": "Enter why, in words that the school can read"},
    )


class OfferForm(ServiceForm):
    prefix = "offer"

    held_on = DateField(label="Date", what="the date to offer")
    starts_at = TimeField(label="Starts at", what="the time it starts")
    minutes = CountField(label="Length in minutes", what="the length in minutes", most=LONGEST_MINUTES, initial=50)
    officer = forms.ModelChoiceField(
        Membership.objects.none(), label="Officer", empty_label="Choose an officer", error_messages={"required": "Choose an officer"}
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, today: date) -> None:
        super().__init__(data)
        dates = cast("DateField", self.fields["held_on"])
        dates.earliest, dates.latest = today, today + timedelta(days=FURTHEST_AHEAD_DAYS)
        officers = Membership.objects.filter(campaign=campaign).presenters().select_related("user")
        cast("forms.ModelChoiceField[Membership]", self.fields["officer"]).queryset = officers

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes < SHORTEST_MINUTES:
            raise forms.ValidationError(f"Enter the length in minutes, {SHORTEST_MINUTES} or more")
        return minutes


class OfferForNewPlaceForm(OfferForm):
    """The school was not on our list when it asked: it is found there now, or added."""

    asked_if = frozenset({"place", "new_place_kind"})

    place = PlaceField(
        places=lambda: Place.objects.none(),
        search_url=reverse_lazy("campaigns:place_search"),
        what="the place",
        required=False,
        label="Find the place on our list",
    )
    new_place_kind = forms.ChoiceField(choices=[("", "It is on the list"), *Place.Kind.choices], required=False, label="Or add it to our list as a new")

    def __init__(self, data: Any = None, *, campaign: Campaign, today: date) -> None:
        super().__init__(data, campaign=campaign, today=today)
        cast("PlaceField", self.fields["place"]).places = lambda: Place.objects.filter(campaign=campaign).open_on(today)

    def clean(self) -> dict[str, Any]:
        if bool(self.cleaned_data.get("place")) == bool(self.cleaned_data.get("new_place_kind")) and "place" not in self.errors:
            self.add_error("place", "Find the place on our list, or say what kind of place to add: one of the two")
        return self.cleaned_data


def offer_form(data: Any = None, *, talk_request: TalkRequest, campaign: Campaign, today: date) -> OfferForm:
    form = OfferForm if talk_request.place_id else OfferForNewPlaceForm
    return form(data, campaign=campaign, today=today)

"""Which sessions a list shows."""

from functools import reduce
from operator import and_
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from campaigns.models import (
    STAGES,
    Audience,
    CouncilArea,
    Format,
    Membership,
    Place,
    Session,
    Topic,
)
from campaigns.places.field import PlaceField
from campaigns.reach.filters import Filters
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import from_list
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.names import place_words

EVERY_STATE = "every"
# What is not asked for: they were not held, and nothing of them counts.
SHOWN = (Session.State.DELIVERED, Session.State.PLANNED)
LONGEST_WORDS, MOST_WORDS = 60, 5


class SessionFilterForm(ServiceForm):
    """Sent by GET, so that a list can be kept as an address."""

    all_optional = True

    place = PlaceField(places=Place.objects.none(), required=False)
    area = forms.ModelChoiceField(
        label="Council area",
        queryset=CouncilArea.objects.none(),
        required=False,
        empty_label="All",
        error_messages=from_list("a council area"),
    )
    officer = forms.ModelChoiceField(
        label="Officer",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="All",
        error_messages=from_list("an officer"),
    )
    town = forms.ChoiceField(
        label="Town or village", required=False, error_messages=from_list("a town")
    )
    topic = forms.ModelChoiceField(
        label="Topic",
        queryset=Topic.objects.none(),
        required=False,
        empty_label="All",
        error_messages=from_list("a topic"),
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "All"), *Format.choices],
        required=False,
        error_messages=from_list("a kind of session"),
    )
    stage = forms.ChoiceField(
        label="Stage",
        choices=[("", "All"), *((stage, stage) for stage in STAGES)],
        required=False,
        error_messages=from_list("a stage"),
    )
    audience = forms.ChoiceField(
        label="Audience",
        choices=[("", "All"), *Audience.choices],
        required=False,
        error_messages=from_list("an audience"),
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "Delivered and planned"), *Session.State.choices, (EVERY_STATE, "All")],
        required=False,
        error_messages=from_list("a state"),
    )
    words = WordsField(
        label="Words in the place’s name or the notes", max_length=LONGEST_WORDS, required=False
    )
    since = DateField(label="From", what="the first date", required=False, help_text="")
    until = DateField(label="To", what="the last date", required=False, help_text="")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, campaign = Place.objects.filter(campaign=member.campaign), member.campaign
        self.fields["place"].places = places  # type: ignore[attr-defined]
        self.fields["place"].widget.attrs["data-search-url"] = reverse("campaigns:place_search")
        self.fields["area"].queryset = CouncilArea.objects.filter(pk__in=places.values("area"))  # type: ignore[attr-defined]
        towns = places.exclude(town="").order_by("town").values_list("town", flat=True).distinct()
        self.fields["town"].choices = [("", "All"), *((town, town) for town in towns)]  # type: ignore[attr-defined]
        self.fields["topic"].queryset = Topic.objects.filter(campaign=campaign)  # type: ignore[attr-defined]
        presenters = Membership.objects.filter(campaign=campaign).presenters()
        self.fields["officer"].queryset = presenters.select_related("user")  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if len(words.split()) > MOST_WORDS:
            raise ValidationError(f"Enter {MOST_WORDS} words or fewer")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error(
                "until", ValidationError("The last date must be on or after the first date")
            )
        return cleaned

    @property
    def filters(self) -> Filters:
        """Of a form that is right."""
        said = self.cleaned_data
        audience = Audience(said["audience"]) if said["audience"] else None
        return Filters(
            since=said["since"],
            until=said["until"],
            place=said["place"],
            area=said["area"],
            town=said["town"],
            officer=said["officer"],
            topic=said["topic"],
            audience=audience,
            also=of_session(kind=said["kind"], stage=said["stage"], words=said["words"]),
        )

    @property
    def states(self) -> tuple[str, ...]:
        wanted = str(self.cleaned_data["state"])
        if not wanted:
            return SHOWN
        return tuple(Session.State) if wanted == EVERY_STATE else (wanted,)


def of_session(*, kind: str, stage: str, words: str) -> Q:
    """Each word stands in the place's name and town, as names are compared, or in the notes."""
    asked = Q(format=kind) if kind else Q()
    if stage:
        asked &= Q(stages__contains=stage)
    for word in words.split():
        parts = [Q(place__words__contains=part) for part in place_words(word)]
        in_name = reduce(and_, parts) if parts else Q(pk__in=[])
        asked &= Q(notes__icontains=word) | in_name
    return asked

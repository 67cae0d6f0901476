"""Which sessions a list shows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Audience, CouncilArea, Membership, Place, Session
from campaigns.places.field import PlaceField
from campaigns.reach.filters import Filters
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import from_list


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
    audience = forms.ChoiceField(
        label="Audience",
        choices=[("", "All"), *Audience.choices],
        required=False,
        error_messages=from_list("an audience"),
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "All"), *Session.State.choices],
        required=False,
        error_messages=from_list("a state"),
    )
    since = DateField(label="From", what="the first date", required=False, help_text="")
    until = DateField(label="To", what="the last date", required=False, help_text="")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, campaign = Place.objects.filter(campaign=member.campaign), member.campaign
        self.fields["place"].places = places  # type: ignore[attr-defined]
        self.fields["place"].widget.attrs["data-search-url"] = reverse("campaigns:place_search")
        self.fields["area"].queryset = CouncilArea.objects.filter(pk__in=places.values("area"))  # type: ignore[attr-defined]
        presenters = Membership.objects.filter(campaign=campaign).presenters()
        self.fields["officer"].queryset = presenters.select_related("user")  # type: ignore[attr-defined]

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
            officer=said["officer"],
            audience=audience,
        )

    @property
    def wanted_state(self) -> str:
        return str(self.cleaned_data["state"])

"""Two places on the list that are one: find the other, look at both, join them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, Place
from campaigns.places.edit import said_of
from campaigns.places.field import PlaceField
from campaigns.places.place_views import places_of
from campaigns.talks.place_join import NAMED_BY, join_places, seen_of, why_not_join
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.dates import in_words


class OtherPlaceForm(ServiceForm):
    """Sent by GET: nothing is written by looking for it."""

    other = PlaceField(
        places=Place.objects.none(),
        label="Which place is the same one?",
        what="the other place",
        help_text="Type part of its name or town, then choose it.",
    )

    def __init__(self, data: Mapping[str, Any] | None, *, place: Place) -> None:
        super().__init__(data)
        others = Place.objects.filter(campaign=place.campaign_id).exclude(pk=place.pk)
        self.fields["other"].places = others  # type: ignore[attr-defined]
        self.fields["other"].widget.attrs["data-search-url"] = reverse("campaigns:place_search")
        self.place = place

    def clean(self) -> dict[str, Any]:
        """The box knows nothing of the place itself, so its own name finds nothing there."""
        cleaned = super().clean() or self.cleaned_data
        own = Place.objects.filter(pk=self.place.pk)
        if self.has_error("other", "none") and own.search(self.data.get("other", "")).exists():
            del self.errors["other"]
            self.add_error("other", why_not_join(self.place, self.place))
        return cleaned

    def clean_other(self) -> Place:
        other: Place = self.cleaned_data["other"]
        if problem := why_not_join(self.place, other):
            raise ValidationError(problem)
        return other


class JoinForm(ServiceForm):
    keep = forms.ChoiceField(
        label="Which one stays on the list?",
        widget=Radios,
        error_messages={"required": "Choose which one stays on the list"},
    )
    reason = WordsField(max_length=300, required=False, label="Why?")
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=128)

    def __init__(self, data: Any, *, first: Place, second: Place) -> None:
        super().__init__(data, initial={"seen": seen_of(first, second)})
        self.both = {str(place.pk): place for place in (first, second)}
        choices = [(key, place.label) for key, place in self.both.items()]
        self.fields["keep"].choices = choices  # type: ignore[attr-defined]

    @property
    def kept_and_other(self) -> tuple[Place, Place]:
        kept = self.both[self.cleaned_data["keep"]]
        [other] = [place for place in self.both.values() if place is not kept]
        return kept, other


@require_safe
@team(may_keep_programme)
def place_join(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    place = get_object_or_404(places_of(member), pk=pk)
    form = OtherPlaceForm(request.GET if "other" in request.GET else None, place=place)
    if form.is_valid():
        return redirect(
            "campaigns:place_join_pair", first=place.pk, second=form.cleaned_data["other"].pk
        )
    return render(request, "campaigns/places/place_join.html", {"form": form, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def place_join_pair(
    request: HttpRequest, member: Membership, first: int, second: int
) -> HttpResponse:
    both = places_of(member).in_bulk([first, second])
    if request.method == "POST" and len({first, second} & both.keys()) == 1:
        return joined_already(request)
    if {first, second} - both.keys():
        raise Http404
    one, two = both[first], both[second]
    if problem := why_not_join(one, two):
        messages.error(request, problem)
        return redirect("campaigns:place_join", pk=first)
    form = JoinForm(request.POST if request.method == "POST" else None, first=one, second=two)
    if form.is_valid():
        kept, other = form.kept_and_other
        try:
            join_places(
                kept=kept,
                other=other,
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
                today=timezone.localdate(),
                by=member.user,
            )
        except Conflict as lost:
            messages.error(request, f"{lost}.")
            return redirect("campaigns:place_join_pair", first=first, second=second)
        messages.success(request, f"{other.name} and {kept.name} are one place now.")
        return redirect("campaigns:place_edit", pk=kept.pk)
    return render(
        request,
        "campaigns/places/place_join_pair.html",
        {
            "form": form,
            "first": one,
            "columns": [{"text": "What"}, *({"text": place.name} for place in (one, two))],
            "rows": side_by_side(one, two),
            "areas": {one.area, two.area} if one.area_id != two.area_id else (),
        },
    )


def joined_already(request: HttpRequest) -> HttpResponse:
    """Pressed twice, or by two people: the first press joined them."""
    messages.error(
        request, "One of the two is not on the list any more: they may be joined already."
    )
    return redirect("campaigns:place_list")


def side_by_side(first: Place, second: Place) -> list[tuple[str, str, str]]:
    said = [said_of(place) | more_of(place) for place in (first, second)]
    return [(label, *(one[label] or "–" for one in said)) for label in said[0]]  # type: ignore[misc]


def more_of(place: Place) -> dict[str, str]:
    closed = f"On {in_words(place.closed_on)}" if place.closed_on else "No"
    numbers = {label: f"{count(place):,}" for label, count in NAMED_BY.values()}
    return {"Government’s number": place.seed_code, "Closed": closed, **numbers}

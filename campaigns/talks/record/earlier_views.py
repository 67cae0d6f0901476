"""A school asks for the list of its talks, and reads it by the link in the letter."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.mail.team_contact import contact_of
from campaigns.talks.asking.people_forms import AddressForm
from campaigns.talks.asking.turns import TooOften, came_from, take_to_send_to
from campaigns.talks.asking.views import the_campaign, too_many
from campaigns.talks.record.earlier import (
    WORKS_FOR,
    list_of,
    mark_of,
    places_in,
    sessions_at,
    write_list,
)
from campaigns.talks.record.given import GivenTalk, given_at
from campaigns.talks.record.sheets import certificate, evidence, private


@require_http_methods(["GET", "HEAD", "POST"])
def earlier_ask(request: HttpRequest) -> HttpResponse:
    """It answers the same to an address that it knows and to one that it does not."""
    campaign = the_campaign()
    form: forms.Form = AddressForm(request.POST if request.method == "POST" else None)
    told = {"form": form, "contact": contact_of(campaign), "hours": hours()}
    if not form.is_valid():
        return private(render(request, "campaigns/talks/record/earlier_ask.html", told))
    address = form.cleaned_data["contact_email"]
    try:
        take_to_send_to(came_from(request), mailbox=address)
    except TooOften as often:
        return too_many(request, often.seconds, campaign)
    write_list.enqueue(mark_of(address), campaign.pk)
    return private(render(request, "campaigns/talks/record/earlier_sent.html", told))


@require_safe
def earlier_list(request: HttpRequest, token: str) -> HttpResponse:
    places = places_in(token)
    told = {
        "places": [(place, list_of(place)) for place in places],
        "token": token,
        "hours": hours(),
        "contact": contact_of(places[0].campaign if places else the_campaign()),
    }
    status = 200 if places else 404
    page = "earlier_list" if places else "earlier_over"
    return private(render(request, f"campaigns/talks/record/{page}.html", told, status=status))


@require_safe
def earlier_certificate(request: HttpRequest, token: str, place: int, pk: int) -> HttpResponse:
    back = reverse("campaigns:earlier_list", args=[token])
    return certificate(request, given_in(token, place, pk), back=back)


@require_safe
def earlier_evidence(request: HttpRequest, token: str, place: int, pk: int) -> HttpResponse:
    back = reverse("campaigns:earlier_list", args=[token])
    return evidence(request, given_in(token, place, pk), back=back)


def given_in(token: str, place: int, pk: int) -> GivenTalk:
    own = next((one for one in places_in(token) if one.pk == place), None)
    if own is None:
        raise Http404
    given = given_at(get_object_or_404(sessions_at(own), pk=pk), own)
    if given.is_lent and not given.own:
        raise Http404
    return given


def hours() -> int:
    return int(WORKS_FOR.total_seconds() // 3600)

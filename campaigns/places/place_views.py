"""The places of a campaign: their list, and a page to add one, put it right, close it."""

from collections import Counter
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_add_place, may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Attendance, Membership, Place, Session
from campaigns.models.places import PlaceQuerySet
from campaigns.models.sessions import SessionQuerySet
from campaigns.places.edit import add_place, close_place, reopen_place
from campaigns.places.place_form import ClosePlaceForm, PlaceForm, answer_for
from campaigns.places.place_list_form import PlaceFilterForm
from sextortion_aware.forms.queries import kept_query

A_PAGE = 50
MOST_NAMED = 10
FORM_METHODS = ["GET", "HEAD", "POST"]


def places_of(member: Membership) -> PlaceQuerySet:
    return Place.objects.filter(campaign=member.campaign).select_related("area", "campaign")


@require_safe
@team(may_add_place)
def place_list(request: HttpRequest, member: Membership) -> HttpResponse:
    today = timezone.localdate()
    form = PlaceFilterForm(request.GET, member=member, today=today)
    query = kept_query(request)
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "is_filtered": bool(query),
        "may_keep": may_keep_programme(member),
    }
    if form.is_valid():
        page = Paginator(form.found(), A_PAGE).get_page(request.GET.get("page"))
        counts = held_at([place.pk for place in page])
        context["page"] = page
        context["rows"] = [
            {
                "place": place,
                "sessions": counts[place.pk],
                "closing": place.closing(today),
            }
            for place in page
        ]
    return render(request, "campaigns/places/place_list.html", context)


def held_at(places: list[int]) -> Counter[int]:
    """How many sessions the list of one place counts as held: those with people from there, and
    those without any number that were there. Two queries for a page of places.
    """
    own = Q(place__in=places) | Q(place__isnull=True, session__place__in=places)
    rows = Attendance.objects.filter(own, session__state=Session.State.DELIVERED).order_by()
    people = rows.values_list(Coalesce("place", "session__place"))
    bare = Session.objects.delivered().filter(place__in=places, attendances__isnull=True)
    without = bare.order_by().values_list("place")
    return Counter(dict(people.annotate(Count("session", distinct=True)))) + Counter(
        dict(without.annotate(Count("pk")))
    )


@require_http_methods(FORM_METHODS)
@team(may_add_place)
def place_add(request: HttpRequest, member: Membership) -> HttpResponse:
    today = timezone.localdate()
    typed = request.POST if request.method == "POST" else None
    form = PlaceForm(typed, campaign=member.campaign, today=today)
    if form.is_valid():
        if form.waits:
            form.ask()
        else:
            try:
                place = add_place(
                    campaign=member.campaign, details=form.details, today=today, by=member.user
                )
            except ValidationError as problem:
                form.add_error("name", problem.messages)
            else:
                messages.success(request, f"{place.name} is on the list.")
                return redirect("campaigns:place_list")
    return render(request, "campaigns/places/place_add.html", {"form": form})


@require_http_methods(FORM_METHODS)
@team(may_keep_programme)
def place_close(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """What is planned there for later is named before it is closed, and stays."""
    place = get_object_or_404(places_of(member), pk=pk)
    today = timezone.localdate()
    form = ClosePlaceForm(
        request.POST if request.method == "POST" else None, place=place, today=today
    )
    planned = planned_at(place).filter(held_on__gte=today)
    if form.is_valid():
        planned = planned_at(place).filter(held_on__gt=form.cleaned_data["closed_on"])
        key = key_of(planned)
        if not key or form.cleaned_data["asked"] == key:
            return closed(request, place, form, member)
        answer_for(form, "asked", key)
    return render(
        request,
        "campaigns/places/place_close.html",
        {
            "form": form,
            "place": place,
            "planned": planned.for_lists()[:MOST_NAMED],
            "more": max(planned.count() - MOST_NAMED, 0),
            "asks": form.is_bound and not form.errors,
        },
    )


def planned_at(place: Place) -> SessionQuerySet:
    planned = Session.objects.filter(place=place, state=Session.State.PLANNED)
    return planned.order_by("held_on", "starts_at", "pk")


def key_of(planned: SessionQuerySet) -> str:
    """Of what was named; empty when nothing is planned."""
    keys = ",".join(str(pk) for pk in planned.values_list("pk", flat=True))
    return sha256(keys.encode()).hexdigest()[:16] if keys else ""


def closed(
    request: HttpRequest, place: Place, form: ClosePlaceForm, member: Membership
) -> HttpResponse:
    said = form.cleaned_data
    try:
        close_place(place=place, closed_on=said["closed_on"], reason=said["reason"], by=member.user)
    except Conflict as lost:
        messages.error(request, str(lost))
    else:
        messages.success(request, f"{place.name} is closed. It stays on the sessions held there.")
    return redirect("campaigns:place_edit", pk=place.pk)


@require_POST
@team(may_keep_programme)
def place_reopen(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Pressed twice, the second press finds it open, which is what was wanted."""
    place = get_object_or_404(places_of(member), pk=pk)
    try:
        reopen_place(place=place, today=timezone.localdate(), by=member.user)
    except Conflict as lost:
        messages.error(request, str(lost))
    else:
        messages.success(request, f"{place.name} is open again.")
    return redirect("campaigns:place_edit", pk=place.pk)

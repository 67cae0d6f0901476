"""Which places a spreadsheet means: chosen for all its rows or for one, added to our list, and
forgotten again.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import ImportBatch, ImportRow, Membership, Place
from campaigns.places.place_form import PlaceForm
from campaigns.sessions.new_place_views import name_and_town, settled
from campaigns.spreadsheets.batches import State, Work
from campaigns.spreadsheets.detail_views import seen_batch
from campaigns.spreadsheets.names import KnownPlaces
from campaigns.spreadsheets.places_form import Named, PlacesForm, key_of
from campaigns.spreadsheets.said_places import forget_said, say_places
from campaigns.spreadsheets.tasks import begin

FORM_METHODS = ["GET", "HEAD", "POST"]
NAMES_A_PAGE = 10
ALONE = "alone"  # in an address: it is about this row, and others with its name may mean others


def asks(batch: ImportBatch) -> bool:
    return not batch.work and batch.state == State.CHECKED


@require_http_methods(FORM_METHODS)
@team(may_import)
def import_places(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    if not asks(batch):
        return redirect("campaigns:import_detail", batch.pk)
    counted = (
        batch.rows.exclude(unknown_place="")
        .order_by()
        .values_list("unknown_place")
        .annotate(rows=Count("pk"), first=Min("line"))
    )
    names = {
        name: Named(rows=rows, line=line)
        for name, rows, line in counted.order_by("-rows", "unknown_place")
    }
    page = Paginator(list(names), NAMES_A_PAGE).get_page(request.GET.get("page"))
    asked = (
        [name for name in names if f"place_{key_of(name)}" in request.POST][:NAMES_A_PAGE]
        if request.method == "POST"
        else list(page)
    )
    form = PlacesForm(
        request.POST if request.method == "POST" else None,
        batch=batch,
        names={name: names[name] for name in asked},
    )
    if form.is_valid():
        return say_and_check(request, member, batch, form.chosen)
    return render(
        request,
        "campaigns/spreadsheets/places.html",
        {"batch": batch, "form": form, "page": page, "number": len(names)},
    )


@require_http_methods(FORM_METHODS)
@team(may_import)
def import_row_place(request: HttpRequest, member: Membership, pk: int, line: int) -> HttpResponse:
    """For this row alone: others with the same name may mean other places."""
    batch = seen_batch(member, pk)
    row = get_object_or_404(batch.rows, line=line)
    if not asks(batch) or not row.unknown_place:
        return redirect("campaigns:import_detail", batch.pk)
    form = PlacesForm(
        request.POST if request.method == "POST" else None,
        batch=batch,
        names={row.unknown_place: Named(rows=1, line=row.line)},
        is_alone=True,
    )
    if form.is_valid():
        return say_and_check(request, member, batch, form.chosen, line=row.line)
    context = {"batch": batch, "form": form, "row": row}
    return render(request, "campaigns/spreadsheets/row_place_page.html", context)


@require_http_methods(FORM_METHODS)
@team(may_import)
def import_place_add(request: HttpRequest, member: Membership, pk: int, line: int) -> HttpResponse:
    """A place that is not on our list, under the name that this row has. Its page leads back here
    and nowhere else.
    """
    batch = seen_batch(member, pk)
    row = get_object_or_404(batch.rows, line=line)
    if not asks(batch) or not row.unknown_place:
        return redirect("campaigns:import_detail", batch.pk)
    form = place_form(request, member, row)
    if place := settled(form, member):
        messages.success(request, f"{place.name} is on our list.")
        is_alone = ALONE in request.GET and KnownPlaces(batch.campaign).is_shared(row.unknown_place)
        said = {row.unknown_place: place}
        return say_and_check(request, member, batch, said, line=row.line if is_alone else 0)
    context = {"batch": batch, "form": form, "row": row}
    return render(request, "campaigns/spreadsheets/place_add.html", context)


def place_form(request: HttpRequest, member: Membership, row: ImportRow) -> PlaceForm:
    name, town = name_and_town(row.unknown_place, member=member)
    return PlaceForm(
        request.POST if request.method == "POST" else None,
        campaign=member.campaign,
        today=timezone.localdate(),
        initial={"name": name, "town": town},
    )


@require_POST
@team(may_import)
def import_forget_name(
    request: HttpRequest, member: Membership, pk: int, line: int
) -> HttpResponse:
    """Pressed twice, the second press finds it gone, which is what was wanted."""
    batch = seen_batch(member, pk)
    row = get_object_or_404(batch.rows, line=line)
    try:
        forget_said(batch=batch, row=row, by=member.user)
        begin(batch=batch, work=Work.CHECKING, by=member.user)
    except Conflict as lost:
        messages.error(request, str(lost))
    else:
        messages.success(request, "Forgotten. The rows are checked again and ask about the name.")
    return redirect("campaigns:import_detail", batch.pk)


def say_and_check(
    request: HttpRequest,
    member: Membership,
    batch: ImportBatch,
    places: dict[str, Place],
    *,
    line: int = 0,
) -> HttpResponse:
    try:
        say_places(batch=batch, places=places, line=line)
        if places:
            begin(batch=batch, work=Work.CHECKING, by=member.user)
    except Conflict as lost:
        messages.error(request, str(lost))
    return redirect("campaigns:import_detail", batch.pk)

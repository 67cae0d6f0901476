"""A spreadsheet's way into the log, step by step: match the columns, choose places, check, write,
undo.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import ImportBatch, Membership
from campaigns.spreadsheets.batches import (
    State,
    Work,
    accept_row,
    choose_columns,
    is_forgotten,
    say_places,
)
from campaigns.spreadsheets.columns import guess, remembered
from campaigns.spreadsheets.detail_views import seen_batch
from campaigns.spreadsheets.forms import ColumnsForm, PlacesForm, key_of
from campaigns.spreadsheets.tasks import begin

FORM_METHODS = ["GET", "HEAD", "POST"]
NAMES_A_PAGE = 10
SAMPLE = 3


@require_http_methods(FORM_METHODS)
@team(may_import)
def import_columns(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    if batch.work or batch.state not in (State.UPLOADED, State.CHECKED) or is_forgotten(batch):
        return redirect("campaigns:import_detail", batch.pk)
    sample = list(batch.rows.values_list("cells", flat=True)[:SAMPLE])
    initial = (
        batch.columns
        or remembered(campaign=batch.campaign, header=batch.header)
        or {"default_officer": member.pk, **guess(batch.header, sample)}
    )
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        batch=batch,
        sample=sample,
        initial=initial,
    )
    if form.is_valid():
        try:
            choose_columns(batch=batch, columns=form.columns)
            begin(batch=batch, work=Work.CHECKING, by=member.user)
        except Conflict as lost:
            messages.error(request, str(lost))
        return redirect("campaigns:import_detail", batch.pk)
    return render(request, "campaigns/spreadsheets/columns.html", {"batch": batch, "form": form})


@require_http_methods(FORM_METHODS)
@team(may_import)
def import_places(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    if batch.work or batch.state != State.CHECKED or is_forgotten(batch):
        return redirect("campaigns:import_detail", batch.pk)
    counted = (
        batch.rows.exclude(unknown_place="")
        .order_by()
        .values_list("unknown_place")
        .annotate(rows=Count("pk"))
    )
    names = dict(counted.order_by("-rows", "unknown_place"))
    page = Paginator(list(names), NAMES_A_PAGE).get_page(request.GET.get("page"))
    asked = (
        [name for name in names if f"place_{key_of(name)}" in request.POST][:NAMES_A_PAGE]
        if request.method == "POST"
        else list(page)
    )
    form = PlacesForm(
        request.POST if request.method == "POST" else None,
        campaign=batch.campaign,
        names={name: names[name] for name in asked},
    )
    if form.is_valid():
        return say_and_check(request, member, batch, form)
    return render(
        request,
        "campaigns/spreadsheets/places.html",
        {"batch": batch, "form": form, "page": page, "number": len(names)},
    )


def say_and_check(
    request: HttpRequest, member: Membership, batch: ImportBatch, form: PlacesForm
) -> HttpResponse:
    say_places(batch=batch, places=form.chosen)
    if form.chosen:
        started(request, member, batch, Work.CHECKING)
    return redirect("campaigns:import_detail", batch.pk)


def started(
    request: HttpRequest, member: Membership, batch: ImportBatch, work: ImportBatch.Work
) -> bool:
    if is_forgotten(batch):
        return False  # the page says so
    try:
        begin(batch=batch, work=work, by=member.user)
    except Conflict as lost:
        messages.error(request, str(lost))
        return False
    return True


@require_POST
@team(may_import)
def import_check(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Checks every row again: the log may have changed, or the work before was stopped."""
    batch = seen_batch(member, pk)
    if not batch.columns:
        return redirect("campaigns:import_columns", batch.pk)
    started(request, member, batch, Work.CHECKING)
    return redirect("campaigns:import_detail", batch.pk)


@require_POST
@team(may_import, fresh=True)
def import_commit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    started(request, member, batch, Work.WRITING)
    return redirect("campaigns:import_detail", batch.pk)


@require_POST
@team(may_import, fresh=True)
def import_undo(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    started(request, member, batch, Work.UNDOING)
    return redirect("campaigns:import_detail", batch.pk)


@require_POST
@team(may_import)
def import_take(request: HttpRequest, member: Membership, pk: int, line: int) -> HttpResponse:
    """Takes a row that looks like a session in the log: somebody says that it is another one."""
    batch = seen_batch(member, pk)
    get_object_or_404(batch.rows, line=line)
    try:
        accept_row(batch=batch, line=line)
    except Conflict as lost:
        messages.error(request, str(lost))
    return redirect(f"{reverse('campaigns:import_detail', args=[batch.pk])}?verdict=duplicate")

"""A spreadsheet's way into the log, step by step: match the columns, check, write, undo. Places are
chosen in place_views.py.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import ImportBatch, ImportFile, Membership
from campaigns.spreadsheets.batches import State, Work, choose_columns
from campaigns.spreadsheets.columns import guess, remembered
from campaigns.spreadsheets.detail_views import seen_batch
from campaigns.spreadsheets.file import column_letters
from campaigns.spreadsheets.forms import ColumnsForm, ReadingForm
from campaigns.spreadsheets.tasks import begin
from campaigns.spreadsheets.uploads import read_again
from sextortion_aware.files.unreadable import Unreadable

FORM_METHODS = ["GET", "HEAD", "POST"]
SAMPLE = 3


@require_http_methods(FORM_METHODS)
@team(may_import)
def import_columns(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    if not is_unfinished(batch):
        return redirect("campaigns:import_detail", batch.pk)
    form = columns_form(batch, member, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            choose_columns(batch=batch, columns=form.columns)
            begin(batch=batch, work=Work.CHECKING, by=member.user)
        except Conflict as lost:
            messages.error(request, str(lost))
        return redirect("campaigns:import_detail", batch.pk)
    return columns_page(request, batch, form)


def is_unfinished(batch: ImportBatch) -> bool:
    return not batch.work and batch.state in (State.UPLOADED, State.CHECKED)


def columns_form(batch: ImportBatch, member: Membership, *, data: Any = None) -> ColumnsForm:
    sample = list(batch.rows.values_list("cells", flat=True)[:SAMPLE])
    initial = (
        batch.columns
        or remembered(campaign=batch.campaign, header=batch.header)
        or {"default_officer": member.pk, **guess(batch.header, sample)}
    )
    return ColumnsForm(data, batch=batch, sample=sample, initial=initial)


def columns_page(
    request: HttpRequest, batch: ImportBatch, form: ColumnsForm, reading: ReadingForm | None = None
) -> HttpResponse:
    file = ImportFile.objects.filter(batch=batch).defer("content").first()
    lines = file.first_lines if file else []
    width = max((len(cells) for _, cells in lines), default=0)
    given = {
        "batch": batch,
        "days": settings.FORGET_IMPORT_ROWS_AFTER.days,
        "form": form,
        "file": file,
        "mended": batch.rows.exclude(mended={}).exists(),
        "reading": reading or (ReadingForm(file=file) if file else None),
        "letters": [column_letters(place) for place in range(1, width + 1)],
        "lines": [(number, [*cells, *[""] * (width - len(cells))]) for number, cells in lines],
    }
    return render(request, "campaigns/spreadsheets/columns.html", given)


@require_POST
@team(may_import)
def import_read(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Reads the file in another way: another sheet, another line of names, another separator."""
    batch = seen_batch(member, pk)
    file = ImportFile.objects.filter(batch=batch).defer("content").first()
    if file is None or not is_unfinished(batch):
        return redirect("campaigns:import_detail", batch.pk)
    form = ReadingForm(request.POST, file=file)
    if form.is_valid():
        try:
            read_again(batch=batch, how=form.how)
        except Unreadable as problem:
            form.add_error(next(iter(form.fields)), str(problem))
        except Conflict as lost:
            messages.error(request, str(lost))
        if not form.errors:
            return redirect("campaigns:import_columns", batch.pk)
    return columns_page(request, batch, columns_form(batch, member), form)


def started(
    request: HttpRequest, member: Membership, batch: ImportBatch, work: ImportBatch.Work
) -> bool:
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

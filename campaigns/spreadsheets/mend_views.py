"""The page on which the cells of one row are mended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.history.opened import FASTER, version_of
from campaigns.models import ImportBatch, ImportRow, Membership
from campaigns.spreadsheets.batches import State, Work
from campaigns.spreadsheets.date_order import month_first_of
from campaigns.spreadsheets.detail_views import seen_batch
from campaigns.spreadsheets.forms import VERDICTS
from campaigns.spreadsheets.mend import count_alike, may_be_mended, mend
from campaigns.spreadsheets.mend_form import MendForm, names_of
from campaigns.spreadsheets.mended import cells_in_words
from campaigns.spreadsheets.setting import setting_of
from campaigns.spreadsheets.tasks import begin
from sextortion_aware.forms.told import told_and_kept


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_import)
def import_row(request: HttpRequest, member: Membership, pk: int, line: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    row = get_object_or_404(batch.rows, line=line)
    if not may_be_mended(row):
        raise Http404
    is_sent = request.method == "POST"
    if not is_sent and (batch.work or batch.state != State.CHECKED):
        return redirect("campaigns:import_detail", batch.pk)
    form, now = form_for(row, batch, data=request.POST if is_sent else None), None
    if form.is_valid():
        try:
            return mended(request, member, batch, line, form)
        except Conflict as lost:
            row.refresh_from_db()
            told_and_kept(form, str(lost), opened=version_of(cells_in_words(row)))
            now = form_for(row, batch).stands if str(lost) == FASTER else None
    label, kind = VERDICTS.get(ImportRow.Verdict(row.verdict), ("", ""))
    given = {"batch": batch, "row": row, "form": form, "now": now, "label": label, "kind": kind}
    return render(request, "campaigns/spreadsheets/row.html", {**given, "back": row_in_list(row)})


def form_for(row: ImportRow, batch: ImportBatch, *, data: Any = None) -> MendForm:
    setting = setting_of(
        campaign=batch.campaign,
        columns=batch.columns,
        today=timezone.localdate(),
        month_first=month_first_of(batch),
        header=batch.header,
    )
    return MendForm(data, row=row, setting=setting, alike=count_alike(row, names_of(setting)))


def row_in_list(row: ImportRow) -> str:
    address = reverse("campaigns:import_detail", args=[row.batch_id])
    return f"{address}?line={row.line}#line-{row.line}"


def mended(
    request: HttpRequest, member: Membership, batch: ImportBatch, line: int, form: MendForm
) -> HttpResponse:
    seen = form.cleaned_data["opened"]
    number = mend(batch=batch, line=line, words=form.words, alike=form.alike, seen=seen)
    if number:
        try:
            begin(batch=batch, work=Work.CHECKING, by=member.user)
        except Conflict as lost:
            messages.error(request, str(lost))
        more = f", and {number - 1:,} more that said the same" if number > 1 else ""
        done = f"Line {line} is mended{more}."
        if is_still_left_out(batch, line):
            messages.warning(request, f"{done} It is not ready yet: why stands beside it.")
        else:
            messages.success(request, done)
    return redirect(row_in_list(form.row))


def is_still_left_out(batch: ImportBatch, line: int) -> bool:
    """As far as that is known: the rows of a large file are checked by the worker."""
    rows = ImportRow.objects.filter(batch=batch, batch__work=Work.NONE, line=line)
    return rows.exclude(verdict=ImportRow.Verdict.READY).exists()

"""What somebody says of rows that are held back, and a spreadsheet that nobody wants any more."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.spreadsheets.answers import ANSWERS, answer_rows
from campaigns.spreadsheets.batches import Work, accept_row
from campaigns.spreadsheets.detail_views import seen_batch
from campaigns.spreadsheets.tasks import begin
from campaigns.spreadsheets.uploads import remove


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


@require_POST
@team(may_import)
def import_answer(
    request: HttpRequest, member: Membership, pk: int, reason: str, answer: str, line: int = 0
) -> HttpResponse:
    """Says it of one row, or of all that are held back for that reason, and checks them again."""
    batch = seen_batch(member, pk)
    if answer not in ANSWERS.get(reason, {}):
        raise Http404
    if line:
        get_object_or_404(batch.rows, line=line)
    try:
        answer_rows(
            batch=batch, reason=reason, answer=answer, line=line, seen=request.POST.get("seen")
        )
        begin(batch=batch, work=Work.CHECKING, by=member.user)
    except Conflict as lost:
        messages.error(request, str(lost))
    return redirect("campaigns:import_detail", batch.pk)


@require_POST
@team(may_import)
def import_remove(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    try:
        remove(batch=batch)
    except Conflict as lost:
        messages.error(request, str(lost))
        return redirect("campaigns:import_detail", batch.pk)
    messages.success(request, f"{batch.file_name} is removed, with what was kept of it")
    return redirect("campaigns:import_list")

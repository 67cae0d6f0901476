"""Spreadsheets on their way into the log: upload, match the columns, look at each row's verdict,
choose places, write, undo.
"""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import ImportBatch, ImportRow, Membership
from campaigns.spreadsheets.batches import (
    State,
    Work,
    accept_row,
    choose_columns,
    is_forgotten,
    is_stuck,
    say_places,
    upload,
    uploaded_before,
)
from campaigns.spreadsheets.columns import guess, remembered
from campaigns.spreadsheets.commit import left_standing
from campaigns.spreadsheets.file import TOO_LARGE, UnreadableSpreadsheet
from campaigns.spreadsheets.forms import VERDICTS, ColumnsForm, PlacesForm, UploadForm, key_of
from campaigns.spreadsheets.tasks import begin
from campaigns.spreadsheets.upload import InMemory, says_too_much

FORM_METHODS = ["GET", "HEAD", "POST"]
BATCHES_A_PAGE = 20
ROWS_A_PAGE = 50
NAMES_A_PAGE = 10
SAMPLE = 3
LOOK_AGAIN_SECONDS = 3
REMARKS = "remarks"
SHOWN = (
    "date",
    "start",
    "place",
    "stages",
    "officers",
    "total",
    "children",
    "young_people",
    "parents",
    "professionals",
    "adults",
)
KINDS = {State.COMMITTED: "good", State.CHECKED: "brand"}


# until its length is known: the token stands in the body, so asking for it would read a file of any
# size
@csrf_exempt
@require_http_methods(FORM_METHODS)
@team(may_import)
def import_list(request: HttpRequest, member: Membership) -> HttpResponse:
    if request.method == "POST" and says_too_much(request):
        return batches(
            request, member, refused_as_too_large(), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        )
    request.upload_handlers = [InMemory(request)]
    answer: HttpResponse = csrf_protect(take_upload)(request, member)
    return answer


def take_upload(request: HttpRequest, member: Membership) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if any(
        isinstance(handler, InMemory) and handler.went_over for handler in request.upload_handlers
    ):
        return batches(
            request, member, refused_as_too_large(), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        )
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = upload(
                campaign=member.campaign,
                file_name=file.name,
                content=file.read(),
                sheet=form.cleaned_data["sheet"],
                by=member.user,
            )
        except UnreadableSpreadsheet as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("campaigns:import_columns", batch.pk)
    return batches(request, member, form)


def refused_as_too_large() -> UploadForm:
    form = UploadForm({})
    form.full_clean()
    form.errors["file"] = form.error_class([TOO_LARGE], renderer=form.renderer)
    return form


def batches(
    request: HttpRequest, member: Membership, form: UploadForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    listed = ImportBatch.objects.in_campaign(member.campaign).select_related("uploaded_by")
    page = Paginator(listed, BATCHES_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"batch": batch, "kind": KINDS.get(State(batch.state), "")} for batch in page]
    return render(
        request,
        "campaigns/spreadsheets/list.html",
        {"form": form, "page": page, "rows": rows},
        status=status,
    )


def seen_batch(member: Membership, pk: int) -> ImportBatch:
    return get_object_or_404(
        ImportBatch.objects.in_campaign(member.campaign).select_related("campaign", "uploaded_by"),
        pk=pk,
    )


@require_safe
@team(may_import)
def import_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """What the page shows is the batch's state: work in hand, the verdicts,
    or what became of it.
    """
    batch = seen_batch(member, pk)
    if batch.work:
        return in_hand(request, batch)
    if is_forgotten(batch):
        return render(
            request,
            "campaigns/spreadsheets/forgotten.html",
            {"batch": batch, "days": settings.FORGET_IMPORT_ROWS_AFTER.days},
        )
    if batch.state == State.UPLOADED and not batch.trouble:
        return redirect("campaigns:import_columns", batch.pk)
    return render(
        request,
        "campaigns/spreadsheets/detail.html",
        {"batch": batch, **verdicts_of(request, batch)},
    )


def in_hand(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """It looks again by itself, unless the person has stopped that: a page that changes while it is
    read aloud is hard to follow.
    """
    stuck, still = is_stuck(batch, now=timezone.now()), "still" in request.GET
    response = render(
        request,
        "campaigns/spreadsheets/work.html",
        {"batch": batch, "stuck": stuck, "still": still, "again": AGAIN[Work(batch.work)]},
    )
    if not stuck and not still:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


AGAIN = {
    Work.CHECKING: "campaigns:import_check",
    Work.WRITING: "campaigns:import_commit",
    Work.UNDOING: "campaigns:import_undo",
}


def verdicts_of(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    counted = dict(batch.rows.order_by().values_list("verdict").annotate(Count("pk")))
    wanted = request.GET.get("verdict", "")
    wanted = wanted if wanted in VERDICTS or wanted == REMARKS else ""
    remarked = batch.rows.filter(verdict=ImportRow.Verdict.READY).exclude(problems=[])
    counted[REMARKS] = remarked.count()
    ready, *others = ((str(verdict), label) for verdict, (label, _) in VERDICTS.items())
    labels = dict([ready, (REMARKS, "Ready, with a remark"), *others])
    rows = (
        remarked
        if wanted == REMARKS
        else batch.rows.filter(verdict=wanted)
        if wanted
        else batch.rows.all()
    )
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    unknown = (
        batch.rows.exclude(unknown_place="").order_by().values("unknown_place").distinct().count()
    )
    written = batch.sessions.count() if batch.committed_at else 0
    return {
        "page": page,
        "rows": [row_words(row, batch) for row in page],
        "filters": [
            {
                "value": value,
                "label": label,
                "number": counted.get(value, 0),
                "is_on": value == wanted,
            }
            for value, label in labels.items()
        ],
        "wanted": wanted,
        "query": f"verdict={wanted}&" if wanted else "",
        "ready": counted.get(ImportRow.Verdict.READY, 0),
        "left_out": sum(
            number
            for verdict, number in counted.items()
            if verdict not in (ImportRow.Verdict.READY, REMARKS)
        ),
        "remarked": counted[REMARKS],
        "unknown": unknown,
        "before": uploaded_before(batch) if batch.state == State.CHECKED else None,
        "written": written,
        "done": f"{written:,} {'session is' if written == 1 else 'sessions are'} in the log.",
        "left": left_standing(batch).select_related("place__area")
        if batch.state == State.UNDONE
        else (),
    }


def row_words(row: ImportRow, batch: ImportBatch) -> dict[str, Any]:
    """The cells that were matched, so that a person knows the row again."""
    places = [batch.columns[name] for name in SHOWN if batch.columns.get(name) is not None]
    words = [row.cells[place] for place in places if place < len(row.cells) and row.cells[place]]
    label, kind = VERDICTS.get(ImportRow.Verdict(row.verdict), ("Not checked yet", ""))
    return {
        "row": row,
        "words": " · ".join(words) or "Nothing in the matched columns",
        "label": label,
        "kind": kind,
    }


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
    """Once more: the log may have changed, or the work before was stopped."""
    batch = seen_batch(member, pk)
    if not batch.columns:
        return redirect("campaigns:import_columns", batch.pk)
    started(request, member, batch, Work.CHECKING)
    return redirect("campaigns:import_detail", batch.pk)


@require_POST
@team(may_import)
def import_commit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    started(request, member, batch, Work.WRITING)
    return redirect("campaigns:import_detail", batch.pk)


@require_POST
@team(may_import)
def import_undo(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    started(request, member, batch, Work.UNDOING)
    return redirect("campaigns:import_detail", batch.pk)


@require_POST
@team(may_import)
def import_take(request: HttpRequest, member: Membership, pk: int, line: int) -> HttpResponse:
    """A row that looks like another session is a different one."""
    batch = seen_batch(member, pk)
    get_object_or_404(batch.rows, line=line)
    try:
        accept_row(batch=batch, line=line)
    except Conflict as lost:
        messages.error(request, str(lost))
    return redirect(f"{reverse('campaigns:import_detail', args=[batch.pk])}?verdict=duplicate")

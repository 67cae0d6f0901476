"""The page of one spreadsheet: work in hand, the verdict on each row, or what became of it."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import may_import
from campaigns.access.team import team
from campaigns.history.opened import version_of
from campaigns.models import ImportBatch, ImportRow, Membership
from campaigns.sessions.words import people_words
from campaigns.spreadsheets.answers import answers_for
from campaigns.spreadsheets.batches import State, Work, is_stuck, uploaded_before
from campaigns.spreadsheets.cells import to_date
from campaigns.spreadsheets.columns import NUMBERS, places_of
from campaigns.spreadsheets.commit import as_it_came, left_standing
from campaigns.spreadsheets.date_order import DATE_ORDER, MONTH
from campaigns.spreadsheets.forms import VERDICTS
from campaigns.spreadsheets.mend import may_be_mended
from campaigns.spreadsheets.mended import cells_in_words, mended_words
from campaigns.spreadsheets.row_details import forgets
from campaigns.spreadsheets.summary import LABELS, summary_of, taken_for
from sextortion_aware.reading.dates import in_words
from sextortion_aware.reading.problems import CannotRead

ROWS_A_PAGE = 50
LONGEST_LINE = 7  # digits of its number
LOOK_AGAIN_SECONDS = 3
REMARKS = "remarks"
SHOWN = ("date", "start", "place", "stages", "officers", "status", *NUMBERS)
AGAIN = {
    Work.CHECKING: "campaigns:import_check",
    Work.WRITING: "campaigns:import_commit",
    Work.UNDOING: "campaigns:import_undo",
}


def seen_batch(member: Membership, pk: int) -> ImportBatch:
    return get_object_or_404(
        ImportBatch.objects.in_campaign(member.campaign).select_related("campaign", "uploaded_by"),
        pk=pk,
    )


@require_safe
@team(may_import)
def import_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    batch = seen_batch(member, pk)
    if batch.work:
        return in_hand(request, batch)
    if batch.state == State.UPLOADED and not batch.trouble:
        return redirect("campaigns:import_columns", batch.pk)
    return render(
        request,
        "campaigns/spreadsheets/detail.html",
        {
            "batch": batch,
            "days": settings.FORGET_IMPORT_ROWS_AFTER.days,
            **verdicts_of(request, batch),
        },
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


def verdicts_of(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    counted = dict(batch.rows.order_by().values_list("verdict").annotate(Count("pk")))
    remarked = batch.rows.filter(verdict=ImportRow.Verdict.READY).exclude(problems=[])
    counted[REMARKS] = remarked.count()
    wanted, why = wanted_verdict(request), wanted_reason(request)
    rows = rows_of(batch, wanted, remarked=remarked)
    rows = rows.exclude(verdict=ImportRow.Verdict.READY).filter(reason=why) if why else rows
    page = Paginator(rows, ROWS_A_PAGE).get_page(page_wanted(request, rows))
    unknown = batch.rows.exclude(unknown_place="").order_by().values("unknown_place").distinct()
    written = batch.sessions.count() if batch.committed_at else 0
    left = left_standing(batch) if batch.state == State.UNDONE else None
    month_first = batch.columns.get(DATE_ORDER) == MONTH  # asked of a column that needs it
    is_in_the_log = batch.state == State.COMMITTED
    return {
        "page": page,
        "rows": [row_words(row, batch, month_first=month_first) for row in page],
        "filters": filters_of(counted, wanted),
        "wanted": wanted,
        "why": LABELS[why] if why else "",
        "query": f"verdict={wanted}&why={why}&" if wanted or why else "",
        "summary": summary_of(batch) if batch.state == State.CHECKED else None,
        "taken": taken_for(batch) if batch.state == State.CHECKED else (),
        "ready": counted.get(ImportRow.Verdict.READY, 0),
        "left_out": sum(
            number
            for verdict, number in counted.items()
            if verdict not in (ImportRow.Verdict.READY, REMARKS)
        )
        - batch.rows.filter(reason=ImportRow.Reason.TOTAL).count(),
        "remarked": counted[REMARKS],
        "unknown": unknown.count(),
        "before": uploaded_before(batch) if batch.state == State.CHECKED else None,
        "undoes": as_it_came(batch).count() if is_in_the_log else 0,
        "stays": left_standing(batch).count() if is_in_the_log else 0,
        "done": f"{written:,} {'session is' if written == 1 else 'sessions are'} in the log.",
        "left": left.select_related("place__area") if left is not None else (),
    }


def wanted_verdict(request: HttpRequest) -> str:
    """Which rows the page is asked for; empty for all of them."""
    wanted = request.GET.get("verdict", "")
    return wanted if wanted in VERDICTS or wanted == REMARKS else ""


def wanted_reason(request: HttpRequest) -> str:
    why = request.GET.get("why", "")
    return why if why in LABELS else ""


def rows_of(
    batch: ImportBatch, wanted: str, *, remarked: QuerySet[ImportRow]
) -> QuerySet[ImportRow]:
    if wanted == REMARKS:
        return remarked
    return batch.rows.filter(verdict=wanted) if wanted else batch.rows.all()


def page_wanted(request: HttpRequest, rows: QuerySet[ImportRow]) -> str | int:
    """Of a line, the page that it stands on."""
    line = request.GET.get("line", "")
    if line.isdecimal() and len(line) <= LONGEST_LINE:
        return rows.filter(line__lt=int(line)).count() // ROWS_A_PAGE + 1
    return request.GET.get("page", "")


def filters_of(counted: dict[str, int], wanted: str) -> list[dict[str, Any]]:
    """The links above the table, each with its number; the remarks stand beside what is ready."""
    ready, *others = ((str(verdict), label) for verdict, (label, _) in VERDICTS.items())
    labels = [ready, (REMARKS, "Ready, with a remark"), *others]
    return [
        {
            "value": value,
            "label": label,
            "number": counted.get(value, 0),
            "is_on": value == wanted,
        }
        for value, label in labels
    ]


def row_words(row: ImportRow, batch: ImportBatch, *, month_first: bool = False) -> dict[str, Any]:
    """The cells that were matched, so that a person knows the row again."""
    places = [place for name in SHOWN for place in places_of(batch.columns, name)]
    cells, days = row.as_mended, places_of(batch.columns, "date")
    words = [
        day_words(cells[place], month_first=month_first) if place in days else cells[place]
        for place in places
        if place < len(cells) and cells[place]
    ]
    label, kind = VERDICTS.get(ImportRow.Verdict(row.verdict), ("Not checked yet", ""))
    return {
        "row": row,
        "words": " · ".join(words) or "Nothing in the matched columns",
        "label": label,
        "kind": kind,
        "answers": [
            (
                reverse(
                    "campaigns:import_answer_row", args=[batch.pk, row.line, row.reason, answer]
                ),
                words,
            )
            for answer, words in answers_for(row, batch).items()
        ],
        "forgets": forgets(row),
        "seen": version_of(cells_in_words(row)),
        "mended": "; ".join(mended_words(row, header=batch.header, columns=batch.columns)),
        "is_to_mend": batch.state == State.CHECKED and may_be_mended(row),
        "corrects": correction_of(row),
        "people": people_words(row.counts),
    }


def day_words(text: str, *, month_first: bool) -> str:
    """Which day it is taken for, before what stands there."""
    try:
        day, _ = to_date(text, month_first=month_first)
    except CannotRead:
        return text
    said = in_words(day)
    return text if text == said else f"{said} ({text})"


def correction_of(row: ImportRow) -> str:
    """Where the session that is in the log is put right. This row's numbers are filled in there
    when they are of the same audiences, and said in any case.
    """
    if row.reason != ImportRow.Reason.OTHER_NUMBER or not row.looks_like_id:
        return ""
    figures = "&".join(f"count_{audience}={count}" for audience, count in row.counts.items())
    return f"{reverse('campaigns:session_correct', args=[row.looks_like_id])}?{figures}"

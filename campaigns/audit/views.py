"""The audit trail: every change by anyone, to read by filter and to take away.

There is no way to change it.
"""

from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import may_see_audit, may_see_sign_ins
from campaigns.access.team import team
from campaigns.audit.filter_form import AuditFilterForm
from campaigns.audit.trail import HEADER, changes_of, fields_of, rows_of, who_did
from campaigns.exports.csv import csv_lines
from campaigns.history.taken import note_taken
from campaigns.models import Change, Membership
from sextortion_aware.forms.queries import chosen, kept_query

A_PAGE = 20


@require_safe
@team(may_see_audit)
def audit(request: HttpRequest, member: Membership) -> HttpResponse:
    form = AuditFilterForm(request.GET, member=member)
    query = kept_query(request)
    context = {
        "form": form,
        "query": query,
        "sees_sign_ins": may_see_sign_ins(member),
    }
    if form.is_valid():
        changes = changes_of(member, form.filters)
        page = Paginator(keys_of(changes), A_PAGE).get_page(request.GET.get("page"))
        shown = changes.filter(pk__in=list(page))
        rows = [
            {"change": change, "who": who_did(change), "fields": fields_of(change)}
            for change in shown
        ]
        context |= {"page": page, "rows": rows, "chosen": chosen(request, form)}
    return render(request, "campaigns/audit/page.html", context)


def keys_of(changes: QuerySet[Change]) -> QuerySet[Change, int]:
    """All that a line names is fetched for one page and not for the thousands before it."""
    return changes.select_related(None).values_list("pk", flat=True)


@require_safe
@team(may_see_audit, fresh=True)
def audit_export(request: HttpRequest, member: Membership) -> HttpResponse:
    """A filter that is wrong is told on the page itself. That it is taken away is a line too, and
    the file is what stood before that line.
    """
    form = AuditFilterForm(request.GET, member=member)
    if not form.is_valid():
        return audit(request)
    changes = changes_of(member, form.filters)
    if request.method == "GET":
        taken = note_taken(
            by=member.user,
            campaign=member.campaign,
            what="the audit trail",
            filters=form.in_words(),
            rows=changes.count(),
        )
        changes = changes.filter(pk__lt=taken.pk)
    lines = csv_lines(HEADER, rows_of(changes))
    name = f"audit-{timezone.localdate().isoformat()}.csv"
    response = StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    return cast("HttpResponse", response)

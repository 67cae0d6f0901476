"""Sessions as a list, and the same list as a file."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import may_add_place, may_read, may_see_stages
from campaigns.access.team import team
from campaigns.exports.csv import csv_lines
from campaigns.history.taken import note_taken
from campaigns.models import Membership, Session, stages_label
from campaigns.models.figure import figure_of
from campaigns.sessions.filter_form import SessionFilterForm
from campaigns.sessions.found import Found, found
from campaigns.sessions.read_views import STATE_KINDS
from sextortion_aware.forms.queries import by_label, chosen, kept_query

A_PAGE, A_CHUNK = 25, 500
HEADER = (
    "Session",
    "Date",
    "Start",
    "Minutes",
    "Place",
    "Town or village",
    "Council area",
    "Online",
    "Kind",
    "Topics",
    "Stages",
    "Officers",
    "State",
)
PEOPLE, MORE = "People", "More people, not known yet"


@require_safe
@team(may_read)
def session_list(request: HttpRequest, member: Membership) -> HttpResponse:
    form = SessionFilterForm(request.GET, member=member)
    query = kept_query(request)
    context = {"form": form, "query": query, "may_add_place": may_add_place(member)}
    if form.is_valid():
        shown, today = _found(form, member), timezone.localdate()
        pages = Paginator(shown.sessions, A_PAGE)
        pages.count = shown.number  # known already
        page = pages.get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "rows": [row_of(session) | closing_of(session, today) for session in page],
            "found": shown,
            "chosen": chosen(request, form),
        }
    return render(request, "campaigns/sessions/list.html", context)


def _found(form: SessionFilterForm, member: Membership) -> Found:
    """Who may not see the figures of one stage reads the sum of its sessions alone."""
    return found(
        member.campaign,
        filters=form.filters,
        states=form.states,
        today=timezone.localdate(),
        stage=form.cleaned_data["stage"] if may_see_stages(member) else "",
    )


def row_of(session: Session) -> dict[str, Any]:
    return {
        "session": session,
        "figure": figure_of(session),
        "kind": STATE_KINDS.get(session.state, ""),
        "topics": ", ".join(topic.name for topic in session.topics.all()),
        "stages": stages_label(session.stages),
        "officers": ", ".join(officer.user.name for officer in session.officers.all()),
    }


def closing_of(session: Session, today: date) -> dict[str, str]:
    return {"closing": session.place.closing(today) if session.place else ""}


@require_safe
@team(may_read, fresh=True)
def session_export(request: HttpRequest, member: Membership) -> HttpResponse:
    """Of the same sessions as the list, all pages of it. A filter that is wrong is told there."""
    form = SessionFilterForm(request.GET, member=member)
    if not form.is_valid():
        return session_list(request)
    taken, said = _found(form, member), by_label(form)
    if request.method == "GET":
        note_taken(
            by=member.user,
            campaign=member.campaign,
            what="sessions",
            filters=said,
            rows=taken.number,
        )
    narrowed = (
        [f"{label}: {words}" for label, words in said.items()] if taken.filters.by_row else []
    )
    people = f"{PEOPLE} ({'; '.join(narrowed)})" if narrowed else PEOPLE
    name = f"sessions-{timezone.localdate().isoformat()}.csv"
    response = StreamingHttpResponse(
        csv_lines([*HEADER, people, MORE], lines_of(taken)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    return cast("HttpResponse", response)


def lines_of(shown: Found) -> Iterator[list[object]]:
    """What is not known is empty, which is not nought. Notes stay here."""
    for session in shown.sessions.iterator(chunk_size=A_CHUNK):
        row, place = row_of(session), session.place
        figure = row["figure"]
        yield [
            session.pk,
            session.held_on,
            f"{session.starts_at:%H:%M}" if session.starts_at else "",
            session.minutes,
            place.name if place else "",
            place.town if place else "",
            place.area.name if place else "",
            "Yes" if session.is_online else "",
            session.get_format_display(),
            row["topics"],
            row["stages"],
            row["officers"],
            session.get_state_display(),
            figure.count if figure else "",
            "Yes" if figure and figure.rows_unknown else "",
        ]

"""Pairs of sessions that look like the same one, and a small POST view for each button: keep one of
them, keep both, undo, join.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_log, may_merge
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, Session
from campaigns.models.figure import figure_of
from campaigns.sessions.likeness import pairs
from campaigns.sessions.putright.join import join_session
from campaigns.sessions.putright.merge import (
    MergeRefused,
    keep_apart,
    merge_sessions,
    undo_merge,
    why_not_keep,
)
from campaigns.sessions.read_views import facts_of
from sextortion_aware.forms.hidden_boxes import whole_number

PAIRS_A_PAGE = 10
LISTS = ("attendances", "officers__user", "topics", "partners")


@require_safe
@team(may_merge)
def duplicate_list(request: HttpRequest, member: Membership) -> HttpResponse:
    page = Paginator(pairs(member.campaign), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    whole = Session.objects.select_related(
        "place__area", "logged_by", "talk_request"
    ).prefetch_related(*LISTS)
    sessions = whole.in_bulk({pk for pair in page for pk in (pair["first"], pair["second"])})
    rows = [pair_row(sessions[pair["first"]], sessions[pair["second"]]) for pair in page]
    return render(
        request,
        "campaigns/sessions/putright/duplicates.html",
        {"page": page, "rows": rows, "total": page.paginator.count},
    )


def pair_row(first: Session, second: Session) -> dict[str, Any]:
    return {
        "first": first,
        "second": second,
        "facts": side_by_side(first, second),
        "not_first": why_not_keep(kept=first, other=second),
        "not_second": why_not_keep(kept=second, other=first),
    }


def side_by_side(first: Session, second: Session) -> list[tuple[str, str, str]]:
    """What either says, in one order; an empty cell where one of them says nothing."""
    one, two = (
        {fact["key"]: fact["value"] for fact in shown_of(session)} for session in (first, second)
    )
    return [(name, one.get(name, "–"), two.get(name, "–")) for name in dict.fromkeys([*one, *two])]


def shown_of(session: Session) -> list[dict[str, str]]:
    logged = (
        f"{session.logged_by.name if session.logged_by else 'The school’s yes'}, "
        f"{timezone.localtime(session.logged_at):%-d %B %Y, %H:%M}"
    )
    return [
        {"key": "People", "value": str(figure_of(session) or session.get_state_display())},
        *(fact for fact in facts_of(session) if fact["key"] != "Place"),
        {"key": "Logged by", "value": logged},
    ]


@require_POST
@team(may_merge)
def duplicate_keep_first(
    request: HttpRequest, member: Membership, first: int, second: int
) -> HttpResponse:
    return merge(
        request, member, kept=first, other=second, seen=("first_version", "second_version")
    )


@require_POST
@team(may_merge)
def duplicate_keep_second(
    request: HttpRequest, member: Membership, first: int, second: int
) -> HttpResponse:
    return merge(
        request, member, kept=second, other=first, seen=("second_version", "first_version")
    )


def merge(
    request: HttpRequest, member: Membership, *, kept: int, other: int, seen: tuple[str, str]
) -> HttpResponse:
    kept_session, other_session = own_session(member, kept), own_session(member, other)
    versions = (whole_number(request, seen[0]) or 0, whole_number(request, seen[1]) or 0)
    try:
        merge_sessions(
            kept=kept_session,
            other=other_session,
            seen=versions,
            today=timezone.localdate(),
            by=member.user,
        )
    except (Conflict, MergeRefused) as problem:
        return not_done(request, problem)
    messages.success(
        request, "Merged: the count of this one stays, and both officers do. You can undo it below."
    )
    return redirect("campaigns:session_detail", pk=kept)


@require_POST
@team(may_merge)
def duplicate_keep_both(
    request: HttpRequest, member: Membership, first: int, second: int
) -> HttpResponse:
    try:
        keep_apart(
            first=own_session(member, first), second=own_session(member, second), by=member.user
        )
    except Conflict as problem:
        return not_done(request, problem)
    messages.success(request, "They stay two sessions, and you are not asked about them again.")
    return redirect("campaigns:duplicate_list")


@require_POST
@team(may_merge)
def session_unmerge(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Of the session that was merged away."""
    try:
        undone = undo_merge(
            other=own_session(member, pk), today=timezone.localdate(), by=member.user
        )
    except (Conflict, MergeRefused) as problem:
        return not_done(request, problem)
    messages.success(request, "The merge is undone. Both sessions are as they were.")
    return redirect("campaigns:session_detail", pk=undone.kept_id)


@require_POST
@team(may_log)
def session_join(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """From the log form, which asked whether it is this one: nothing else is made of what was typed
    there.
    """
    try:
        session = join_session(
            session=own_session(member, pk), officer=member, today=timezone.localdate()
        )
    except MergeRefused as problem:
        messages.error(request, str(problem))
        return redirect("campaigns:session_detail", pk=pk)
    messages.success(request, "You are one of its officers. Nothing else was logged.")
    return redirect("campaigns:session_detail", pk=session.pk)


def own_session(member: Membership, pk: int) -> Session:
    return get_object_or_404(Session.objects.in_campaign(member.campaign), pk=pk)


def not_done(request: HttpRequest, problem: Exception) -> HttpResponse:
    return render(
        request,
        "campaigns/sessions/putright/duplicates_faster.html",
        {"problem": str(problem)},
        status=HTTPStatus.CONFLICT,
    )

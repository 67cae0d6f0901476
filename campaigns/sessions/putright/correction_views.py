"""Corrections that wait: a coordinator looks at each, then confirms or declines; whoever proposed
one can take it back.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_correct, may_log
from campaigns.access.team import team
from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Correction, Membership, Session
from campaigns.sessions.copies import copy_of, from_copy
from campaigns.sessions.putright import correct
from campaigns.sessions.putright.forms import DeclineCorrectionForm
from campaigns.sessions.putright.panel import shown
from campaigns.sessions.putright.undo import what_stands
from campaigns.sessions.putright.undo_views import saved
from campaigns.sessions.putright.views import back_to
from campaigns.sessions.version_field import VersionField
from campaigns.sessions.words import describe, in_words_of

Kind, A_PAGE = Correction.Kind, 20
NOW_THEN = ({"text": "What"}, {"text": "As it is now"}, {"text": "What it would become"})


@require_safe
@team(may_correct)
def correction_list(request: HttpRequest, member: Membership) -> HttpResponse:
    """The oldest first: who waits longest is answered next."""
    waiting = _corrections(member).waiting()
    return render(
        request,
        "campaigns/sessions/putright/correction_list.html",
        {"waiting": [shown(correction, session=correction.session) for correction in waiting]},
    )


@require_safe
@team(may_log)
def correction_mine(request: HttpRequest, member: Membership) -> HttpResponse:
    """What became of what this person proposed: accepted, refused and why, or still waiting."""
    own = (
        Correction.objects.in_campaign(member.campaign)
        .proposed_by(member.user)
        .select_related("session__place__area", "proposed_by", "decided_by")
    )
    page = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "campaigns/sessions/putright/correction_mine.html",
        {
            "page": page,
            "lines": [shown(correction, session=correction.session) for correction in page],
        },
    )


@require_safe
@team(may_correct)
def correction_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return _detail(request, _correction(member, pk), declining=DeclineCorrectionForm())


@require_POST
@team(may_correct)
def correction_confirm(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    correction = _correction(member, pk)
    opened = VersionField().clean(request.POST.get("opened"))
    before = what_stands(correction.session)
    try:
        done = correct.confirm_correction(
            correction=correction,
            opened=opened,
            now=timezone.now(),
            today=timezone.localdate(),
            by=member,
        )
    except ChangedMeanwhile as changed:
        messages.error(request, f"{changed} Look at both, then decide.")
        return redirect("campaigns:correction_detail", pk=correction.pk)
    except ValidationError as problem:
        messages.error(
            request, f"This correction cannot be made any more: {' '.join(problem.messages)}."
        )
        return redirect("campaigns:correction_detail", pk=correction.pk)
    except Conflict as lost:
        return back_to(request, correction.session, str(lost))
    return saved(
        request, member, correction.session, "Correction confirmed", before=before, correction=done
    )


@require_POST
@team(may_correct)
def correction_decline(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    correction = _correction(member, pk)
    form = DeclineCorrectionForm(request.POST)
    if not form.is_valid():
        return _detail(request, correction, declining=form)
    try:
        correct.decline_correction(
            correction=correction, reason=form.cleaned_data["reason"], now=timezone.now(), by=member
        )
    except Conflict as lost:
        return back_to(request, correction.session, str(lost))
    messages.success(request, "Correction not confirmed. The session stays as it is.")
    return redirect("campaigns:correction_list")


@require_POST
@team(may_log)
def correction_withdraw(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """By whoever proposed it; to others it is not there."""
    correction = get_object_or_404(_corrections(member).filter(proposed_by=member.user), pk=pk)
    try:
        correct.withdraw_correction(correction=correction, now=timezone.now(), by=member)
    except Conflict as lost:
        return back_to(request, correction.session, str(lost))
    messages.success(request, "Correction taken back")
    return redirect("campaigns:session_detail", pk=correction.session_id)


def _detail(
    request: HttpRequest, correction: Correction, *, declining: DeclineCorrectionForm
) -> HttpResponse:
    waits = correction.state == Correction.State.PROPOSED
    given = {
        "line": shown(correction, session=correction.session),
        "correction": correction,
        "session": correction.session,
        "declining": declining,
        "waits": waits,
    }
    if waits:
        given |= {
            "columns": NOW_THEN,
            "rows": _now_and_then(correction),
            "refusal": _cannot(correction),
        }
    return render(request, "campaigns/sessions/putright/correction_detail.html", given)


def _now_and_then(correction: Correction) -> list[tuple[str, str, str]]:
    """What would be written if it were confirmed now: its own changes, over what stands."""
    session = correction.session
    if correction.kind != Kind.FIGURES:
        return [
            (name, session.get_state_display(), after)
            for name, (_, after) in correction.fields.items()
        ]
    details, counts = from_copy(copy_of(session) | correction.wanted, campaign=session.campaign)
    now, then = describe(session), in_words_of(details=details, counts=counts)
    return [(name, now[name] or "–", then[name] or "–") for name in now if now[name] != then[name]]


def _cannot(correction: Correction) -> str:
    """Why nobody can confirm it, as the session stands; empty when it can be."""
    session, states = correction.session, Session.State
    needed = states.VOIDED if correction.kind == Kind.RESTORE else states.DELIVERED
    if session.state == needed:
        return ""
    state = session.get_state_display().lower()
    return f"The session is {state} now, so this cannot be confirmed."


def _corrections(member: Membership) -> Any:
    people = Correction.objects.select_related(
        "session__place__area", "session__campaign", "proposed_by", "decided_by"
    )
    return people.in_campaign(member.campaign)


def _correction(member: Membership, pk: int) -> Correction:
    correction: Correction = get_object_or_404(_corrections(member), pk=pk)
    return correction

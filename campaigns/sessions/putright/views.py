"""Putting a session right after its figures have stood: correct, void, restore; and what waits for
a coordinator.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_correct, may_log
from campaigns.access.team import team
from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Correction, Membership, Session
from campaigns.sessions.ask_first import check_edit
from campaigns.sessions.copies import copy_of, from_copy
from campaigns.sessions.putright import correct
from campaigns.sessions.putright.both import both_versions, is_stale, says_it_already
from campaigns.sessions.putright.correct import CorrectionRefused, why_not_correct
from campaigns.sessions.putright.forms import CorrectForm, DeclineCorrectionForm, ReasonForm
from campaigns.sessions.putright.panel import shown
from campaigns.sessions.putright.undo import what_stands
from campaigns.sessions.putright.undo_views import saved
from campaigns.sessions.version_field import VersionField, has_seen
from campaigns.sessions.words import describe, in_words_of

FORM_METHODS = ["GET", "HEAD", "POST"]
Kind = Correction.Kind
PROPOSED = "Your correction waits for a coordinator"
NOW_THEN = ({"text": "What"}, {"text": "As it is now"}, {"text": "What it would become"})


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_correct(
    request: HttpRequest, member: Membership, pk: int, *, asks_for: str = ""
) -> HttpResponse:
    session = _session(member, pk)
    if refusal := _refusal(session, member, Kind.FIGURES):
        return _back_to(request, session, refusal)
    today, both = timezone.localdate(), None
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        member=member,
        today=today,
        session=session,
        asks_for=asks_for,
    )
    check = check_edit(request, form, session=session, member=member, today=today)
    if is_stale(form, session):
        both = both_versions(form, session=session, member=member)
    elif form.is_valid() and not check.waits:
        before = what_stands(session)
        try:
            correction = correct.propose_correction(
                session=session,
                counts=form.counts,
                reason=form.cleaned_data["reason"],
                opened=form.cleaned_data["opened"],
                now=timezone.now(),
                today=today,
                by=member,
                confirmed=check.confirmed,
                **form.details,
            )
        except ValidationError as problem:
            form.add_problems(problem)
        except ChangedMeanwhile as changed:
            both = both_versions(form, session=changed.session, member=member)
        except (CorrectionRefused, Conflict) as lost:
            return _back_to(request, session, str(lost))
        else:
            return saved(
                request,
                member,
                session,
                _said(correction, "Session corrected"),
                before=before,
                correction=correction,
            )
    if both and not both["rows"] and form.is_valid():
        return says_it_already(request, session, both)
    given = {
        "form": form,
        "session": session,
        "both": both,
        "check": check,
        "at_once": may_correct(member),
    }
    return render(request, "campaigns/sessions/putright/correct.html", given)


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_void(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return _end_or_restore(
        request, member, _session(member, pk), kind=Kind.VOID, deed=correct.void_session
    )


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_restore(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return _end_or_restore(
        request, member, _session(member, pk), kind=Kind.RESTORE, deed=correct.restore_session
    )


def _end_or_restore(
    request: HttpRequest,
    member: Membership,
    session: Session,
    *,
    kind: Correction.Kind,
    deed: Callable[..., Correction],
) -> HttpResponse:
    if refusal := _refusal(session, member, kind):
        return _back_to(request, session, refusal)
    form = ReasonForm(request.POST if request.method == "POST" else None, session=session)
    told = ""
    if form.is_valid():
        before, said = what_stands(session), form.cleaned_data
        try:
            correction = deed(
                session=session,
                reason=said["reason"],
                opened=said["opened"],
                now=timezone.now(),
                today=timezone.localdate(),
                by=member,
            )
        except ChangedMeanwhile as changed:
            told, session = str(changed), changed.session
            has_seen(form, session.version)
        except (CorrectionRefused, Conflict) as lost:
            return _back_to(request, session, str(lost))
        else:
            done = (
                "Session voided: it no longer counts"
                if kind == Kind.VOID
                else "Session restored: it counts again"
            )
            return saved(
                request,
                member,
                session,
                _said(correction, done),
                before=before,
                correction=correction,
            )
    facts = [{"key": name, "value": words} for name, words in describe(session).items() if words]
    given = {
        "form": form,
        "session": session,
        "told": told,
        "facts": facts,
        "is_void": kind == Kind.VOID,
        "at_once": may_correct(member),
    }
    return render(request, "campaigns/sessions/putright/void.html", given)


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
@team(may_correct)
def correction_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return _detail(request, _correction(member, pk), declining=DeclineCorrectionForm())


@require_POST
@team(may_correct)
def correction_confirm(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    correction = _correction(member, pk)
    opened, before = (
        VersionField().clean(request.POST.get("opened")),
        what_stands(correction.session),
    )
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
        return _back_to(request, correction.session, str(lost))
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
        return _back_to(request, correction.session, str(lost))
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
        return _back_to(request, correction.session, str(lost))
    messages.success(request, "Correction taken back")
    return redirect("campaigns:session_detail", pk=correction.session_id)


def _detail(
    request: HttpRequest, correction: Correction, *, declining: DeclineCorrectionForm
) -> HttpResponse:
    session = correction.session
    waits = correction.state == Correction.State.PROPOSED
    given = {
        "line": shown(correction, session=session),
        "correction": correction,
        "session": session,
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
    """What is written if it is confirmed now: only what the correction changes,
    over what stands.
    """
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
    """Why it cannot be confirmed by anybody, as the session stands."""
    state, kind = correction.session.state, correction.kind
    fits = (
        state == Session.State.VOIDED if kind == Kind.RESTORE else state == Session.State.DELIVERED
    )
    return (
        ""
        if fits
        else (
            f"The session is {correction.session.get_state_display().lower()} now, so this cannot "
            "be confirmed."
        )
    )


def _said(correction: Correction, done: str) -> str:
    return PROPOSED if correction.state == Correction.State.PROPOSED else done


def _session(member: Membership, pk: int) -> Session:
    return get_object_or_404(
        Session.objects.in_campaign(member.campaign).select_related("campaign", "place__area"),
        pk=pk,
    )


def _corrections(member: Membership) -> Any:
    people = Correction.objects.select_related(
        "session__place__area", "session__campaign", "proposed_by", "decided_by"
    )
    return people.in_campaign(member.campaign)


def _correction(member: Membership, pk: int) -> Correction:
    correction: Correction = get_object_or_404(_corrections(member), pk=pk)
    return correction


def _refusal(session: Session, member: Membership, kind: Correction.Kind) -> str:
    refusal = why_not_correct(session=session, member=member, kind=kind)
    if not refusal and not may_correct(member) and session.corrections.waiting().exists():
        return correct.WAITS_ALREADY
    return refusal


def _back_to(request: HttpRequest, session: Session, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("campaigns:session_detail", pk=session.pk)

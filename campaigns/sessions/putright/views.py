"""Putting a session right after its figures have stood: correct, void, restore."""

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_correct, may_log
from campaigns.access.team import team
from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Audience, Correction, Membership, Session
from campaigns.sessions.ask_first import check_edit
from campaigns.sessions.putright import correct
from campaigns.sessions.putright.both import both_versions, is_stale, says_it_already
from campaigns.sessions.putright.correct import CorrectionRefused, why_not_correct
from campaigns.sessions.putright.forms import CorrectForm, ReasonForm
from campaigns.sessions.putright.undo import what_stands
from campaigns.sessions.putright.undo_views import saved
from campaigns.sessions.questions import Confirmed
from campaigns.sessions.version_field import has_seen
from campaigns.sessions.words import describe, people_words
from sextortion_aware.patterns import compiled

FORM_METHODS = ["GET", "HEAD", "POST"]
Kind = Correction.Kind
COUNT = compiled(r"[0-9]{1,5}")
PROPOSED = "Your correction waits for a coordinator"
DEEDS: dict[Correction.Kind, tuple[Callable[..., Correction], str]] = {
    Kind.VOID: (correct.void_session, "Session voided: it no longer counts"),
    Kind.RESTORE: (correct.restore_session, "Session restored: it counts again"),
}


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_correct(
    request: HttpRequest, member: Membership, pk: int, *, asks_for: str = ""
) -> HttpResponse:
    session = _session(member, pk)
    if refusal := _refusal(session, member, Kind.FIGURES):
        return back_to(request, session, refusal)
    today = timezone.localdate()
    filled = filled_in(request, session)
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        member=member,
        today=today,
        session=session,
        asks_for=asks_for,
        initial=filled,
    )
    check = check_edit(request, form, session=session, member=member, today=today)
    both = None
    if is_stale(form, session):
        both = both_versions(form, session=session, member=member)
    elif form.is_valid() and not check.waits:
        before = what_stands(session)
        try:
            correction = _propose(
                form, session=session, confirmed=check.confirmed, today=today, by=member
            )
        except ValidationError as problem:
            form.add_problems(problem)
        except ChangedMeanwhile as changed:
            both = both_versions(form, session=changed.session, member=member)
        except (CorrectionRefused, Conflict) as lost:
            return back_to(request, session, str(lost))
        else:
            text = _said(correction, "Session corrected")
            return saved(request, member, session, text, before=before, correction=correction)
    if both and not both["rows"] and form.is_valid():
        return says_it_already(request, session, both)
    given = {
        "form": form,
        "session": session,
        "both": both,
        "check": check,
        "at_once": may_correct(member),
        "file_says": file_words(request, filled),
    }
    return render(request, "campaigns/sessions/putright/correct.html", given)


def file_numbers(request: HttpRequest) -> dict[str, int]:
    """Those that a row of a spreadsheet has, by audience; they stand in the address."""
    found = {audience: request.GET.get(f"count_{audience}", "") for audience in Audience.values}
    return {name: int(number) for name, number in found.items() if COUNT.fullmatch(number)}


def filled_in(request: HttpRequest, session: Session) -> dict[str, str]:
    """The numbers of the file for the same audiences: shown, and not saved. What is split by stage
    has no place for one number.
    """
    said = file_numbers(request)
    asked = {(row.audience, row.stage) for row in session.attendances.all()} if said else set()
    is_same = {(audience, "") for audience in said} == asked
    return {f"count_{name}": str(number) for name, number in said.items()} if is_same else {}


def file_words(request: HttpRequest, filled: Mapping[str, str]) -> str:
    """What the spreadsheet has, to be compared or typed in; empty for whoever comes otherwise."""
    if not (said := people_words(file_numbers(request))):
        return ""
    return f"The spreadsheet has {said}. " + (
        "These numbers are filled in below."
        if filled
        else "The session has other audiences, or is split by stage, so nothing is filled in: "
        "type in what is right."
    )


def _propose(
    form: CorrectForm, *, session: Session, confirmed: Confirmed, today: date, by: Membership
) -> Correction:
    return correct.propose_correction(
        session=session,
        counts=form.counts,
        reason=form.cleaned_data["reason"],
        opened=form.cleaned_data["opened"],
        now=timezone.now(),
        today=today,
        by=by,
        confirmed=confirmed,
        **form.details,
    )


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_void(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return _void_or_restore(request, member, _session(member, pk), kind=Kind.VOID)


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_restore(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return _void_or_restore(request, member, _session(member, pk), kind=Kind.RESTORE)


def _void_or_restore(
    request: HttpRequest, member: Membership, session: Session, *, kind: Correction.Kind
) -> HttpResponse:
    if refusal := _refusal(session, member, kind):
        return back_to(request, session, refusal)
    deed, done = DEEDS[kind]
    form = ReasonForm(request.POST if request.method == "POST" else None, session=session)
    told = ""
    if form.is_valid():
        before = what_stands(session)
        try:
            correction = deed(
                session=session,
                reason=form.cleaned_data["reason"],
                opened=form.cleaned_data["opened"],
                now=timezone.now(),
                today=timezone.localdate(),
                by=member,
            )
        except ChangedMeanwhile as changed:
            told, session = str(changed), changed.session
            has_seen(form, session.version)
        except (CorrectionRefused, Conflict) as lost:
            return back_to(request, session, str(lost))
        else:
            text = _said(correction, done)
            return saved(request, member, session, text, before=before, correction=correction)
    given = {
        "form": form,
        "session": session,
        "told": told,
        "facts": [
            {"key": key, "value": value} for key, value in describe(session).items() if value
        ],
        "is_void": kind == Kind.VOID,
        "at_once": may_correct(member),
    }
    return render(request, "campaigns/sessions/putright/void.html", given)


def _said(correction: Correction, done: str) -> str:
    """What was done, or that it waits."""
    return PROPOSED if correction.state == Correction.State.PROPOSED else done


def _session(member: Membership, pk: int) -> Session:
    return get_object_or_404(
        Session.objects.in_campaign(member.campaign).select_related("campaign", "place__area"),
        pk=pk,
    )


def _refusal(session: Session, member: Membership, kind: Correction.Kind) -> str:
    refusal = why_not_correct(session=session, member=member, kind=kind)
    if not refusal and not may_correct(member) and session.corrections.waiting().exists():
        return correct.WAITS_ALREADY
    return refusal


def back_to(request: HttpRequest, session: Session, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("campaigns:session_detail", pk=session.pk)

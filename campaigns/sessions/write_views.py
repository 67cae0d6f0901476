"""Writing sessions: log, count, edit. Calling off is in campaigns/talks/called_off_views.py."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.kept import KEPT
from campaigns.access.permissions import may_keep_programme, may_log
from campaigns.access.team import team
from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Membership, Session
from campaigns.sessions.ask_first import check_count, check_edit, check_log
from campaigns.sessions.count_form import CountForm
from campaigns.sessions.edit import EditRefused, edit_session, may_change_plan, why_not_edit
from campaigns.sessions.forms import DetailsForm, SessionForm
from campaigns.sessions.life import (
    deliver_session,
    fill_in_count,
)
from campaigns.sessions.log import log_once
from campaigns.sessions.log_form import LogForm
from campaigns.sessions.offline.entry import owner_of
from campaigns.sessions.offline.views import may_start_worker
from campaigns.sessions.putright.both import (
    both_versions,
    changed_meanwhile,
    counted_twice,
    is_stale,
    says_it_already,
    typed_counts,
)
from campaigns.sessions.putright.logged_before_views import logged_before
from campaigns.sessions.putright.undo import what_stands
from campaigns.sessions.putright.undo_views import saved
from campaigns.sessions.typed import address_of, forget_typed, keep_typed, opens_typed

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@team(may_log)
@may_start_worker
@opens_typed
def session_log(request: HttpRequest, member: Membership, *, asks_for: str = "") -> HttpResponse:
    """With `asks_for` the form comes back with more of it, here as on the other three pages."""
    today, is_sent = timezone.localdate(), request.method == "POST"
    typed = request.POST if is_sent or KEPT in request.POST else None
    form = LogForm(typed, member=member, today=today, asks_for=asks_for)
    check = check_log(request, form, member=member, today=today)
    waits_for_place = is_sent and not asks_for and form.offers_to_add
    if waits_for_place and (key := keep_typed(request, member, request.POST)):
        return redirect(address_of("campaigns:session_log", key))
    if is_sent and form.is_valid() and not check.waits:
        try:
            session, is_new = log_once(
                campaign=member.campaign,
                client_id=form.cleaned_data["client_id"],
                counts=form.counts,
                today=today,
                by=member.user,
                device_at=None,
                confirmed=check.confirmed,
                **form.details,
            )
        except ValidationError as problem:
            form.add_problems(problem)
        else:
            forget_typed(request)
            told = None if is_new else logged_before(request, member, session, form)
            return told or saved(
                request,
                member,
                session,
                "Session planned" if session.is_planned else "Session logged",
            )
    has_topics = bool(form.fields["topics"].queryset)  # type: ignore[attr-defined]  # a RowsField
    return render(
        request,
        "campaigns/sessions/log.html" if has_topics else "campaigns/setup/no_topics.html",
        {
            "form": form,
            "check": check,
            "owner": owner_of(member),
            "kept": request.POST.get(KEPT, ""),
            "cannot": "No session can be logged yet",
            "keeps_programme": may_keep_programme(member),
        },
    )


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_count(
    request: HttpRequest, member: Membership, pk: int, *, asks_for: str = ""
) -> HttpResponse:
    """Any officer of the campaign may: a colleague may have stood in."""
    sessions = (
        Session.objects.in_campaign(member.campaign)
        .select_related("campaign", "place__area")
        .prefetch_related("talk_request__groups")
    )
    session = get_object_or_404(sessions, pk=pk)
    today = timezone.localdate()
    if session.held_on > today or session.state not in (
        Session.State.PLANNED,
        Session.State.DELIVERED,
    ):
        return back_to(
            request, session, f"This session cannot be counted now.{typed_counts(request, session)}"
        )
    typed = request.POST if request.method == "POST" else None
    form = CountForm(typed, session=session, asks_for=asks_for)
    check = check_count(request, form, session=session, member=member, today=today)
    if form.is_valid() and not check.waits:
        save, before = (
            deliver_session if session.is_planned else fill_in_count,
            what_stands(session),
        )
        told = changed_meanwhile(form, session=session, member=member)
        try:
            save(
                session=session,
                counts=form.counts,
                today=today,
                by=member.user,
                confirmed=check.confirmed,
            )
        except Conflict:
            return counted_twice(request, member, session, form)
        return saved(
            request,
            member,
            session,
            f"Count saved.{told}" if told else "Count saved",
            before=before,
        )
    may_call_off = session.is_planned and may_change_plan(session=session, member=member)
    shown = {"form": form, "session": session, "check": check, "may_call_off": may_call_off}
    shown["owner"] = owner_of(member)
    return render(request, "campaigns/sessions/count.html", shown)


@require_http_methods(FORM_METHODS)
@team(may_log)
def session_edit(
    request: HttpRequest, member: Membership, pk: int, *, asks_for: str = ""
) -> HttpResponse:
    session = get_object_or_404(
        Session.objects.in_campaign(member.campaign).select_related("campaign", "place__area"),
        pk=pk,
    )
    today, now = timezone.localdate(), timezone.now()
    if refusal := why_not_edit(session=session, member=member, now=now):
        return back_to(request, session, refusal)
    typed = request.POST if request.method == "POST" else None
    form = (
        DetailsForm(typed, member=member, today=today, session=session)
        if session.is_planned
        else SessionForm(typed, member=member, today=today, session=session, asks_for=asks_for)
    )
    check, both = check_edit(request, form, session=session, member=member, today=today), None
    if is_stale(form, session):
        both = both_versions(form, session=session, member=member)
    elif form.is_valid() and not check.waits and not asks_for:
        before = what_stands(session)
        try:
            edit_session(
                session=session,
                counts=getattr(form, "counts", ()),
                now=now,
                today=today,
                by=member,
                opened=form.cleaned_data["opened"],
                confirmed=check.confirmed,
                **form.details,
            )
        except ValidationError as problem:
            form.add_problems(problem)
        except ChangedMeanwhile as changed:
            both = both_versions(form, session=changed.session, member=member)
        except (EditRefused, Conflict) as lost:
            return back_to(request, session, str(lost))
        else:
            return saved(request, member, session, "Changes saved", before=before)
    if both and not both["rows"] and form.is_valid():
        return says_it_already(request, session, both)
    return render(
        request,
        "campaigns/sessions/edit.html",
        {"form": form, "session": session, "both": both, "check": check},
    )


def back_to(request: HttpRequest, session: Session, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("campaigns:session_detail", pk=session.pk)

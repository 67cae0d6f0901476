"""The reported incidents, kept by coordinators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.history.opened import version_of
from campaigns.history.record import in_words
from campaigns.models import Membership, ReportedIncidents
from campaigns.programme.incident_form import IncidentForm, SuggestedIncidentsForm
from campaigns.programme.incidents import (
    add_incidents,
    add_suggested_incidents,
    incidents_in_words,
    put_incidents_right,
    remove_incidents,
)
from campaigns.reach.incidents import incidents_beside
from sextortion_aware.forms.told import told_and_kept


@require_safe
@team(may_keep_programme)
def incident_list(request: HttpRequest, member: Membership) -> HttpResponse:
    return list_page(request, member, SuggestedIncidentsForm(campaign=member.campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def incident_add(request: HttpRequest, member: Membership) -> HttpResponse:
    form = form_for(request, member)
    if form.is_valid():
        try:
            add_incidents(campaign=member.campaign, given=form.given, by=member.user)
        except ValidationError:  # somebody entered the same at this moment
            form.say_there_already()
        else:
            messages.success(request, f"Added: {form.given.period}.")
            return redirect("campaigns:incident_list")
    return render(request, "campaigns/programme/incident_edit.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def incident_edit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    row = get_object_or_404(member.campaign.reported_incidents, pk=pk)
    form = form_for(request, member, row)
    if form.is_valid():
        given = form.cleaned_data
        try:
            put_incidents_right(row=row, given=form.given, by=member.user, seen=given["opened"])
        except Conflict as conflict:
            row.refresh_from_db()
            told_and_kept(form, str(conflict), opened=version_of(incidents_in_words(row)))
        except ReportedIncidents.DoesNotExist:
            messages.error(request, "Somebody removed it while you had it open. Nothing was saved.")
            return redirect("campaigns:incident_list")
        except ValidationError:
            form.say_there_already()
        else:
            messages.success(request, f"Saved: {form.given.period}.")
            return redirect("campaigns:incident_list")
    told = {"form": form, "row": row, "now": now_of(row)}
    return render(request, "campaigns/programme/incident_edit.html", told)


@require_POST
@team(may_keep_programme)
def incident_remove(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    if ReportedIncidents.objects.exclude(campaign=member.campaign).filter(pk=pk).exists():
        raise Http404
    remove_incidents(campaign=member.campaign, pk=pk, by=member.user)
    messages.success(request, "Removed. The history keeps what it said.")
    return redirect("campaigns:incident_list")


@require_POST
@team(may_keep_programme)
def incident_add_suggested(request: HttpRequest, member: Membership) -> HttpResponse:
    form, added = SuggestedIncidentsForm(request.POST, campaign=member.campaign), []
    if form.is_valid():
        added = add_suggested_incidents(
            campaign=member.campaign, chosen=form.chosen, by=member.user
        )
    elif form.suggested:
        return list_page(request, member, form)
    if added:
        messages.success(request, f"Added {len(added)} of the suggested periods.")
    else:
        messages.info(request, "Nothing was added: nothing was ticked, or they are there already.")
    return redirect("campaigns:incident_list")


def list_page(
    request: HttpRequest, member: Membership, suggested: SuggestedIncidentsForm
) -> HttpResponse:
    told = {"rows": incidents_beside(member.campaign), "suggested": suggested}
    return render(request, "campaigns/programme/incident_list.html", told)


def form_for(
    request: HttpRequest, member: Membership, row: ReportedIncidents | None = None
) -> IncidentForm:
    data = request.POST if request.method == "POST" else None
    return IncidentForm(data, campaign=member.campaign, today=timezone.localdate(), row=row)


def now_of(row: ReportedIncidents) -> list[tuple[str, str]]:
    return [(name, in_words(said)) for name, said in incidents_in_words(row).items()]

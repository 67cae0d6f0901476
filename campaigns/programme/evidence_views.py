"""The lines of the evidence sheet, kept by coordinators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.history.opened import version_of
from campaigns.history.record import in_words
from campaigns.models import Membership, stages_label
from campaigns.programme.evidence import add_suggested_evidence, evidence_in_words
from campaigns.programme.evidence_form import EvidenceForm, SuggestedEvidenceForm
from sextortion_aware.forms.told import told_and_kept


@require_safe
@team(may_keep_programme)
def evidence_list(request: HttpRequest, member: Membership) -> HttpResponse:
    return list_page(request, member, SuggestedEvidenceForm(campaign=member.campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def evidence_add(request: HttpRequest, member: Membership) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    return edited(request, member, EvidenceForm(data, campaign=member.campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def evidence_edit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    row = get_object_or_404(member.campaign.evidence_rows, pk=pk)
    data = request.POST if request.method == "POST" else None
    return edited(request, member, EvidenceForm(data, campaign=member.campaign, row=row))


@require_POST
@team(may_keep_programme)
def evidence_add_suggested(request: HttpRequest, member: Membership) -> HttpResponse:
    form = SuggestedEvidenceForm(request.POST, campaign=member.campaign)
    if not form.is_valid() and form.choices:
        return list_page(request, member, form)
    added = add_suggested_evidence(
        campaign=member.campaign, chosen=form.cleaned_data["row"], by=member.user
    )
    if added:
        messages.success(request, f"Added {len(added)} of the suggested lines.")
    else:
        messages.info(request, "Nothing was added: nothing was ticked, or they are there already.")
    return redirect("campaigns:evidence_list")


def list_page(
    request: HttpRequest, member: Membership, suggested: SuggestedEvidenceForm
) -> HttpResponse:
    rows = [(row, stages_label(row.stages)) for row in member.campaign.evidence_rows.all()]
    told = {"rows": rows, "suggested": suggested}
    return render(request, "campaigns/programme/evidence_list.html", told)


def edited(request: HttpRequest, member: Membership, form: EvidenceForm) -> HttpResponse:
    if form.is_valid():
        try:
            saved = form.save(by=member.user)
        except Conflict as conflict:
            told_and_kept(form, str(conflict), opened=version_of(now_of(form)))
        except ValidationError:  # somebody entered the same at this moment
            form.say_there_already()
        else:
            messages.success(request, f"“{saved.code}” is saved.")
            return redirect("campaigns:evidence_list")
    now = [(name, in_words(said)) for name, said in now_of(form).items()]
    told = {"form": form, "row": form.row, "now": now if form.non_field_errors() else []}
    return render(request, "campaigns/programme/evidence_edit.html", told)


def now_of(form: EvidenceForm) -> dict[str, object]:
    """What stands now, for whoever came second."""
    if form.row is None:
        return {}
    form.row.refresh_from_db()
    return evidence_in_words(form.row)

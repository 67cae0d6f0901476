"""The talks that are on offer: a public page for each, and the pages on which coordinators keep
them.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access.permissions import may_run_queue
from campaigns.access.team import team
from campaigns.models import Membership, TalkKind, Topic, stages_label
from campaigns.talks.asking.views import the_campaign
from campaigns.talks.kind_form import KindPageForm


@require_safe
def talk_kind(request: HttpRequest, slug: str) -> HttpResponse:
    kind = get_object_or_404(
        TalkKind.objects.select_related("topic").filter(campaign=the_campaign(), is_offered=True),
        slug=slug,
    )
    return render(
        request, "campaigns/talks/kind.html", {"kind": kind, "stages": stages_label(kind.stages)}
    )


@require_safe
@team(may_run_queue)
def kind_list(request: HttpRequest, member: Membership) -> HttpResponse:
    kinds = TalkKind.objects.filter(campaign=member.campaign).select_related("topic")
    return render(request, "campaigns/talks/kind_list.html", {"kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_run_queue)
def kind_add(request: HttpRequest, member: Membership) -> HttpResponse:
    if not Topic.objects.filter(campaign=member.campaign).exists():
        told = {"cannot": "No talk can be put on offer yet", "keeps_programme": True}
        return render(request, "campaigns/setup/no_topics.html", told)
    return edited(
        request,
        KindPageForm(request.POST if request.method == "POST" else None, campaign=member.campaign),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_run_queue)
def kind_edit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """A talk that is no longer offered keeps its row: requests name it."""
    kind = get_object_or_404(TalkKind, campaign=member.campaign, pk=pk)
    return edited(
        request,
        KindPageForm(
            request.POST if request.method == "POST" else None, campaign=member.campaign, kind=kind
        ),
    )


def edited(request: HttpRequest, form: KindPageForm) -> HttpResponse:
    if form.is_valid():
        messages.success(request, f"“{form.save().name}” is saved.")
        return redirect("campaigns:kind_list")
    return render(request, "campaigns/talks/kind_edit.html", {"form": form, "kind": form.kind})

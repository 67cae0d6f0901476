"""The talks that are on offer: a public page for each, and the pages on which coordinators keep
them.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_run_queue
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.history.opened import version_of
from campaigns.history.record import in_words
from campaigns.mail.team_contact import contact_of
from campaigns.models import Membership, TalkKind, Topic
from campaigns.talks.asking.place_forms import how_given
from campaigns.talks.asking.views import the_campaign
from campaigns.talks.kind_deeds import add_suggested_kinds, kind_in_words
from campaigns.talks.kind_form import KindPageForm, SuggestedKindsForm
from sextortion_aware.forms.told import told_and_kept


@require_safe
def talk_kind(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = the_campaign()
    kind = get_object_or_404(
        TalkKind.objects.for_schools().select_related("topic").filter(campaign=campaign),
        slug=slug,
    )
    told = {
        "kind": kind,
        "how_given": how_given(kind).capitalize(),
        "contact": contact_of(campaign),
    }
    return render(request, "campaigns/talks/kind.html", told)


@require_safe
@team(may_run_queue)
def kind_list(request: HttpRequest, member: Membership) -> HttpResponse:
    return list_page(request, member, SuggestedKindsForm(campaign=member.campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_run_queue)
def kind_add(request: HttpRequest, member: Membership) -> HttpResponse:
    if not Topic.objects.filter(campaign=member.campaign, is_offered=True).exists():
        told = {"cannot": "No talk can be put on offer yet", "keeps_programme": True}
        return render(request, "campaigns/setup/no_topics.html", told)
    data = request.POST if request.method == "POST" else None
    return edited(request, member, KindPageForm(data, campaign=member.campaign))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_run_queue)
def kind_edit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """A talk that is no longer offered keeps its row: requests name it."""
    kind = get_object_or_404(TalkKind, campaign=member.campaign, pk=pk)
    data = request.POST if request.method == "POST" else None
    return edited(request, member, KindPageForm(data, campaign=member.campaign, kind=kind))


@require_POST
@team(may_run_queue)
def kind_add_suggested(request: HttpRequest, member: Membership) -> HttpResponse:
    form = SuggestedKindsForm(request.POST, campaign=member.campaign)
    if not form.is_valid() and form.choices:
        return list_page(request, member, form)
    added = add_suggested_kinds(
        campaign=member.campaign, chosen=form.cleaned_data["kind"], by=member.user
    )
    if added.kinds:
        topics = f", with the topic {', '.join(added.topics)}" if added.topics else ""
        messages.success(request, f"Now on offer: {', '.join(added.kinds)}{topics}.")
    else:
        messages.info(request, "Nothing was added: nothing was ticked, or they are there already.")
    return redirect("campaigns:kind_list")


def list_page(
    request: HttpRequest, member: Membership, suggested: SuggestedKindsForm
) -> HttpResponse:
    kinds = TalkKind.objects.filter(campaign=member.campaign).select_related("topic")
    told = {"kinds": kinds, "suggested": suggested}
    return render(request, "campaigns/talks/kind_list.html", told)


def edited(request: HttpRequest, member: Membership, form: KindPageForm) -> HttpResponse:
    if form.is_valid():
        try:
            saved = form.save(by=member.user)
        except Conflict as conflict:
            now = TalkKind.objects.select_related("topic").get(pk=form.kind.pk if form.kind else 0)
            told_and_kept(form, str(conflict), opened=version_of(kind_in_words(now)))
        else:
            messages.success(request, f"“{saved.name}” is saved.")
            return redirect("campaigns:kind_list")
    told = {"form": form, "kind": form.kind, "now": now_of(form)}
    return render(request, "campaigns/talks/kind_edit.html", told)


def now_of(form: KindPageForm) -> dict[str, str]:
    """What stands now, for whoever came second."""
    if form.kind is None or not form.non_field_errors():
        return {}
    now = kind_in_words(TalkKind.objects.select_related("topic").get(pk=form.kind.pk))
    return {name: in_words(value) for name, value in now.items()}

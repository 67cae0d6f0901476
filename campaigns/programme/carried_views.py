from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.history.opened import FASTER, version_of
from campaigns.history.record import in_words
from campaigns.models import Campaign, CarriedFigure, Membership
from campaigns.programme.carried_form import CarriedForm
from campaigns.programme.figures import ABOUT_CARRIED, carried_in_words, set_carried_figure
from campaigns.programme.figures_history import history_of
from campaigns.programme.lanarkshire import is_lanarkshire
from campaigns.reach.reach import reach, with_figure
from sextortion_aware.forms.told import told_and_kept


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def carried_edit(request: HttpRequest, member: Membership) -> HttpResponse:
    """Pressed once it shows what the total becomes; pressed again with the same words it saves."""
    campaign = member.campaign
    figure = CarriedFigure.objects.filter(campaign=campaign).first()
    data = request.POST if request.method == "POST" else None
    form = CarriedForm(data, campaign=campaign, figure=figure, today=timezone.localdate())
    becomes, seen = "", version_of(carried_in_words(figure))
    if data and data.get("opened") != seen:
        told_and_kept(form, FASTER, opened=seen)
    elif form.is_valid():
        if form.is_looked_at() and is_saved(form, member):
            messages.success(request, f"Saved. Reach now says: {total_now(campaign)}.")
            return redirect("campaigns:carried_edit")
        if not form.errors:
            form.show_for_a_look()
            becomes = with_figure(campaign, form.figure).beside_words
        figure = CarriedFigure.objects.filter(campaign=campaign).first()
    told = {
        "form": form,
        "figure": figure,
        "heading": f"{'Check the' if becomes else 'The'} figure from before the log",
        "words": [(name, in_words(said)) for name, said in carried_in_words(figure).items()],
        "is_example": figure is None and data is None and is_lanarkshire(campaign),
        "now": total_now(campaign),
        "becomes": becomes,
        "history": history_of(campaign, about=ABOUT_CARRIED),
    }
    return render(request, "campaigns/programme/carried.html", told)


def is_saved(form: CarriedForm, member: Membership) -> bool:
    """False when somebody was faster: then the form says so, and keeps what was typed."""
    given = form.cleaned_data
    try:
        set_carried_figure(
            campaign=member.campaign,
            value=given["value"],
            qualifier=given["qualifier"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            source=given["source"],
            by=member.user,
            reason=given.get("reason", ""),
            seen=given["opened"],
        )
    except Conflict as conflict:
        now = CarriedFigure.objects.filter(campaign=member.campaign).first()
        told_and_kept(form, str(conflict), opened=version_of(carried_in_words(now)))
        return False
    return True


def total_now(campaign: Campaign) -> str:
    found = reach(campaign, today=timezone.localdate())
    return found.carried.beside_words if found.carried else f"{found.logged:,} logged"

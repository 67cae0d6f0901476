"""The council areas of the campaign, kept by coordinators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.models import Membership
from campaigns.programme.area_form import AreasForm


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def area_edit(request: HttpRequest, member: Membership) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = AreasForm(posted, campaign=member.campaign)
    asks = form.is_valid() and form.asks()
    if form.is_valid() and not asks:
        form.save(by=member.user)
        messages.success(request, "The council areas are saved.")
        return redirect("campaigns:area_edit")
    told = {"form": form.shown_asking() if asks else form, "asks": asks}
    return render(request, "campaigns/programme/areas.html", told)

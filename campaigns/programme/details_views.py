"""What the programme is called and how people reach it, kept by coordinators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.mail.team_contact import contact_of
from campaigns.models import Membership
from campaigns.programme.details_form import TeamDetailsForm


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def team_details(request: HttpRequest, member: Membership) -> HttpResponse:
    campaign = member.campaign
    form = TeamDetailsForm(
        request.POST if request.method == "POST" else None,
        campaign=campaign,
        today=timezone.localdate(),
    )
    if form.is_valid():
        try:
            form.save(by=member.user)
        except ValidationError as problem:  # somebody was quicker
            form.add_error(None, problem)
        else:
            messages.success(request, "Saved. Letters and pages say so from now on.")
            return redirect("campaigns:team_details")
    told = {"form": form, "contact": contact_of(campaign)}
    return render(request, "campaigns/programme/details.html", told)

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.programme.figures_history import history_of
from campaigns.programme.mark_form import MarkForm
from campaigns.programme.marks import ABOUT_MARK, set_mark
from sextortion_aware.forms.told import told_and_kept


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_programme)
def mark_edit(request: HttpRequest, member: Membership) -> HttpResponse:
    campaign = member.campaign
    data = request.POST if request.method == "POST" else None
    form = MarkForm(data, campaign=campaign, today=timezone.localdate())
    if form.is_valid():
        given = form.cleaned_data
        try:
            campaign = set_mark(
                campaign=campaign,
                value=given["value"],
                from_on=given["from_on"],
                seen=given["opened"],
                by=member.user,
                reason=given["reason"],
            )
        except Conflict as conflict:
            campaign.refresh_from_db()
            told_and_kept(form, str(conflict), opened=campaign.mark)
        else:
            messages.success(request, f"The mark is {campaign.mark:,} now.")
            return redirect("campaigns:mark_edit")
    told = {
        "form": form,
        "campaign": campaign,
        "earlier": campaign.earlier_marks.order_by("-until", "-pk"),
        "history": history_of(campaign, about=ABOUT_MARK),
    }
    return render(request, "campaigns/programme/mark.html", told)

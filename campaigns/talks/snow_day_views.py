"""The schools of one council are closed on one day: first the page that shows everything it
touches, then one button.
"""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_run_queue
from campaigns.access.team import team
from campaigns.diaries.book import OfficerIsBusy
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.talks.offers import DateIsPast
from campaigns.talks.snow_day import SnowDay, move_all
from campaigns.talks.snow_day_form import SnowForm
from campaigns.talks.snow_plan import plan_snow_day

CHANGED = "Something has changed since you looked. Nothing was moved. Look again, then press."


@require_safe
@team(may_run_queue)
def snow_day(request: HttpRequest, member: Membership) -> HttpResponse:
    form = SnowForm(request.GET or None, campaign=member.campaign, today=timezone.localdate())
    return page(request, form, planned(form, member) if form.is_valid() else None, "")


@require_POST
@team(may_run_queue)
def snow_day_move(request: HttpRequest, member: Membership) -> HttpResponse:
    """What was looked at is what happens, or nothing."""
    form = SnowForm(request.POST, campaign=member.campaign, today=timezone.localdate())
    if not form.is_valid():
        return page(request, form, None, "")
    snow = planned(form, member)
    if request.POST.get("seen") != snow.seen:
        return page(request, form, snow, CHANGED, status=409)
    try:
        move_all(snow=snow, campaign=member.campaign, by=member.user, now=timezone.now())
    except (Conflict, OfficerIsBusy, DateIsPast, ValidationError):
        return page(request, form, planned(form, member), CHANGED, status=409)
    messages.success(request, f"Done. The schools in {snow.area} are told.")
    return redirect("campaigns:talk_list")


def planned(form: SnowForm, member: Membership) -> SnowDay:
    day: date = form.cleaned_data["day"]
    return plan_snow_day(
        campaign=member.campaign,
        area=form.cleaned_data["area"],
        day=day,
        today=timezone.localdate(),
        now=timezone.now(),
    )


def page(
    request: HttpRequest, form: SnowForm, snow: SnowDay | None, problem: str, *, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "campaigns/talks/snow_day.html",
        {"form": form, "snow": snow, "problem": problem},
        status=status,
    )

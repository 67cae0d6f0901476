"""The councils' school calendars, kept by coordinators: what is on them warns about a date and
never refuses it.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import may_set_up_diaries
from campaigns.access.team import team
from campaigns.models import Membership, SchoolHoliday
from campaigns.models.holidays import SchoolHolidayQuerySet
from campaigns.places.holiday_form import HolidayForm
from campaigns.places.keep_holidays import remove_holiday


@require_safe
@team(may_set_up_diaries)
def holiday_list(request: HttpRequest, member: Membership) -> HttpResponse:
    """What is over is left out, but for the year that it belongs to."""
    rows = holidays_of(member).filter(last_on__year__gte=timezone.localdate().year)
    return render(request, "campaigns/places/holiday_list.html", {"holidays": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_set_up_diaries)
def holiday_add(request: HttpRequest, member: Membership) -> HttpResponse:
    return edited(
        request,
        member,
        HolidayForm(request.POST if request.method == "POST" else None, campaign=member.campaign),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_set_up_diaries)
def holiday_edit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    holiday = get_object_or_404(holidays_of(member), pk=pk)
    return edited(
        request,
        member,
        HolidayForm(
            request.POST if request.method == "POST" else None,
            campaign=member.campaign,
            holiday=holiday,
        ),
    )


@require_POST
@team(may_set_up_diaries)
def holiday_remove(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Pressed twice, the second press finds it gone, which is what was wanted."""
    if holiday := holidays_of(member).filter(pk=pk).first():
        remove_holiday(campaign=member.campaign, holiday=holiday, by=member.user)
    elif SchoolHoliday.objects.filter(pk=pk).exists():
        raise Http404
    messages.success(request, "Removed.")
    return redirect("campaigns:holiday_list")


def edited(request: HttpRequest, member: Membership, form: HolidayForm) -> HttpResponse:
    if form.is_valid():
        try:
            saved = form.save(campaign=member.campaign, by=member.user)
        except SchoolHoliday.DoesNotExist:
            messages.error(request, "Somebody removed it while you had it open. Nothing was saved.")
        else:
            messages.success(request, f"{saved.name} is saved.")
        return redirect("campaigns:holiday_list")
    return render(
        request, "campaigns/places/holiday_edit.html", {"form": form, "holiday": form.holiday}
    )


def holidays_of(member: Membership) -> SchoolHolidayQuerySet:
    return SchoolHoliday.objects.filter(area__in=member.campaign.areas.all()).select_related("area")

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
        HolidayForm(request.POST if request.method == "POST" else None, campaign=member.campaign),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_set_up_diaries)
def holiday_edit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    holiday = get_object_or_404(holidays_of(member), pk=pk)
    return edited(
        request,
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
    if (
        not holidays_of(member).filter(pk=pk).delete()[0]
        and SchoolHoliday.objects.filter(pk=pk).exists()
    ):
        raise Http404
    messages.success(request, "Removed.")
    return redirect("campaigns:holiday_list")


def edited(request: HttpRequest, form: HolidayForm) -> HttpResponse:
    if form.is_valid():
        messages.success(request, f"{form.save().name} is saved.")
        return redirect("campaigns:holiday_list")
    return render(
        request, "campaigns/places/holiday_edit.html", {"form": form, "holiday": form.holiday}
    )


def holidays_of(member: Membership) -> SchoolHolidayQuerySet:
    return SchoolHoliday.objects.filter(area__in=member.campaign.areas.all()).select_related("area")

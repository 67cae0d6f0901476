"""The week of all officers, and the diary of one: hours, leave, court, extra time, home base."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import (
    diaries_kept_by,
    may_keep_diary,
    may_see_week,
    may_set_up_diaries,
)
from campaigns.access.team import team
from campaigns.diaries.forms import BaseForm, HoursForm, TimesForm, TravelForm
from campaigns.diaries.hours import (
    add_times,
    remove_time,
    set_base_and_topics,
    set_hours,
    set_travel_rule,
    use_usual_hours,
)
from campaigns.diaries.week import week_of
from campaigns.models import Membership, OfficerTime

WEEK = timedelta(days=7)
FURTHEST_WEEKS = 110


@require_safe
@team(may_see_week)
def week(request: HttpRequest, member: Membership) -> HttpResponse:
    today = timezone.localdate()
    shown = week_of(
        campaign=member.campaign,
        day=day_from(request, today),
        now=timezone.now(),
        says_why=may_set_up_diaries(member),
    )
    lines = [
        {"officer": officer, "days": [each.officers[number] for each in shown.days]}
        for number, officer in enumerate(shown.officers)
    ]
    told = {
        "week": shown,
        "lines": lines,
        "today": today,
        "before": shown.first - WEEK,
        "after": shown.first + WEEK,
    }
    return render(request, "campaigns/diaries/week.html", told)


@require_safe
@team(may_keep_diary)
def my_diary(request: HttpRequest, member: Membership) -> HttpResponse:
    return redirect("campaigns:diary", member.pk)


@require_safe
@team(may_keep_diary)
def diary(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return diary_page(request, member, kept_officer(member, pk))


@require_POST
@team(may_keep_diary)
def diary_hours(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    form = HoursForm(request.POST, officer=officer)
    if form.is_valid():
        try:
            set_hours(officer=officer, hours=form.hours, by=member.user)
        except ValidationError as problem:
            form.add_error("day_1", problem.messages[0])
        else:
            return done(request, officer, "The usual week is saved.")
    return diary_page(request, member, officer, hours=form)


@require_POST
@team(may_keep_diary)
def diary_usual(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    use_usual_hours(officer=officer, by=member.user)
    return done(request, officer, "The usual week is the campaign’s again.")


@require_POST
@team(may_keep_diary)
def diary_time_add(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    form = TimesForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        spans = [
            (timezone.make_aware(begins), timezone.make_aware(ends)) for begins, ends in form.spans
        ]
        try:
            add_times(
                officer=officer,
                kind=OfficerTime.Kind(form.cleaned_data["kind"]),
                spans=spans,
                by=member.user,
            )
        except ValidationError as problem:
            form.add_error("first_on", problem.messages[0])
        else:
            return done(request, officer, "Saved. What is planned already stays: look at the week.")
    return diary_page(request, member, officer, adding=form)


@require_POST
@team(may_keep_diary)
def diary_time_remove(request: HttpRequest, member: Membership, pk: int, time: int) -> HttpResponse:
    """Pressed twice, the second press finds it gone, which is what was wanted."""
    officer = kept_officer(member, pk)
    for row in officer.times.filter(pk=time):
        remove_time(time=row, by=member.user)
    return done(request, officer, "Removed.")


@require_POST
@team(may_set_up_diaries)
def diary_base(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    form = BaseForm(request.POST, officer=officer, today=timezone.localdate())
    if form.is_valid():
        set_base_and_topics(
            officer=officer,
            base=form.cleaned_data["base"],
            topics=form.cleaned_data["topics"],
            by=member.user,
        )
        return done(request, officer, "Saved.")
    return diary_page(request, member, officer, basing=form)


@require_POST
@team(may_set_up_diaries)
def travel_rule(request: HttpRequest, member: Membership) -> HttpResponse:
    form = TravelForm(request.POST)
    if form.is_valid():
        set_travel_rule(campaign=member.campaign, by=member.user, **form.cleaned_data)
        return done(request, member, "The travel rule is saved, for what is planned from now on.")
    return diary_page(request, member, kept_officer(member, member.pk), travelling=form)


def kept_officer(member: Membership, pk: int) -> Membership:
    return get_object_or_404(
        diaries_kept_by(member).select_related("user", "campaign", "base__area"), pk=pk
    )


def done(request: HttpRequest, officer: Membership, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("campaigns:diary", officer.pk)


def diary_page(
    request: HttpRequest, member: Membership, officer: Membership, **typed: Any
) -> HttpResponse:
    today = timezone.localdate()
    campaign = member.campaign
    sets_up = may_set_up_diaries(member)
    told: dict[str, Any] = {
        "officer": officer,
        "is_own": officer.pk == member.pk,
        "times": officer.times.filter(ends_at__gt=timezone.now()),
        "has_own_hours": officer.hours.exists(),
        "hours": HoursForm(officer=officer),
        "adding": TimesForm(today=today),
        "colleagues": diaries_kept_by(member).exclude(pk=officer.pk).select_related("user")
        if sets_up
        else [],
        "basing": BaseForm(officer=officer, today=today) if sets_up else None,
        "travelling": travelling(campaign.km_an_hour, campaign.least_minutes_between)
        if sets_up
        else None,
    }
    return render(request, "campaigns/diaries/diary.html", told | typed)


def travelling(km_an_hour: int, least_minutes_between: int) -> TravelForm:
    return TravelForm(
        initial={"km_an_hour": km_an_hour, "least_minutes_between": least_minutes_between}
    )


def day_from(request: HttpRequest, today: date) -> date:
    """Anything that is no day within two years shows this week."""
    try:
        day = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return today
    return day if abs(day - today) <= FURTHEST_WEEKS * WEEK else today

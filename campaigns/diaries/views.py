"""The week of all officers, and the diary of one: hours, leave, court, extra time, home base."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.permissions import (
    diaries_kept_by,
    may_keep_diary,
    may_see_week,
    may_set_up_diaries,
)
from campaigns.access.team import team
from campaigns.diaries.forms import (
    WEEKDAYS,
    BaseForm,
    HoursForm,
    TimesForm,
    TravelForm,
    hours_in_words,
)
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
from sextortion_aware.forms.layout import ServiceForm

WEEK = timedelta(days=7)
FURTHEST_WEEKS = 110
looked_at_or_sent = require_http_methods(["GET", "HEAD", "POST"])


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
    officer, sets_up = kept_officer(member, pk), may_set_up_diaries(member)
    others = diaries_kept_by(member).exclude(pk=officer.pk).select_related("user")
    told: dict[str, Any] = {
        "officer": officer,
        "is_own": officer.pk == member.pk,
        "times": officer.times.filter(ends_at__gt=timezone.now()),
        "has_own_hours": officer.hours.exists(),
        "usual": usual_week(officer),
        "set_up": base_and_topics(officer) if sets_up else [],
        "colleagues": others if sets_up else [],
        "campaign": member.campaign,
    }
    return render(request, "campaigns/diaries/diary.html", told)


@looked_at_or_sent
@team(may_keep_diary)
def diary_hours(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    form = HoursForm(sent(request), officer=officer)
    if form.is_valid():
        try:
            set_hours(officer=officer, hours=form.hours, by=member.user)
        except ValidationError as problem:
            form.add_error("day_1", problem.messages[0])
        else:
            return done(request, officer, "The usual week is saved.")
    return form_page(request, officer, form, "The usual week", button="Save the week")


@require_POST
@team(may_keep_diary)
def diary_usual(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    use_usual_hours(officer=officer, by=member.user)
    return done(request, officer, "The usual week is the campaign’s again.")


@looked_at_or_sent
@team(may_keep_diary)
def diary_time_add(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    form = TimesForm(sent(request), today=timezone.localdate())
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
    return form_page(request, officer, form, "Away, or there for more talks", button="Save")


@require_POST
@team(may_keep_diary)
def diary_time_remove(request: HttpRequest, member: Membership, pk: int, time: int) -> HttpResponse:
    """Pressed twice, the second press finds it gone, which is what was wanted."""
    officer = kept_officer(member, pk)
    for row in officer.times.filter(pk=time):
        remove_time(time=row, by=member.user)
    return done(request, officer, "Removed.")


@looked_at_or_sent
@team(may_set_up_diaries)
def diary_base(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    officer = kept_officer(member, pk)
    form = BaseForm(sent(request), officer=officer, today=timezone.localdate())
    if form.is_valid():
        set_base_and_topics(
            officer=officer,
            base=form.cleaned_data["base"],
            topics=form.cleaned_data["topics"],
            by=member.user,
        )
        return done(request, officer, "Saved.")
    return form_page(request, officer, form, "Base and topics", button="Save base and topics")


@looked_at_or_sent
@team(may_set_up_diaries)
def travel_rule(request: HttpRequest, member: Membership) -> HttpResponse:
    stands = {
        name: getattr(member.campaign, name) for name in ("km_an_hour", "least_minutes_between")
    }
    form = TravelForm(sent(request), initial=stands)
    if form.is_valid():
        set_travel_rule(campaign=member.campaign, by=member.user, **form.cleaned_data)
        return done(request, member, "The travel rule is saved, for what is planned from now on.")
    return form_page(
        request, member, form, "The travel rule of the programme", button="Save the travel rule"
    )


def sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def kept_officer(member: Membership, pk: int) -> Membership:
    return get_object_or_404(
        diaries_kept_by(member).select_related("user", "campaign", "base__area"), pk=pk
    )


def done(request: HttpRequest, officer: Membership, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("campaigns:diary", officer.pk)


def form_page(
    request: HttpRequest, officer: Membership, form: ServiceForm, heading: str, *, button: str
) -> HttpResponse:
    """Each form of a diary stands alone: what is typed in it is lost to no other button."""
    told = {"officer": officer, "form": form, "heading": heading, "button": button}
    return render(request, "campaigns/diaries/form.html", told)


def usual_week(officer: Membership) -> list[dict[str, str]]:
    said = hours_in_words(officer)
    return [
        {"key": name, "value": said.get(f"day_{number}") or "No talks"}
        for number, name in WEEKDAYS.items()
    ]


def base_and_topics(officer: Membership) -> list[dict[str, str]]:
    topics = [str(topic) for topic in officer.topics.all()]
    base = officer.base.label if officer.base else "Not set"
    return [
        {"key": "Where the first way of a day begins", "value": base},
        {"key": "Gives talks on", "value": "\n".join(topics) or "All topics"},
    ]


def day_from(request: HttpRequest, today: date) -> date:
    """Anything that is no day within two years shows this week."""
    try:
        day = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return today
    return day if abs(day - today) <= FURTHEST_WEEKS * WEEK else today

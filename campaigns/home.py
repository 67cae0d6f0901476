"""Today: my sessions, what still needs a count, what comes next, what waits in the queue."""

from datetime import date

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.kept import on_today
from campaigns.access.permissions import (
    may_correct,
    may_keep_people,
    may_keep_programme,
    may_log,
    may_read,
    may_run_queue,
    may_see_due,
    talks_seen_by,
)
from campaigns.access.team import team
from campaigns.mail.refused import refused_of_team, to_call
from campaigns.models import Correction, Membership, Session, TalkRequest
from campaigns.models.figure import figure_of
from campaigns.models.sessions import SessionQuerySet
from campaigns.people.team_views import other_campaigns
from campaigns.sessions.offline.entry import owner_of
from campaigns.sessions.offline.views import may_start_worker
from campaigns.sessions.putright.column import LOOKS_BACK, to_look_over
from campaigns.sessions.putright.panel import own_news
from campaigns.setup.missing import missing
from campaigns.talks.heard.lines import lines_on_today
from campaigns.talks.leaving_work import without_officer
from campaigns.talks.waiting import late_first_answers
from sextortion_aware.due import everything

MOST_WAITING = 20
MOST_NEXT = 5
MOST_HEARD = 14


@require_safe
@team(may_read)
@may_start_worker
def home(request: HttpRequest, member: Membership) -> HttpResponse:
    today, logs = timezone.localdate(), may_log(member)
    new_talks = (
        TalkRequest.objects.in_campaign(member.campaign)
        .filter(state=TalkRequest.State.SUBMITTED)
        .count()
        if may_run_queue(member)
        else None
    )
    due = everything() if may_see_due(member) else []
    heard = lines_on_today(member, today=today) if logs else []
    coming = my_sessions(member) if logs else Session.objects.in_campaign(member.campaign)
    return render(
        request,
        "campaigns/home.html",
        {
            "today": today,
            "refused": refused_of_team([member.user.email]),
            "typed": on_today(member.user_id),
            "may_log": logs,
            "owner": owner_of(member),
            "keeps_programme": may_keep_programme(member),
            "missing": missing(member.campaign) if may_keep_programme(member) else [],
            "todays": [(session, figure_of(session)) for session in of_today(member, today=today)]
            if logs
            else [],
            "late_first": late_first_answers(member, today=today)[:MOST_HEARD] if logs else [],
            "heard": heard[:MOST_HEARD],
            "heard_more": max(0, len(heard) - MOST_HEARD),
            "waiting": waiting_for_count(member, today=today) if logs else [],
            "without_figure": without_figure(member, today=today) if logs else [],
            "to_look_over": to_look_over(list(lately_logged(member, today=today))) if logs else [],
            "coming": coming.planned()
            .filter(held_on__gt=today)
            .select_related("place__area")
            .order_by("held_on", "starts_at", "pk")[:MOST_NEXT],
            "new_talks": new_talks,
            "corrections": Correction.objects.in_campaign(member.campaign).waiting().count()
            if may_correct(member)
            else None,
            "my_corrections": own_news(member, now=timezone.now()) if logs else [],
            "to_call": to_call(talks_seen_by(member), now=timezone.now()) if logs else [],
            "without_officer": without_officer(member.campaign) if may_run_queue(member) else [],
            "may_keep_people": may_keep_people(member),
            "member": member,
            "others": other_campaigns(member),
            "late": [one.words(today) for one in due if one.is_late(today)],
            "soon": [one.words(today) for one in due if one.is_soon(today)],
        },
    )


def my_sessions(member: Membership) -> SessionQuerySet:
    return Session.objects.in_campaign(member.campaign).for_officer(member)


def of_today(member: Membership, *, today: date) -> SessionQuerySet:
    """In the order of the day, those already counted too.

    With one of them in hand somebody stands in the corridor.
    """
    held = my_sessions(member).filter(
        held_on=today, state__in=(Session.State.PLANNED, Session.State.DELIVERED)
    )
    return (
        held.select_related("place__area", "talk_request")
        .prefetch_related("attendances")
        .order_by(F("starts_at").asc(nulls_last=True), "pk")
    )


def waiting_for_count(member: Membership, *, today: date) -> SessionQuerySet:
    """Of earlier days; the latest first, for it is remembered best."""
    planned = my_sessions(member).planned().filter(held_on__lt=today)
    return planned.select_related("place__area", "talk_request").order_by(
        "-held_on", "starts_at", "pk"
    )[:MOST_WAITING]


def lately_logged(member: Membership, *, today: date) -> SessionQuerySet:
    """With a count, by whatever way it came."""
    held = my_sessions(member).delivered().filter(held_on__gte=today - LOOKS_BACK)
    return held.select_related("place__area").prefetch_related("attendances__place__area")


def without_figure(member: Membership, *, today: date) -> SessionQuerySet:
    """Held, and who came was not known then; the oldest first, for it is forgotten soonest."""
    held = my_sessions(member).delivered().without_figure().filter(held_on__lt=today)
    return held.select_related("place__area").order_by("held_on", "pk")[:MOST_WAITING]

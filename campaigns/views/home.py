"""Today: what still needs a count, what comes next, what waits in the queue."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import Membership, Session, TalkRequest
from campaigns.models.sessions import SessionQuerySet
from campaigns.permissions import may_log, may_read, may_run_queue
from campaigns.views.access import team

MOST_WAITING = 20
MOST_NEXT = 5


@require_safe
@team(may_read)
def home(request: HttpRequest, member: Membership) -> HttpResponse:
    today, logs = timezone.localdate(), may_log(member)
    new_talks = TalkRequest.objects.in_campaign(member.campaign).filter(state=TalkRequest.State.SUBMITTED).count() if may_run_queue(member) else None
    coming = my_sessions(member) if logs else Session.objects.in_campaign(member.campaign)
    return render(
        request,
        "campaigns/home.html",
        {
            "today": today,
            "may_log": logs,
            "waiting": waiting_for_count(member, today=today) if logs else [],
            "without_figure": without_figure(member) if logs else [],
            "coming": coming.planned().filter(held_on__gt=today).select_related("place__area").order_by("held_on", "starts_at", "pk")[:MOST_NEXT],
            "new_talks": new_talks,
        },
    )


def my_sessions(member: Membership) -> SessionQuerySet:
    return Session.objects.in_campaign(member.campaign).for_officer(member)


def waiting_for_count(member: Membership, *, today: date) -> SessionQuerySet:
    """Today's first: that is the one somebody stands in the corridor with."""
    planned = my_sessions(member).planned().filter(held_on__lte=today)
    return planned.select_related("place__area").order_by("-held_on", "starts_at", "pk")[:MOST_WAITING]


def without_figure(member: Membership) -> SessionQuerySet:
    """Held, and who came was not known then; the oldest first, for it is forgotten soonest."""
    return my_sessions(member).delivered().without_figure().select_related("place__area").order_by("held_on", "pk")[:MOST_WAITING]

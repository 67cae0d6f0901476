"""Calendar files: a school's one talk, an officer's own.

Programs fetch them without signing in, so each address is a secret, and GET changes nothing.
"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_log
from campaigns.access.team import team
from campaigns.diaries.feed import feed_of, make_feed, owner_of_feed, revoke_feed
from campaigns.diaries.feed_entries import talks_for_feed
from campaigns.mail.icalendar import Method, feed_file, school_file
from campaigns.models import Membership
from campaigns.talks.behind_link import find_talk


@require_safe
def talk_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Only a talk that is confirmed: before, there is nothing to put into a calendar, and
    afterwards nothing to do there.
    """
    talk = find_talk(token, today=timezone.localdate())
    if not talk.date_is_set or talk.session is None:
        raise Http404
    return calendar_response(
        school_file(talk.session, reference=talk.reference, method=Method.PUBLISH), name="talk.ics"
    )


@require_safe
def officer_calendar(request: HttpRequest, token: str) -> HttpResponse:
    officer = owner_of_feed(token)
    if officer is None or not may_log(officer):
        raise Http404
    talks = talks_for_feed(officer=officer, now=timezone.now())
    return calendar_response(feed_file(talks, name=f"Talks of {officer}"), name="talks.ics")


@require_safe
@team(may_log)
def feed(request: HttpRequest, member: Membership) -> HttpResponse:
    return render(request, "campaigns/diaries/feed.html", {"feed": feed_of(member)})


@require_POST
@team(may_log)
def feed_make(request: HttpRequest, member: Membership) -> HttpResponse:
    """Answered by the page itself and not by a redirect: the address is shown this once, and would
    have to be kept until then.
    """
    token = make_feed(officer=member, now=timezone.now())
    return render(
        request,
        "campaigns/diaries/feed.html",
        {"feed": feed_of(member), "address": feed_address(token)},
    )


@require_POST
@team(may_log)
def feed_revoke(request: HttpRequest, member: Membership) -> HttpResponse:
    revoke_feed(officer=member, by=member.user, now=timezone.now())
    messages.success(
        request,
        "The address no longer works. Your calendar program will empty its copy when it next asks.",
    )
    return redirect("campaigns:feed")


def feed_address(token: str) -> str:
    return settings.SITE_URL + reverse("campaigns:officer_calendar", args=[token])


def calendar_response(text: str, *, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "X-Robots-Tag": "noindex",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)

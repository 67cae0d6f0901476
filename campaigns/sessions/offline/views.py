"""The session log without a signal: what the phone keeps, and what it sends later.
docs/decisions/0013-offline-log.md
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import may_log
from campaigns.access.team import team
from campaigns.models import Membership, Place
from campaigns.places.nearby import places_to_keep
from campaigns.sessions.log_form import LogForm
from campaigns.sessions.offline.entry import IDS, owner_of
from campaigns.sessions.offline.plan_form import any_count, plans_to_keep
from campaigns.sessions.offline.rules import count_rules, rules_of
from campaigns.sessions.offline.send_views import others_of
from sextortion_aware.headers import LOG_PAGE_POLICY
from sextortion_aware.reading.names import LONGEST_TEXT, compared

WORKER = (
    "offline-store.js",
    "offline-names.js",
    "offline-worker.js",
)  # in one file: a worker may not load another script under our policy

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]


def may_start_worker(view: View[P]) -> View[P]:
    """Only these pages may; advice has no worker, ever."""

    @wraps(view)
    def inner(
        request: HttpRequest, member: Membership, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        response = view(request, member, *args, **kwargs)
        response.headers["Content-Security-Policy"] = LOG_PAGE_POLICY
        return response

    return inner


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Its address decides what it may touch: nothing above /team/.

    For everybody, as the files that it is made of: a browser looks for a newer one when it likes,
    after signing out too, and takes no redirect for an answer.
    """
    parts = [(settings.BASE_DIR / "static/js" / name).read_text() for name in WORKER]
    return HttpResponse(
        "\n".join(parts),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@require_safe
@team(may_log)
@may_start_worker
def offline_page(request: HttpRequest, member: Membership) -> HttpResponse:
    """The log form as the phone keeps it: with this campaign's choices, and nothing of any session
    or school's contact.
    """
    today = timezone.localdate()
    form = LogForm(member=member, today=today, on_phone=True, auto_id=IDS)
    rules = json.dumps(rules_of(form, today=today, now=timezone.now()))
    return render(
        request,
        "campaigns/sessions/offline/page.html",
        {"form": form, "rules": rules, "owner": owner_of(member)},
    )


@require_safe
@team(may_log)
@may_start_worker
def offline_today(request: HttpRequest, member: Membership) -> HttpResponse:
    """Today as the phone keeps it: what an officer counts, with a form for each, and nothing else
    of a session or a school.
    """
    today, anything = timezone.localdate(), any_count(member.campaign)
    rules = json.dumps(count_rules(anything, today=today, now=timezone.now()))
    return render(
        request,
        "campaigns/sessions/offline/today.html",
        {
            "plans": plans_to_keep(member, today=today),
            "anything": anything,
            "schools": anything.draw_schools(),
            "rules": rules,
            "owner": owner_of(member),
        },
    )


@require_safe
@team(may_log)
def offline_places(request: HttpRequest, member: Membership) -> HttpResponse:
    """The worker searches it in place of /team/places/search/."""
    kept = places_to_keep(member=member, today=timezone.localdate())
    return JsonResponse(
        {
            "results": [
                {
                    "id": place.pk,
                    "label": place.label,
                    "kind": place.get_kind_display(),
                    "words": words_of(place),
                }
                for place in kept
            ]
        }
    )


def words_of(place: Place) -> str:
    """Of its own names and of those that it is remembered by."""
    others = {word: None for alias in place.aliases.all() for word in alias.words.split()}
    own = (place.words, place.postcode.lower(), compared(place.area.name))
    return " ".join([*own, *others])[:LONGEST_TEXT]


@require_safe
@team(may_log)
def offline_token(request: HttpRequest, member: Membership) -> HttpResponse:
    """Asked for just before sending: the kept page is too old to hold one, and somebody else may
    have signed in.
    """
    return JsonResponse(
        {"owner": owner_of(member), "token": get_token(request), "others": others_of(member)}
    )

"""The session log without a signal: what the phone keeps, and what it sends later.
docs/decisions/0013-offline-log.md
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_log
from campaigns.access.team import team
from campaigns.models import Membership, Place, Session
from campaigns.places.nearby import places_to_keep
from campaigns.sessions.log import log_once
from campaigns.sessions.log_form import LogForm
from campaigns.sessions.offline.entry import (
    IDS,
    Entry,
    NotAnEntry,
    TooLong,
    form_problems,
    owner_of,
    read_entry,
)
from campaigns.sessions.offline.rules import rules_of
from sextortion_aware.headers import LOG_PAGE_POLICY
from sextortion_aware.reading.names import LONGEST_TEXT, compared

WORKER = (
    "offline-store.js",
    "offline-names.js",
    "offline-worker.js",
)  # in one file: a worker may not load another script under our policy

OF_SOMEBODY_ELSE = (
    "Somebody else wrote this, or you did in another programme. It is sent when they, or you "
    "there, sign in"
)

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
    """Its address decides what it may touch: nothing above /team/log/.

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
    return JsonResponse({"owner": owner_of(member), "token": get_token(request)})


@require_POST
@team(may_log)
def offline_send(request: HttpRequest, member: Membership) -> HttpResponse:
    """One entry, sent as often as it needs; its answer is the receipt."""
    try:
        entry = read_entry(request.body)
    except (RequestDataTooBig, TooLong):
        return refusal("This is too long to be a session", status=413)
    except NotAnEntry:
        return refusal("This could not be read", status=400)
    if entry.owner != owner_of(member):
        return refusal(OF_SOMEBODY_ELSE, status=409)
    return receipt(entry, member=member)


def receipt(entry: Entry, *, member: Membership) -> HttpResponse:
    """A second try is answered before the rules are asked: what was right yesterday may name a
    topic that is gone today.
    """
    if (
        first := Session.objects.in_campaign(member.campaign)
        .filter(client_id=entry.client_id)
        .first()
    ):
        return logged(first, is_new=False)
    today = timezone.localdate()
    form = LogForm(entry.answers, member=member, today=today, auto_id=IDS)
    if form.is_valid():
        try:
            session, is_new = log_once(
                campaign=member.campaign,
                client_id=entry.client_id,
                counts=form.counts,
                today=today,
                by=member.user,
                device_at=entry.device_at,
                **form.details,
            )
        except ValidationError as problem:
            form.add_problems(problem)
        else:
            return logged(session, is_new=is_new)
    return refused(client_id=str(entry.client_id), problems=form_problems(form), status=422)


def logged(session: Session, *, is_new: bool) -> HttpResponse:
    address = reverse("campaigns:session_detail", args=[session.pk])
    said = {
        "client_id": str(session.client_id),
        "session": address,
        "outcome": "logged" if is_new else "already logged",
    }
    return JsonResponse(said, status=201 if is_new else 200)


def refusal(words: str, *, status: int) -> HttpResponse:
    return refused(problems=[{"field": "", "to": "main", "text": words}], status=status)


def refused(*, status: int, **said: Any) -> HttpResponse:
    return JsonResponse(said, status=status)

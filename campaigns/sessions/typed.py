"""What was typed of a session waits in the member's own sign-in while a place is added to the list.

So each page on the way has an address that Back and reload open, and nothing typed is lost. It ends
with the sign-in: whoever comes next to this machine reads none of it.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from campaigns.access.kept import KEPT
from campaigns.access.team import CAMPAIGN
from campaigns.models import Membership

IN_SESSION = "typed_sessions"
MOST, LONGEST, LONGEST_KEY = 5, 50_000, 20
NOT_SENT_WITH_IT = (KEPT, "csrfmiddlewaretoken")
GONE = "What you typed there was sent, or is no longer kept. This is a new form."

View = Callable[..., HttpResponse]


def keep_typed(request: HttpRequest, member: Membership, typed: QueryDict) -> str:
    """Its key: the one that it has, if it waits already. None is given, and the page is drawn at
    once, to what is too long, and in a campaign that the next page would not open in.
    """
    text = typed.copy()
    for name in NOT_SENT_WITH_IT:
        text.pop(name, None)
    packed = text.urlencode()
    elsewhere = member.has_others and request.session.get(CAMPAIGN) != member.campaign_id
    if len(packed) > LONGEST or elsewhere:
        return ""
    kept = request.session.get(IN_SESSION, {})
    key = typed.get(KEPT, "")
    if key not in kept:
        key = secrets.token_urlsafe(8)
    others = [(name, entry) for name, entry in kept.items() if name != key]
    entry = {"campaign": member.campaign_id, "form": packed}
    request.session[IN_SESSION] = dict([*others[1 - MOST :], (key, entry)])
    return key


def typed_of(request: HttpRequest, member: Membership, key: str) -> QueryDict | None:
    """With its key in it, so that the page sends it along."""
    entry = request.session.get(IN_SESSION, {}).get(key[:LONGEST_KEY])
    if not entry or entry["campaign"] != member.campaign_id:
        return None
    typed = QueryDict(entry["form"], mutable=True)
    typed[KEPT] = key
    return typed


def forget_typed(request: HttpRequest) -> None:
    """All that was kept of the session that has just been saved: Back makes another copy."""
    kept = request.session.get(IN_SESSION, {})
    sent = request.POST.get("client_id", "")
    left = {
        name: entry
        for name, entry in kept.items()
        if QueryDict(entry["form"]).get("client_id") != sent
    }
    if len(left) < len(kept):
        request.session[IN_SESSION] = left


def address_of(name: str, key: str, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({KEPT: key, **more})}"


def opens_typed(view: View) -> View:
    """A page that is opened with a key is drawn as if that form had been sent, and writes nothing:
    the view asks for the method.
    """

    @wraps(view)
    def opened(request: HttpRequest, member: Membership, /, **more: Any) -> HttpResponse:
        if request.method == "POST" or KEPT not in request.GET:
            return view(request, member, **more)
        typed = typed_of(request, member, request.GET[KEPT])
        if typed is None:
            messages.info(request, GONE)
            return redirect("campaigns:session_log")
        request.POST = typed  # type: ignore[assignment]
        return view(request, member, **more)

    return opened

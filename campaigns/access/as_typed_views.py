"""After signing in again: the address of a form that waited draws it as it was typed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from campaigns.access.as_typed import as_typed
from campaigns.access.inside import comes_from_elsewhere, step_inside
from campaigns.access.kept import TYPED, forget, is_key_of, keep_sent, keeps_typed, kept_for
from campaigns.access.permissions import may_read
from campaigns.access.team import team, where
from campaigns.models import Membership
from sextortion_aware.views import error_page

FORGOTTEN = "What you typed there is no longer kept, and was not saved."
GONE = "What you typed there was sent, or is no longer kept. This is a new form."
FROM_ELSEWHERE = ("Origin", "Referer")  # how Django's reasons begin

Answer = Callable[[HttpRequest], HttpResponse]


class OpensAsTyped:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Before the view itself, because a button takes no GET."""
        if request.method != "GET" or TYPED not in request.GET or not keeps_typed(view):
            return None
        if not request.user.is_authenticated:
            is_link = comes_from_elsewhere(request)
            return step_inside(request) if is_link else redirect_to_login(where(request))
        if not is_key_of(request.user.pk, request.GET[TYPED]):
            return redirect("campaigns:home")
        kept = kept_for(request)
        if kept is None:
            messages.info(request, GONE)
            return redirect(request.path)
        as_typed(request, kept)
        return None


@require_POST
@team(may_read)
def typed_forget(request: HttpRequest, member: Membership, key: str) -> HttpResponse:
    if not is_key_of(member.user_id, key):
        raise Http404
    forget(member.user_id, key)
    messages.success(request, FORGOTTEN)
    return redirect("campaigns:home")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page of ours whose token is too old waits as others do. What came from elsewhere is never
    kept.
    """
    address = "" if is_from_elsewhere(request, reason) else keep_sent(request, page=where(request))
    if not address:
        return error_page("403_csrf.html", 403)
    if not request.user.is_authenticated:
        return redirect_to_login(address)
    if is_key_of(request.user.pk, QueryDict(urlsplit(address).query).get(TYPED, "")):
        return redirect(address)
    return render(request, "account/somebody_else.html", status=403)


def is_from_elsewhere(request: HttpRequest, reason: str) -> bool:
    said = request.headers.get("Sec-Fetch-Site", "same-origin")
    return said != "same-origin" or reason.startswith(FROM_ELSEWHERE)

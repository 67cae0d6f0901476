"""The second line of every team page: who is asking, in which campaign, and whether they may."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Concatenate, ParamSpec

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campaigns.models import Membership

LONGEST_SIGN_IN_SECONDS = 12 * 60 * 60
LONGEST_IDLE_SECONDS = 30 * 60

P = ParamSpec("P")
MemberView = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def team(may: Callable[[Membership], bool]) -> Callable[[MemberView[P]], View[P]]:
    """The view gets the signed-in person's membership as its second argument; others sign in (302) or are refused (403)."""

    def decorate(view: MemberView[P]) -> View[P]:
        @wraps(view)
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if too_old(request):
                logout(request)
                return redirect("account_login")
            member = Membership.objects.active().select_related("campaign", "user").filter(user_id=request.user.pk).first()
            if member is None or not may(member):
                raise PermissionDenied
            return view(request, member, *args, **kwargs)

        return login_required(inner)

    return decorate


def too_old(request: HttpRequest) -> bool:
    """Ends a sign-in after twelve hours, whatever was done in it, and after half an hour of nothing."""
    began: float = request.session.setdefault("began", time())
    request.session.set_expiry(LONGEST_IDLE_SECONDS)
    return time() - began > LONGEST_SIGN_IN_SECONDS

"""The buttons that lead to the provider, and the one address to which it sends people back."""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import resume_request
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import limits
from campaigns.access.inside import comes_from_elsewhere, step_inside
from campaigns.access.second_factor import is_fresh, is_fresh_enough
from campaigns.access.team import give_again, signed_in
from campaigns.access.too_many import counted
from campaigns.people.sso.arrive_views import arrive
from campaigns.people.sso.links import subject_of, unlink
from campaigns.people.sso.provider import the_provider
from campaigns.people.sso.refusals import NOTED, Purpose, Refused, note, refused_page
from campaigns.people.sso.trip import Trip, come_back, go_out

View = Callable[..., HttpResponse]
UNLINKED = "{name} is taken off your account. From now on you sign in with your password."


def where_set(view: View) -> View:
    """On a site without single sign-on there is nothing at these addresses."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        if settings.OIDC is None:
            raise Http404
        return view(request)

    return inner


def fresh(view: View) -> View:
    """The second factor is asked again unless it was given in the last minutes."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        return view(request) if is_fresh_enough(request) else give_again(request)

    return signed_in(inner)


def account_of(request: HttpRequest) -> str:
    return str(request.user.pk)


by_address = counted("single sign-on from", limits.SINGLE_SIGN_ONS_BY_ADDRESS)
by_account = counted("single sign-on of", limits.CHANGES_BY_ACCOUNT, who=account_of)


@where_set
@require_POST
@by_address
def begin(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return leave(request, Trip(Purpose.SIGN_IN, next_of(request)))


@where_set
@require_POST
@by_address
def join(request: HttpRequest) -> HttpResponse:
    """The invitation waits in the session meanwhile."""
    if request.user.is_authenticated:
        return redirect("invitation_page")
    return leave(request, Trip(Purpose.JOIN, reverse("invitation_page")))


@where_set
@require_POST
@fresh
@by_account
def link(request: HttpRequest) -> HttpResponse:
    return leave(request, Trip(Purpose.LINK, next_of(request), request.user.pk or 0))


@where_set
@require_POST
@fresh
@by_account
def take_off(request: HttpRequest) -> HttpResponse:
    try:
        unlink(user=request.user, now=timezone.now())  # type: ignore[arg-type]  # signed_in
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, UNLINKED.format(name=the_provider().name))
    return redirect(next_of(request) or settings.LOGIN_REDIRECT_URL)


@where_set
@require_POST
@signed_in
@by_account
def again(request: HttpRequest) -> HttpResponse:
    """For a fresh second factor of who has none but the provider's."""
    if not the_provider().asks_second_factor or not subject_of(request.user):  # type: ignore[arg-type]
        raise Http404
    trip = Trip(Purpose.AGAIN, next_of(request), request.user.pk or 0)
    return leave(request, trip, is_asked_anew=True)


def leave(request: HttpRequest, trip: Trip, *, is_asked_anew: bool = False) -> HttpResponse:
    request.session.pop(NOTED, None)
    try:
        return go_out(request, trip, is_asked_anew=is_asked_anew)
    except Refused as refused:
        return note(request, refused)


@where_set
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """The code in the address is good once, and only together with what this session knows."""
    if comes_from_elsewhere(request, unless_told=True):
        response = step_inside(request)
    else:
        try:
            trip, proof = come_back(request)
            response = arrive(request, trip, proof)
        except Refused as refused:
            response = note(request, refused)
    response["Referrer-Policy"] = "no-referrer"
    return response


@where_set
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    return refused_page(request)


@where_set
@require_safe
@signed_in
def resume(request: HttpRequest) -> HttpResponse:
    """What waited for a fresh second factor goes on, at an address without a code in it."""
    answer: HttpResponse | None = resume_request(request) if is_fresh(request.session) else None
    return answer or redirect(settings.LOGIN_REDIRECT_URL)


def next_of(request: HttpRequest) -> str:
    """Within this site, or empty."""
    said = request.POST.get("next", "")
    return said if said and get_adapter().is_safe_url(said) else ""

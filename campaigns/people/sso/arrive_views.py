"""Who has come back from the provider, and what that lets them do."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from campaigns.access.second_factor import note_given
from campaigns.access.team import choose_campaign
from campaigns.history.conflicts import Conflict
from campaigns.models import User
from campaigns.people import invite
from campaigns.people.invitation_views import KEPT
from campaigns.people.sso import links
from campaigns.people.sso.provider import the_provider
from campaigns.people.sso.refusals import Purpose, Reason, Refused
from campaigns.people.sso.tokens import LEEWAY_SECONDS, Proof
from campaigns.people.sso.trip import Trip

LINKED = "Your account is linked. From now on you can sign in with {name}."


def arrive(request: HttpRequest, trip: Trip, proof: Proof) -> HttpResponse:
    if (request.user.pk or 0) != trip.user:  # somebody signed in or out meanwhile
        raise Refused(Reason.LOST, trip.purpose, trip.next)
    try:
        return DEEDS[Purpose(trip.purpose)](request, trip, proof)
    except Refused as refused:
        raise Refused(refused.reason, trip.purpose, trip.next) from None


def sign_in(request: HttpRequest, trip: Trip, proof: Proof) -> HttpResponse:
    user = links.find_linked(proof.subject)
    if user is None:
        raise Refused(Reason.STRANGER)
    if not user.is_active:
        raise Refused(Reason.CLOSED)
    if not user.memberships.filter(ended_at=None).exists():
        raise Refused(Reason.ENDED)
    return come_in(request, user, next_url=trip.next)


def join(request: HttpRequest, trip: Trip, proof: Proof) -> HttpResponse:
    invitation = invite.find_invitation(request.session.get(KEPT, ""))
    if invitation is None:
        return redirect("invitation_page")  # which says why not
    try:
        member = invite.accept_invitation(
            invitation=invitation, password="", subject=proof.subject, now=timezone.now()
        )
    except Conflict:
        return redirect("invitation_page")
    response = come_in(request, member.user, next_url="")
    request.session.pop(KEPT, None)
    choose_campaign(request.session, member.campaign)
    return response


def link(request: HttpRequest, trip: Trip, proof: Proof) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]  # it is who began
    links.link(user=user, subject=proof.subject, now=timezone.now())
    messages.success(request, LINKED.format(name=the_provider().name))
    return redirect(trip.next or settings.LOGIN_REDIRECT_URL)


def again(request: HttpRequest, trip: Trip, proof: Proof) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]  # it is who began
    if links.subject_of(user) != proof.subject:
        raise Refused(Reason.OTHER_PERSON)
    if proof.authenticated_at < trip.began - LEEWAY_SECONDS:
        raise Refused(Reason.NOT_ASKED)
    note_given(request.session)
    return redirect(f"{reverse('sso_resume')}?{urlencode({'next': trip.next})}")


def come_in(request: HttpRequest, user: User, *, next_url: str) -> HttpResponse:
    """Where the provider always asks a second factor, this sign-in has had it; else ours follows,
    as after a password.
    """
    record_authentication(request, user, method="socialaccount", provider=the_provider().issuer)
    if not the_provider().asks_second_factor:
        answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_url))
        return answer
    adapter = get_adapter()
    adapter.login(request, user)
    note_given(request.session)
    response = redirect(next_url or settings.LOGIN_REDIRECT_URL)
    adapter.complete(request, response, user)
    return response


DEEDS = {
    Purpose.SIGN_IN: sign_in,
    Purpose.JOIN: join,
    Purpose.LINK: link,
    Purpose.AGAIN: again,
}

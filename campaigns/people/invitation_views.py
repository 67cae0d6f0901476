"""The page behind an invitation's link.

Opening it changes nothing. The link's secret goes from the address into the sign-in's session at
once, so that no other address and no history has it longer than a step.
"""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import limits
from campaigns.access.inside import comes_from_elsewhere, step_inside
from campaigns.access.team import choose_campaign, memberships_of
from campaigns.access.too_many import counted, too_many
from campaigns.history.conflicts import Conflict
from campaigns.models import Invitation, Membership, User
from campaigns.people.invite import (
    accept_invitation,
    can_sign_in,
    find_invitation,
    invited_user,
    why_dead,
)
from campaigns.people.invite_forms import FirstPasswordForm
from campaigns.people.sign_in.guessing import give_tries_back

KEPT = "invitation"
LOST = (
    "A part of the link was lost on the way, or a newer invitation was sent, which has taken its "
    "place. Look for the newest e-mail."
)
CLOSED = "Your account here is closed."


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    if comes_from_elsewhere(request, unless_told=True):
        return step_inside(request)
    address = limits.address_of(request)
    if limits.wait_for("invitation from", address, limits.INVITATIONS_BY_ADDRESS):
        return too_many(request)
    found = find_invitation(token)
    if found is None or why_dead(found, now=timezone.now()):
        return dead(request, found)
    request.session[KEPT] = token
    return redirect("invitation_page")


@require_http_methods(["GET", "HEAD", "POST"])
@counted("invitation from", limits.INVITATIONS_BY_ADDRESS)
def invitation_page(request: HttpRequest) -> HttpResponse:
    found = find_invitation(request.session.get(KEPT, ""))
    if found is None or why_dead(found, now=timezone.now()):
        return dead(request, found)
    user = invited_user(found)
    if user and not user.is_active:
        return dead(request, found, reason=CLOSED)
    if request.user.is_authenticated:
        return joining(request, found, is_theirs=user is not None and user.pk == request.user.pk)
    if can_sign_in(user):
        return page(request, found, has_account=True)
    return first_password(request, found, user=user)


def joining(request: HttpRequest, found: Invitation, *, is_theirs: bool) -> HttpResponse:
    if is_theirs and request.method == "POST":
        return come_in(request, found, password="")
    return page(request, found, is_theirs=is_theirs, is_other=not is_theirs)


def first_password(request: HttpRequest, found: Invitation, *, user: User | None) -> HttpResponse:
    form = FirstPasswordForm(
        request.POST if request.method == "POST" else None,
        user=user or User(email=found.email, name=found.name),
    )
    if form.is_valid():
        return come_in(request, found, password=form.cleaned_data["password1"])
    return page(request, found, form=form)


def come_in(request: HttpRequest, found: Invitation, *, password: str) -> HttpResponse:
    try:
        member = accept_invitation(invitation=found, password=password, now=timezone.now())
    except Conflict:
        found.refresh_from_db()
        return dead(request, found)
    response = redirect("campaigns:home")
    if password:
        signed_in_now(request, response, member)
    request.session.pop(KEPT, None)
    choose_campaign(request.session, member.campaign)
    return response


def signed_in_now(request: HttpRequest, response: HttpResponse, member: Membership) -> None:
    give_tries_back(request, member.user, device="")
    adapter = get_adapter()
    adapter.login(request, member.user)
    adapter.complete(request, response, member.user)


def page(request: HttpRequest, found: Invitation, **told: object) -> HttpResponse:
    told = {"form": None, "invitation": found} | told
    return render(request, "campaigns/people/invitation.html", told)


def is_in_team(request: HttpRequest, found: Invitation) -> bool:
    if not request.user.is_authenticated:
        return False
    return memberships_of(request.user.pk or 0).filter(campaign=found.campaign_id).exists()


def dead(request: HttpRequest, found: Invitation | None, *, reason: str = "") -> HttpResponse:
    if found and found.accepted_at and is_in_team(request, found):
        return render(request, "campaigns/people/invitation_in.html", {"invitation": found})
    told = {
        "reason": reason or (why_dead(found, now=timezone.now()) if found else "") or LOST,
        "who": found.invited_by if found else None,
        "is_used": found is not None and found.accepted_at is not None,
    }
    return render(request, "campaigns/people/invitation_dead.html", told, status=HTTPStatus.GONE)

"""Who is in the team: invite, invite again, withdraw, change a role, and work in another campaign.

To end a membership, or to lower a role, what the person has to do is handed over first:
campaigns/talks/leaving_views.py.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import limits
from campaigns.access.permissions import may_keep_people, may_read
from campaigns.access.team import choose_campaign, memberships_of, team
from campaigns.access.too_many import LONG_WAIT_SECONDS, too_many
from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, Invitation, Membership
from campaigns.people.invite import invite, invite_again, withdraw_invitation
from campaigns.people.invite_forms import InviteForm, RoleForm
from campaigns.people.listed import people_of
from campaigns.people.memberships import change_role

Role = Membership.Role

# Whoever gets one of these may have work in hand that the role does not do.
IS_LOWERED = {
    Role.VIEWER: (Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR),
    Role.OFFICER: (Role.COORDINATOR, Role.ADMINISTRATOR),
}


@require_safe
@team(may_keep_people)
def people(request: HttpRequest, member: Membership) -> HttpResponse:
    told = {
        "people": people_of(member.campaign, now=timezone.now()),
        "member": member,
        "others": other_campaigns(member),
    }
    return render(request, "campaigns/people/list.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_people, fresh=True)
def person_invite(request: HttpRequest, member: Membership) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None, initial=known(request))
    if form.is_valid():
        if not_so_many(member):
            return too_many(request, LONG_WAIT_SECONDS)
        try:
            sent = invite(
                campaign=member.campaign, by=member.user, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"An invitation goes to {sent.email}.")
            return redirect("campaigns:people")
    return render(request, "campaigns/people/invite.html", {"form": form})


@require_POST
@team(may_keep_people, fresh=True)
def invitation_again(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation, campaign=member.campaign, pk=pk)
    if not_so_many(member):
        return too_many(request, LONG_WAIT_SECONDS)
    try:
        invite_again(invitation=found, by=member.user, now=timezone.now())
    except (Conflict, ValidationError) as problem:
        messages.error(request, words_of(problem))
    else:
        messages.success(
            request, f"A new invitation goes to {found.email}. The link before it is dead."
        )
    return redirect("campaigns:people")


@require_POST
@team(may_keep_people)
def invitation_withdraw(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation, campaign=member.campaign, pk=pk)
    try:
        withdraw_invitation(invitation=found, by=member.user, now=timezone.now())
    except Conflict as problem:
        messages.error(request, words_of(problem))
    else:
        messages.success(request, f"The invitation to {found.name} is withdrawn.")
    return redirect("campaigns:people")


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_people, fresh=True)
def person_role(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    person = member_in(member.campaign, pk)
    if person.ended_at:
        return has_gone(request, person)
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        initial={"role": person.role, "was": person.role},
    )
    if form.is_valid():
        role, was = Role(form.cleaned_data["role"]), form.cleaned_data["was"]
        if person.role == was and was in IS_LOWERED.get(role, ()):
            return redirect("campaigns:member_lower", person.pk, role.value)
        try:
            change_role(member=person, role=role, was=was, by=member.user, now=timezone.now())
        except (Conflict, ValidationError) as problem:
            form.look_again(problem=words_of(problem))
        else:
            messages.success(request, f"{person} is {role.label.lower()} now.")
            return redirect("campaigns:people")
    return render(request, "campaigns/people/role.html", {"form": form, "person": person})


def member_in(campaign: Campaign, pk: int) -> Membership:
    """Also of somebody who has left: two administrators may have them before them."""
    return get_object_or_404(campaign.memberships.select_related("user", "campaign"), pk=pk)


def has_gone(request: HttpRequest, person: Membership) -> HttpResponse:
    messages.info(request, f"{person} is no longer in the team.")
    return redirect("campaigns:people")


@require_POST
@team(may_read)
def switch_campaign(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Never to one that the person is not in."""
    chosen = get_object_or_404(
        memberships_of(member.user_id).select_related("campaign"), campaign_id=pk
    )
    choose_campaign(request.session, chosen.campaign)
    messages.success(request, f"You work in {chosen.campaign} now.")
    return redirect("campaigns:home")


def other_campaigns(member: Membership) -> list[Membership]:
    mine = memberships_of(member.user_id).exclude(pk=member.pk)
    return list(mine.select_related("campaign").order_by("campaign__name", "pk"))


def known(request: HttpRequest) -> dict[str, str]:
    """The link beside somebody who left names them."""
    return {name: request.GET.get(name, "")[:254] for name in ("name", "email")}


def not_so_many(member: Membership) -> bool:
    rules = limits.INVITED_BY_ACCOUNT
    return bool(limits.wait_for("invited by", str(member.user_id), rules))


def words_of(problem: Conflict | ValidationError) -> str:
    found = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
    return " ".join(words if words.endswith(".") else f"{words}." for words in found)

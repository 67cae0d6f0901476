"""A membership ends, by an administrator or by oneself, or a role is lowered: first is shown what
the person has in hand, and who takes it over is asked.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import coordinators_of, may_keep_people, may_read
from campaigns.access.team import memberships_of, team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.people.rules import why_needed
from campaigns.people.team_views import has_gone, member_in
from campaigns.talks.leaving import Undecided, leave
from campaigns.talks.leaving_form import LeavingForm
from campaigns.talks.leaving_work import work_of

Role = Membership.Role

LOWER = (Role.VIEWER, Role.OFFICER)


@dataclass(frozen=True, kw_only=True)
class Leaving:
    member: Membership
    becomes: Role | None
    by: Membership

    @property
    def is_self(self) -> bool:
        return self.member.pk == self.by.pk


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_people, fresh=True)
def member_end(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    person = member_in(member.campaign, pk)
    if person.ended_at:
        return has_gone(request, person)
    return asked(request, Leaving(member=person, becomes=None, by=member))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_people, fresh=True)
def member_lower(request: HttpRequest, member: Membership, pk: int, role: str) -> HttpResponse:
    person = member_in(member.campaign, pk)
    if person.ended_at:
        return has_gone(request, person)
    if request.method == "POST" and role in LOWER and person.role == role:
        messages.info(request, f"{person} is {person.get_role_display().lower()} already.")
        return redirect("campaigns:people")
    if role not in LOWER or person.role == Role.VIEWER or person.role == role:
        raise Http404
    return asked(request, Leaving(member=person, becomes=Role(role), by=member))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_read)
def member_leave(request: HttpRequest, member: Membership) -> HttpResponse:
    """By oneself, whatever the role."""
    return asked(request, Leaving(member=member, becomes=None, by=member))


def asked(request: HttpRequest, leaving: Leaving) -> HttpResponse:
    form = form_of(request, leaving)
    if not form.is_bound or not form.is_valid():
        return page(request, leaving, form)
    try:
        leave(
            member=leaving.member,
            becomes=leaving.becomes,
            was=form.cleaned_data["was"],
            choices=form.choices,
            seen=form.cleaned_data["seen"].split(),
            anyway="anyway" in request.POST,
            by=leaving.by.user,
            now=timezone.now(),
        )
    except Undecided as problem:
        form.add_problems(problem.problems)
        return page(request, leaving, form, may_go_anyway=True)
    except Conflict as problem:
        return changed_meanwhile(request, leaving, problem=str(problem))
    except ValidationError as problem:
        return page(request, leaving, form, problem=" ".join(problem.messages))
    return done(request, leaving)


def changed_meanwhile(request: HttpRequest, leaving: Leaving, *, problem: str) -> HttpResponse:
    """All that was chosen stays chosen, on the page as it is now."""
    leaving.member.refresh_from_db(fields=["role", "ended_at"])
    if leaving.member.ended_at:
        return has_gone(request, leaving.member)
    form = form_of(request, leaving)
    if form.is_valid():
        form.look_again()
    return page(request, leaving, form, problem=problem)


def form_of(request: HttpRequest, leaving: Leaving) -> LeavingForm:
    member = leaving.member
    colleagues = Membership.objects.filter(campaign=member.campaign).presenters()
    return LeavingForm(
        request.POST if request.method == "POST" else None,
        member=member,
        work=work_of(member, becomes=leaving.becomes, now=timezone.now()),
        colleagues=list(colleagues.exclude(pk=member.pk).select_related("user")),
        coordinators=list(coordinators_of(member.campaign).exclude(pk=member.pk)),
    )


def page(
    request: HttpRequest,
    leaving: Leaving,
    form: LeavingForm,
    *,
    problem: str = "",
    may_go_anyway: bool = False,
) -> HttpResponse:
    told = {
        "leaving": leaving,
        "member": leaving.member,
        "form": form,
        "work": form.work,
        "problem": problem,
        "needed": why_needed(leaving.member, becomes=leaving.becomes),
        "may_go_anyway": may_go_anyway,
    }
    return render(request, "campaigns/talks/leaving.html", told)


def done(request: HttpRequest, leaving: Leaving) -> HttpResponse:
    member = leaving.member
    if leaving.becomes:
        messages.success(request, f"{member} is {leaving.becomes.label.lower()} now.")
    elif not leaving.is_self:
        messages.success(request, f"{member} is no longer in the team.")
    elif memberships_of(member.user_id).exists():
        messages.success(request, f"You have left {member.campaign}.")
    else:
        logout(request)
        return redirect("account_signed_out")
    return redirect("campaigns:home" if leaving.is_self else "campaigns:people")

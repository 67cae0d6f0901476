"""A membership ends, by an administrator or by oneself, or a role is lowered: first is shown what
the person has in hand, and who takes it over is asked.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import coordinators_of, may_keep_people, may_read
from campaigns.access.team import memberships_of, team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.people.rules import why_needed
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
@team(may_keep_people)
def member_end(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return asked(request, Leaving(member=person_in(member, pk), becomes=None, by=member))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_keep_people)
def member_lower(request: HttpRequest, member: Membership, pk: int, role: str) -> HttpResponse:
    person = person_in(member, pk)
    if role not in LOWER or person.role == Role.VIEWER or person.role == role:
        raise Http404
    return asked(request, Leaving(member=person, becomes=Role(role), by=member))


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_read)
def member_leave(request: HttpRequest, member: Membership) -> HttpResponse:
    """By oneself, whatever the role."""
    return asked(request, Leaving(member=member, becomes=None, by=member))


def person_in(member: Membership, pk: int) -> Membership:
    theirs = member.campaign.memberships.filter(ended_at=None).select_related("user", "campaign")
    return get_object_or_404(theirs, pk=pk)


def asked(request: HttpRequest, leaving: Leaving) -> HttpResponse:
    form = form_of(request, leaving)
    if not form.is_bound or not form.is_valid():
        return page(request, leaving, form)
    try:
        leave(
            member=leaving.member,
            becomes=leaving.becomes,
            was=leaving.member.role,
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
        return page(request, leaving, form_of(request, leaving, fresh=True), problem=str(problem))
    except ValidationError as problem:
        return page(request, leaving, form, problem=" ".join(problem.messages))
    return done(request, leaving)


def form_of(request: HttpRequest, leaving: Leaving, *, fresh: bool = False) -> LeavingForm:
    member = leaving.member
    colleagues = Membership.objects.filter(campaign=member.campaign).presenters()
    return LeavingForm(
        request.POST if request.method == "POST" and not fresh else None,
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

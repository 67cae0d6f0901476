"""My account, and the buttons that end sign-ins on other devices."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_log, may_read
from campaigns.access.sign_ins import HELD, end_sign_in, end_sign_ins
from campaigns.access.team import memberships_of, team
from campaigns.mail.refused import refused_of_team
from campaigns.models import Change, Membership, SignIn
from campaigns.people.account.hears import HearsForm, choose_how_to_hear
from campaigns.people.account.seen import seen_of
from campaigns.people.sign_in.lines import record_for
from campaigns.people.sso.links import shown_to

ENDED = Change.Kind.SIGN_IN_ENDED


@require_safe
@team(may_read)
def my_account(request: HttpRequest, member: Membership) -> HttpResponse:
    return account_page(request, member, HearsForm(member=member))


def account_page(request: HttpRequest, member: Membership, hears: HearsForm) -> HttpResponse:
    mine = memberships_of(member.user_id).select_related("campaign")
    told = {
        "me": member.user,
        "refused": refused_of_team([member.user.email]),
        "memberships": mine.order_by("campaign__name", "pk"),
        "hears": hears if may_log(member) else None,
        "team": member.campaign,
        "sso": shown_to(member.user),
        "seen": seen_of(member.user, here=request.session.get(HELD), now=timezone.now()),
    }
    return render(request, "campaigns/people/account.html", told)


@require_POST
@team(may_log)
def hears_choose(request: HttpRequest, member: Membership) -> HttpResponse:
    form = HearsForm(request.POST, member=member)
    if not form.is_valid():
        return account_page(request, member, form)
    chosen = form.cleaned_data
    choose_how_to_hear(member=member, near=chosen["hears_near"], rest=chosen["hears_rest"])
    messages.success(request, "Saved how you hear from schools.")
    return redirect("my_account")


@require_POST
@team(may_read)
def sign_in_end(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    if pk == request.session.get(HELD):
        return redirect("account_logout")
    sign_in = get_object_or_404(SignIn, user=member.user, pk=pk)
    if sign_in.ended_at is None:
        with transaction.atomic():
            end_sign_in(sign_in, now=timezone.now())
            told = {"Device": (sign_in.device, "")}
            record_for(member.user, kind=ENDED, by=member.user, fields=told)
    messages.success(request, f"{sign_in.device} is signed out.")
    return redirect("my_account")


@require_POST
@team(may_read)
def sign_ins_end_others(request: HttpRequest, member: Membership) -> HttpResponse:
    with transaction.atomic():
        end_sign_ins(member.user, but=request.session.session_key or "")
        told = {"Device": ("all others", "")}
        record_for(member.user, kind=ENDED, by=member.user, fields=told)
    messages.success(request, "Everywhere but here you are signed out.")
    return redirect("my_account")

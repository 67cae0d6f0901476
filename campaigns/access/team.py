"""The second line of every team page: who is asking, in which campaign, and whether they may."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.reauthentication import suspend_request
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, OuterRef, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from campaigns.access.as_typed import done_or_drawn, is_as_typed, leads_elsewhere
from campaigns.access.inside import comes_from_elsewhere, step_inside
from campaigns.access.kept import FORMS, is_keeping, keep_sent, with_words
from campaigns.access.menu import note_menu
from campaigns.access.second_factor import (
    LOOKING,
    WANTED,
    forget_given,
    has_factor,
    is_fresh_enough,
    was_given,
)
from campaigns.access.sign_ins import note_seen
from campaigns.models import Campaign, Membership
from campaigns.models.people import MembershipQuerySet

LONGEST_SIGN_IN_SECONDS = 12 * 60 * 60
SAVED_EACH_SECONDS = 60
BEGUN_IN, LONGEST_ID = "begun_in", 18
CAMPAIGN = "campaign"  # in the session: the one that a person of several works in

P = ParamSpec("P")
May = Callable[[Membership], bool]
MemberView = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def team(may: May, *, fresh: bool = False) -> Callable[[MemberView[P]], View[P]]:
    """The view gets the signed-in person's membership as its second argument.

    Others sign in (302) or are refused (403). `fresh`: the second factor is asked again unless it
    was given in the last minutes; what was typed waits meanwhile, but for a file.
    """

    def decorate(view: MemberView[P]) -> View[P]:
        @wraps(view)
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member = member_of(request)
            if member is None:
                if not Campaign.objects.exists():  # a site that is being set up
                    return redirect("campaigns:set_up_programme")
                told = {"ended": last_ended(request.user.pk or 0)}
                return render(request, "account/no_team.html", told, status=403)
            if not may(member):
                raise PermissionDenied
            if fresh and not is_fresh_enough(request):
                return give_again(request)
            chosen = request.session.get(CAMPAIGN)
            response = done_or_drawn(request, partial(view, request, member, *args, **kwargs))
            if not member.has_others:
                return with_words(response, request)
            if request.session.get(CAMPAIGN) == chosen and leads_elsewhere(response):
                stay_where_it_was_begun(request, member)
            return with_words(response, request, **{BEGUN_IN: member.campaign_id})

        # tests/campaigns/people/test_ladder.py asks every team page for it.
        inner.may = may  # type: ignore[attr-defined]
        return signed_in(is_keeping(inner))

    return decorate


def member_of(request: HttpRequest) -> Membership | None:
    """In the campaign in which the sent form was begun; else in the one that the person chose, as
    long as they are in it; else in their first.
    """
    mine = memberships_of(request.user.pk or 0).select_related("campaign", "user")
    begun = When(campaign_id=begun_in(request), then=0)
    chosen = When(campaign_id=request.session.get(CAMPAIGN, 0), then=1)
    others = mine.filter(user=OuterRef("user")).exclude(pk=OuterRef("pk"))
    found = mine.annotate(elsewhere=Exists(others)).order_by(Case(begun, chosen, default=2), "pk")
    if member := found.first():
        member.has_others = bool(vars(member)["elsewhere"])
        note_menu(request.session, member)
    return member


def begun_in(request: HttpRequest) -> int:
    """Somebody of several campaigns may have changed to another in a second tab meanwhile. Files
    are read by their own pages, so a form with one is not looked into.
    """
    is_form = request.content_type == FORMS[0] or is_as_typed(request)
    said = request.POST.get(BEGUN_IN, "") if is_form else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_ID else 0


def stay_where_it_was_begun(request: HttpRequest, member: Membership) -> None:
    """The page that a sent form leads to is of its own campaign, and found in no other."""
    if begun_in(request) != member.campaign_id:
        return
    first = memberships_of(member.user_id).order_by("pk").values_list("campaign", flat=True)
    works_in = request.session.get(CAMPAIGN) or first[0]
    if works_in != member.campaign_id:
        choose_campaign(request.session, member.campaign)
        words = f"You work in {member.campaign} again: the form was begun there."
        messages.info(request, words)


def last_ended(user_id: int) -> Membership | None:
    ended = Membership.objects.filter(user_id=user_id, ended_at__isnull=False)
    return ended.select_related("campaign").order_by("-ended_at", "-pk").first()


def memberships_of(user_id: int) -> MembershipQuerySet:
    return Membership.objects.active().filter(user_id=user_id)


def choose_campaign(session: SessionBase, campaign: Campaign) -> None:
    session[CAMPAIGN] = campaign.pk


def signed_in(view: View[P]) -> View[P]:
    """With the password and the second factor: in this sign-in, not in another one."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not was_given(request.session):
            return to_second_factor(request)
        return view(request, *args, **kwargs)

    return password_given(inner)


def password_given(view: View[P]) -> View[P]:
    """For the pages of the second factor itself; all others are for `signed_in`."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return step_inside(request) if comes_from_elsewhere(request) else to_sign_in(request)
        if too_old(request.session):
            logout(request)
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return inner


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """Who has one gives it, and is never asked to set up another one in its place."""
    if has_factor(request.user):
        address = reverse("mfa_reauthenticate")
        return redirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: comes_back_to(request)})}")
    request.session[WANTED] = comes_back_to(request)
    return redirect("mfa_index")


def give_again(request: HttpRequest) -> HttpResponse:
    """What was typed waits in the session, and is carried out once the factor was given."""
    again: HttpResponse = suspend_request(request, reverse("mfa_reauthenticate"))
    return again


def begin(session: SessionBase) -> None:
    """Called as somebody signs in: from now on twelve hours are counted."""
    forget_given(session)
    session["began"] = timezone.now().timestamp()


def too_old(session: SessionBase) -> bool:
    """Ends a sign-in after twelve hours, whatever was done in it.

    Half an hour of nothing ends it too: the session's row dies SESSION_COOKIE_AGE after it was last
    saved, and use saves it once a minute.
    """
    now = timezone.now().timestamp()
    if now - session.get("saved", 0) >= SAVED_EACH_SECONDS:
        session["saved"] = now
        note_seen(session)
    began: float = session.setdefault("began", now)
    return now - began > LONGEST_SIGN_IN_SECONDS


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(comes_back_to(request))


def comes_back_to(request: HttpRequest) -> str:
    """Afterwards the person is where they were, with what they sent meanwhile in its form."""
    page = where(request)
    return keep_sent(request, page=page) or page


def where(request: HttpRequest) -> str:
    """For a button pressed too late that is its page: its own address takes no GET."""
    if request.method in LOOKING or is_as_typed(request):
        return request.get_full_path()
    referer = urlsplit(request.headers.get("Referer", ""))
    return referer.path if referer.netloc == request.get_host() else ""

"""Giving the second factor: at sign-in, and anew where it must be fresh."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.access.second_factor import has_factor, note_given, was_given
from campaigns.access.team import password_given
from campaigns.models import User
from campaigns.people.factors.adapter import why_no_passkeys
from campaigns.people.factors.demo_code import shown_code, wait_for_next
from campaigns.people.factors.forms import CodeForm, PasskeyForm
from campaigns.people.sign_in.complete import note_second_step
from campaigns.people.sso.links import is_linked
from campaigns.people.sso.provider import the_provider

Type = Authenticator.Type
looked_at_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@looked_at_or_sent
@login_stage_required(  # type: ignore[untyped-decorator]  # allauth has no types
    stage=AuthenticateStage.key, redirect_urlname="account_login"
)
def at_sign_in(request: HttpRequest) -> HttpResponse:
    stage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user

    def go_on() -> HttpResponse:
        response: HttpResponse = stage.exit()
        if request.user.is_authenticated:
            note_given(request.session)
        return response

    if "stop" in request.POST:  # or the sign-in page would lead back here
        aborted: HttpResponse = stage.abort()
        return aborted
    if not user.is_active:  # it was closed meanwhile
        return redirect("account_inactive")
    return asked(request, user, go_on) if has_factor(user) else redirect("account_login")


@looked_at_or_sent
@password_given
def again(request: HttpRequest) -> HttpResponse:
    if not has_factor(request.user):
        return by_provider(request)

    user = User.objects.get(pk=request.user.pk or 0)

    def go_on() -> HttpResponse:
        note_given(request.session)
        note_second_step(request, user)
        resumed: HttpResponse | None = resume_request(request)
        return resumed or redirect("campaigns:home")

    return asked(request, user, go_on, is_again=True)


def by_provider(request: HttpRequest) -> HttpResponse:
    """Who has no factor here, because the provider of single sign-on asks one, gives it there."""
    user = User.objects.get(pk=request.user.pk or 0)
    if not (is_linked(user) and the_provider().asks_second_factor and was_given(request.session)):
        return redirect("mfa_index")
    told = {
        "next": get_next_redirect_url(request, REDIRECT_FIELD_NAME) or "",
        "is_kept": is_kept(request),
    }
    return render(request, "account/sso/again.html", told)


def is_kept(request: HttpRequest) -> bool:
    """Something was sent, and waits: looking at a page leaves nothing behind."""
    waits = request.session.get(STATE_SESSION_KEY, {}).get("request")
    next_url = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    return bool(waits and json.loads(waits)["path"] == next_url)


def asked(
    request: HttpRequest,
    user: User,
    go_on: Callable[[], HttpResponse],
    *,
    is_again: bool = False,
) -> HttpResponse:
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    has_app, has_passkey = Type.TOTP in types, Type.WEBAUTHN in types
    sent = request.POST if request.method == "POST" else None
    by_passkey = sent is not None and "credential" in sent
    demo_code = shown_code(user)
    code = CodeForm(
        None if by_passkey else sent,
        request=request,
        user=user,
        again=is_again,
        has_app=has_app,
        initial={"code": demo_code},
    )
    passkey = PasskeyForm(sent if by_passkey else None, user=user, again=is_again)
    form: Any = passkey if by_passkey else code
    if form.is_valid():
        form.save()
        return go_on()
    told = {
        "form": code,
        "passkey_form": passkey,
        "has_app": has_app,
        "has_passkey": has_passkey,
        "why_no_passkeys": why_no_passkeys(),
        "options": json.dumps(begin_authentication(user)) if has_passkey else "",
        "is_again": is_again and was_given(request.session),
        "is_signed_in": is_again,
        "is_kept": is_kept(request),
        "demo_code": demo_code,
        "demo_wait": wait_for_next(user, demo_code),
        "next": get_next_redirect_url(request, REDIRECT_FIELD_NAME) or "",
    }
    response = render(request, "account/second_step/give.html", told)
    if code.wait:
        response.status_code = 429
        response["Retry-After"] = str(code.wait)
    return response

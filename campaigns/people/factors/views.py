"""A person's own second factors: the first one is set up with the password alone."""

import json
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeAlias

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access.second_factor import (
    FACTORS,
    WANTED,
    has_factor,
    is_fresh_enough,
    note_given,
    was_given,
)
from campaigns.access.team import give_again, password_given, signed_in
from campaigns.history.conflicts import Conflict
from campaigns.models import User
from campaigns.people.factors import keep, secret
from campaigns.people.factors.adapter import why_no_passkeys
from campaigns.people.factors.forms import AppForm, NewPasskeyForm
from campaigns.people.sign_in.complete import note_second_step

P = ParamSpec("P")
OwnView = Callable[Concatenate[HttpRequest, User, P], HttpResponse]
Type: TypeAlias = Authenticator.Type
looked_at_or_sent = require_http_methods(["GET", "HEAD", "POST"])


def own(view: OwnView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Whoever has a factor gives it anew before anything is changed; who has none sets one up."""

    @password_given
    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = User.objects.get(pk=request.user.pk or 0)
        if has_factor(user) and not is_fresh_enough(request):
            return give_again(request)
        return view(request, user, *args, **kwargs)

    return inner


@require_safe
@password_given
def index(request: HttpRequest) -> HttpResponse:
    if has_factor(request.user):
        return listed(request)
    told = {"why_no_passkeys": why_no_passkeys()}
    return render(request, "account/second_step/choose.html", told)


@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    mine = Authenticator.objects.filter(user=request.user.pk or 0).order_by("pk")
    codes = mine.filter(type=Type.RECOVERY_CODES).first()
    told = {
        "app": mine.filter(type=Type.TOTP).first(),
        "passkeys": mine.filter(type=Type.WEBAUTHN),
        "is_only_one": mine.filter(type__in=FACTORS).count() == 1,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "are_kept": codes is not None and codes.wrap().did_view,
        "why_no_passkeys": why_no_passkeys(),
    }
    return render(request, "account/second_step/list.html", told)


@looked_at_or_sent
@own
def app(request: HttpRequest, user: User) -> HttpResponse:
    key = secret.pending_key(request.session)
    sent = request.POST if request.method == "POST" else None
    form = AppForm(sent, request=request, user=user, key=key)
    if form.is_valid():
        secret.forget_pending_key(request.session)
        is_first = not was_given(request.session)
        return added(request, user, partial(keep.add_app, by=user, key=key, is_first=is_first))
    told = {
        "form": form,
        "qr_code": secret.qr_code(user, key),
        "key": secret.in_groups(key),
        "has_factor": has_factor(user),
    }
    response = render(request, "account/second_step/app.html", told)
    if form.wait:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(form.wait)
    return response


@looked_at_or_sent
@own
def passkey(request: HttpRequest, user: User) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = NewPasskeyForm(sent, user=user)
    if form.is_valid():
        is_first = not was_given(request.session)
        what = {name: form.cleaned_data[name] for name in ("name", "credential")}
        add = partial(keep.add_passkey, by=user, is_first=is_first, **what)
        return added(request, user, add, Type.WEBAUTHN)
    told = {
        "form": form,
        "options": json.dumps(begin_registration(user, passwordless=False)),
        "why_no_passkeys": why_no_passkeys(),
        "has_factor": has_factor(user),
    }
    return render(request, "account/second_step/passkey.html", told)


def added(
    request: HttpRequest, user: User, add: Callable[[], bool], type_: Type = Type.TOTP
) -> HttpResponse:
    """Setting a factor up is giving it."""
    try:
        has_new_codes = add()
    except Conflict as conflict:
        messages.warning(request, str(conflict))
        return redirect("mfa_index")
    record_authentication(request, user, method="mfa", type=type_)
    note_given(request.session)
    note_second_step(request, user)
    if has_new_codes:
        return redirect("mfa_view_recovery_codes")
    messages.success(request, "Your second step was changed.")
    return redirect("mfa_index")


@looked_at_or_sent
@own
def codes(request: HttpRequest, user: User) -> HttpResponse:
    """Shown until the person says that they have kept them, and then never again."""
    found = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    if found is None or found.wrap().did_view:
        return redirect("mfa_index")
    if request.method == "POST":
        found.wrap().mark_as_viewed()
        return redirect(request.session.pop(WANTED, "") or "mfa_index")
    told = {"codes": [secret.in_groups(code) for code in found.wrap().get_unused_codes()]}
    return render(request, "account/second_step/codes.html", told)


@require_POST
@own
def new_codes(request: HttpRequest, user: User) -> HttpResponse:
    if has_factor(user):
        keep.make_new_codes(by=user)
    return redirect("mfa_view_recovery_codes")


@looked_at_or_sent
@own
def remove(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    mine = Authenticator.objects.filter(user=user, type__in=FACTORS)
    factor = get_object_or_404(mine, pk=pk)
    if request.method != "POST":
        told = {"factor": keep.in_words(factor), "is_only_one": mine.count() == 1}
        return render(request, "account/second_step/remove.html", told)
    try:
        keep.remove_factor(by=user, factor=factor)
        messages.success(request, f"Removed: {keep.in_words(factor)}.")
    except Conflict as conflict:
        messages.warning(request, str(conflict))
    return redirect("mfa_index")

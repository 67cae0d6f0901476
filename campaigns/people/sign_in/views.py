"""allauth's pages, with the answers that it does not give itself."""

from typing import Any

from allauth.account import views as allauth_views
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from campaigns.access import limits
from campaigns.access.inside import comes_from_elsewhere, step_inside
from campaigns.access.sign_ins import note_seen
from campaigns.access.too_many import LONG_WAIT_SECONDS, WAIT_SECONDS, too_many
from campaigns.people.sign_in.device import known_device, remember_device
from campaigns.people.sign_in.guessing import give_tries_back


def account_of(request: HttpRequest) -> str:
    return str(request.user.pk)


class SignIn(allauth_views.LoginView):  # type: ignore[misc]  # allauth has no types
    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):
            response.status_code = 429
            response["Retry-After"] = str(WAIT_SECONDS)
        return response


class AskForLink(allauth_views.PasswordResetView):  # type: ignore[misc]  # allauth has no types
    def form_valid(self, form: Any) -> HttpResponse:
        address = limits.address_of(self.request)
        email = form.cleaned_data["email"].lower()
        wait = limits.wait_for("link from", address, limits.LINKS_BY_ADDRESS)
        if wait or limits.wait_for("link for", email, limits.LINKS_BY_ACCOUNT):
            return too_many(self.request, LONG_WAIT_SECONDS)
        response: HttpResponse = super().form_valid(form)
        return response


class NewPassword(allauth_views.PasswordResetFromKeyView):  # type: ignore[misc]  # no types
    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponse:
        if key != self.reset_url_key and comes_from_elsewhere(request, unless_told=True):
            return step_inside(request)
        response: HttpResponse = super().dispatch(request, uidb36, key, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.reset_user
        device = known_device(self.request, user.email)
        give_tries_back(self.request, user, device=device)
        response: HttpResponse = super().form_valid(form)
        if device:
            remember_device(self.request, response, user)
        return response


class ChangePassword(allauth_views.PasswordChangeView):  # type: ignore[misc]  # no types
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who signs in by the provider alone has none to change: the mailed link sets one."""
        if not self.request.user.has_usable_password():
            return redirect("account_reset_password")
        response: HttpResponse = super().dispatch(*args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """The device that it is changed on stays known, and this sign-in lives under a new key."""
        user = self.request.user
        device = known_device(self.request, user.email)
        response: HttpResponse = super().form_valid(form)
        note_seen(self.request.session)
        if device:
            remember_device(self.request, response, user)
        return response


class SignOut(allauth_views.LogoutView):  # type: ignore[misc]  # allauth has no types
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The next person with this phone finds nothing: neither what waits for a signal nor a page
        of before. What somebody else wrote on it waits for them, and is shown to nobody else.
        """
        response: HttpResponse = super().post(*args, **kwargs)
        keeps = "others_wait" in self.request.POST
        response.headers["Clear-Site-Data"] = '"cache"' if keeps else '"cache", "storage"'
        return response


@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "account/signed_out.html")

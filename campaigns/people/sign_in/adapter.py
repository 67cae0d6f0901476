"""What django-allauth does differently here, and what it says."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from campaigns.access import limits
from campaigns.access.sign_ins import end_sign_ins, note_signed_out
from campaigns.access.team import begin
from campaigns.mail.write import write_mail
from campaigns.models import Change, User
from campaigns.people.letters import password_changed_letter
from campaigns.people.sign_in.complete import note_sign_in
from campaigns.people.sign_in.device import known_device, remember_device
from campaigns.people.sign_in.guessing import counts_of, hold_turns, release_turns, settle_turns
from campaigns.people.sign_in.lines import record_for
from campaigns.people.sign_in.wrong_tries import note_wrong_try

# The same words for a wrong password and for an address that nobody has.
NOT_RIGHT = "The e-mail address or the password is not right. Check both and try again"
TOO_MANY_TRIES = (
    "There were too many wrong tries. Wait 5 minutes, then try again. Or set a new password by "
    "e-mail: then you need not wait"
)
PASSWORD_WORDS = {
    "password_too_short": "Use at least 15 characters",
    "password_too_similar": "Use a password that is not like your name or your e-mail address",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NOT_RIGHT,
        "too_many_login_attempts": TOO_MANY_TRIES,
        "enter_current_password": "This is not your current password. Enter it again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: allauth's JSON answers skip what keeps a reset link's key out of view."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """After signing in, a person goes on within this site."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A try is counted before its password is looked at, or many at once all would be."""
        email = str(credentials.get("email", ""))
        self._device = known_device(request, email)
        counts = counts_of(email, device=self._device, address=limits.address_of(request))
        self._held = hold_turns(counts)
        if not self._held:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth calls it when the password was right."""
        release_turns(self._held)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        settle_turns(self._held)
        note_wrong_try(str(credentials.get("email", "")), is_known_device=bool(self._device))

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            super().clean_password(password, user)
        except ValidationError as refused:
            first = refused.error_list[:1]
            words = [PASSWORD_WORDS.get(error.code or "", error.message) for error in first]
            raise ValidationError(words) from None
        return password

    def login(self, request: HttpRequest, user: User) -> None:
        self._is_first = user.last_login is None
        super().login(request, user)
        begin(request.session)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        self.complete(request, response, user)
        return response

    def complete(self, request: HttpRequest, response: HttpResponse, user: User) -> None:
        """After `login`, with all that was asked for."""
        note_sign_in(request, user, is_first=self._is_first)
        remember_device(request, response, user)

    def logout(self, request: HttpRequest) -> None:
        note_signed_out(request.session)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            record_for(user, kind=Change.Kind.PASSWORD_SET, by=user)
            end_sign_ins(user, but=self.request.session.session_key or "")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """allauth calls it after each change of a password.

        Its own mail would tell an address and a browser, which we do not keep.
        """
        with transaction.atomic():
            write_mail(password_changed_letter(user))

"""What django-allauth does differently here, and what it says."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from campaigns.access import limits
from campaigns.access.team import begin
from campaigns.mail.write import write_mail
from campaigns.models import User
from campaigns.people.letters import password_changed_letter

# The same words for a wrong password and for an address that nobody has.
NOT_RIGHT = "The e-mail address or the password is not right. Check both and try again"
TOO_MANY_TRIES = "There were too many wrong tries. Wait 5 minutes, then try again"
PASSWORD_WORDS = {
    "password_too_short": "Use at least 15 characters",
    "password_too_common": "Too many people use this password. Make one of your own",
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
        self._counted = tries(request, str(credentials.get("email", "")))
        if any(limits.wait_for(*counted) for counted in self._counted):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth calls it when the password was right."""
        for counted in self._counted:
            limits.give_back(*counted)

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            super().clean_password(password, user)
        except ValidationError as refused:
            first = refused.error_list[:1]
            words = [PASSWORD_WORDS.get(error.code or "", error.message) for error in first]
            raise ValidationError(words) from None
        return password

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        begin(request.session)

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

    def give_tries_back(self, request: HttpRequest, user: User) -> None:
        """Who proved by a link that the address is theirs need not wait for others' wrong tries."""
        for counted in tries(request, user.email):
            limits.give_all_back(*counted)


def tries(request: HttpRequest, email: str) -> list[tuple[str, str, limits.Rules]]:
    """What a wrong try counts towards. No port or made-up Host header brings more of them."""
    return [
        ("wrong from", limits.address_of(request), limits.WRONG_BY_ADDRESS),
        ("wrong for", email.lower(), limits.WRONG_BY_ACCOUNT),
    ]

"""The forms of signing in and of passwords: allauth's checks with our words.

Passwords may be pasted, and managers may fill them. allauth has no types, so mypy cannot look into
the classes that stand on its own.
"""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest

from campaigns.people.tasks import write_link_mail
from sextortion_aware.forms.layout import ServiceForm

LENGTH_HINT = (
    "At least 15 characters. "
    "Four words that have nothing to do with each other are easy to remember."
)
LONGEST_PASSWORD = 1000


def set_words(field: forms.Field, *, label: str, hint: str = "", required: str) -> None:
    field.label, field.help_text = label, hint
    field.error_messages["required"] = required
    if isinstance(field.widget, forms.PasswordInput):
        field.widget.attrs |= {
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class SignInForm(ServiceForm, allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_words(
            self.fields["login"], label="E-mail address", required="Enter your e-mail address"
        )
        set_words(self.fields["password"], label="Password", required="Enter your password")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class NewPasswordFields(ServiceForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_words(
            self.fields["password1"],
            label="New password",
            hint=LENGTH_HINT,
            required="Enter a new password",
        )
        set_words(
            self.fields["password2"],
            label="The new password again",
            required="Enter the new password again",
        )

    def add_error(self, field: str | None, error: Any) -> None:
        """allauth has one thing to say of the second box."""
        if field == "password2" and not isinstance(error, forms.ValidationError):
            error = "This is not the same password. Enter the new password again"
        super().add_error(field, error)


class NewPasswordForm(NewPasswordFields, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(NewPasswordFields, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_words(
            self.fields["oldpassword"],
            label="Current password",
            required="Enter your current password",
        )


class AskForLinkForm(ServiceForm, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_words(
            self.fields["email"],
            label="E-mail address",
            hint="The one you sign in with",
            required="Enter your e-mail address",
        )

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """One job is written whether or not somebody has this address; the worker finds out.

        So both answers take the same time.
        """
        write_link_mail.enqueue(self.users[0].pk if self.users else None)
        return str(self.cleaned_data["email"])

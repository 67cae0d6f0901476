"""The forms of the second step: allauth's checks with our words and limits.

allauth has no types, so mypy cannot look into the classes that stand on its own.
"""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn import forms as allauth_forms
from cryptography.fernet import InvalidToken
from django import forms
from django.http import HttpRequest

from campaigns.models import User
from campaigns.people.factors import tries
from campaigns.people.factors.adapter import LONGEST_NAME, MFAAdapter
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField

LONGEST_CODE = 40
TOO_MANY = "There were too many wrong codes. Wait {}, then try again"
UNREADABLE = (
    "Your second step cannot be read on this site any more. Ask an administrator to reset it"
)
PASSKEY_NOT_RIGHT = "This passkey was not taken. Try it again, or use another way"


class CodeBox(forms.TextInput):
    """Empty again after a wrong code, as a password's is; a demonstration fills it in."""

    is_sent = False

    def format_value(self, value: Any) -> str | None:
        return None if self.is_sent else super().format_value(value)


class Counted(ServiceForm):
    """`wait`: the seconds until a code is looked at again, when there were too many wrong ones."""

    code = WordsField(
        max_length=LONGEST_CODE,
        widget=CodeBox(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "width-10",
            }
        ),
    )
    wait = 0
    user: User

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.is_sent = self.is_bound

    def clean_code(self) -> str:
        if wait := tries.wait_for_code(self.request, self.user):
            self.wait = wait
            raise forms.ValidationError(TOO_MANY.format(tries.wait_in_words(wait)))
        try:
            code = self.checked()
        except InvalidToken:
            raise forms.ValidationError(UNREADABLE) from None
        tries.give_code_back(self.request, self.user)
        return code

    def checked(self) -> str:
        raise NotImplementedError


class CodeForm(Counted, AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code: both in one box."""

    def __init__(self, *args: Any, again: bool, has_app: bool, **kwargs: Any) -> None:
        self.again = again
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = "Code" if has_app else "Recovery code"
        field.help_text = (
            "The 6 figures that your authenticator app shows, or one of your recovery codes"
            if has_app
            else "One of the codes that you kept when you set up your passkey"
        )
        field.error_messages["required"] = f"Enter a {field.label.lower()}"

    def checked(self) -> str:
        with tries.wrong_code_noted(self.request, self.user):
            return str(AuthenticateForm.clean_code(self))

    def save(self) -> None:
        post_authentication(self.request, self.authenticator, reauthenticated=self.again)


def credential_field() -> forms.JSONField:
    """A browser's script fills it in, so whatever is wrong with it is said in the same words."""
    said = dict.fromkeys(("required", "invalid"), PASSKEY_NOT_RIGHT)
    return forms.JSONField(widget=forms.HiddenInput, error_messages=said)


class PasskeyForm(allauth_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = credential_field()

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        self.reauthenticated = again
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except (forms.ValidationError, KeyError, AttributeError, TypeError):
            raise forms.ValidationError(PASSKEY_NOT_RIGHT) from None


class AppForm(Counted):
    """The first code shows that the app has the key; it is used up by that."""

    def __init__(self, *args: Any, user: User, key: str, **kwargs: Any) -> None:
        self.user, self.key = user, key
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = "Code", "The 6 figures that the app shows now"
        field.error_messages["required"] = "Enter the code that the app shows"

    def checked(self) -> str:
        code = str(self.cleaned_data["code"])
        app = Authenticator(
            user=self.user,
            type=Authenticator.Type.TOTP,
            data={"secret": MFAAdapter().encrypt(self.key)},
        )
        if not TOTP(app).validate_code(code):
            raise forms.ValidationError(
                "This code is not right. Enter the one that the app shows now, and check that the "
                "clock of your phone is right"
            )
        return code


class NewPasskeyForm(ServiceForm, allauth_forms.AddWebAuthnForm):  # type: ignore[misc]
    credential = credential_field()
    name = WordsField(
        required=False,
        max_length=LONGEST_NAME,
        label="Name",
        help_text="To know it again among others, like “Work phone”",
    )

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean() or {})
        except (forms.ValidationError, KeyError, AttributeError, TypeError):
            raise forms.ValidationError(PASSKEY_NOT_RIGHT) from None

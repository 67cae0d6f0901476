"""Whom to invite, as what; and the password of somebody who comes in."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from campaigns.models import Membership, User
from campaigns.people.forms import NewPasswordFields, set_words
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

Role = Membership.Role

WHAT_ROLES_DO = {
    Role.VIEWER: "Reads sessions and the reach. Sees no school’s contact.",
    Role.OFFICER: "Gives talks, logs sessions and enters counts.",
    Role.COORDINATOR: "Also runs the requests, puts figures right and keeps the settings.",
    Role.ADMINISTRATOR: "Also keeps the people: invites, changes roles, ends memberships.",
}


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        widget=Radios(hints={role.value: words for role, words in WHAT_ROLES_DO.items()}),
        error_messages={"required": "Choose a role"},
    )


class InviteForm(ServiceForm):
    name = WordsField(max_length=120, label="Full name", help_text="For example, Ailsa Reid")
    email = forms.EmailField(
        max_length=254,
        label="Work e-mail address",
        help_text="The invitation goes there, and the person signs in with it.",
        error_messages={"required": "Enter the e-mail address"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = role_field()
        for name in ("name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class RoleForm(ServiceForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = role_field()


class FirstPasswordForm(NewPasswordFields, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(user=user, data=data)
        for name, label in (("password1", "Password"), ("password2", "The password again")):
            field = self.fields[name]
            set_words(
                field,
                label=label,
                hint=str(field.help_text),
                required=str(field.error_messages["required"]),
            )

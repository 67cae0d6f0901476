"""Whom to invite, as what; and the password of somebody who comes in."""

from typing import Any, cast

from allauth.account import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from campaigns.models import Membership, User
from campaigns.people.sign_in.forms import NewPasswordFields, set_words
from campaigns.places.place_form import contacts_in
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

Role = Membership.Role

NO_CONTACTS = "Leave out telephone numbers and e-mail addresses: this is the name of a person"

WHAT_ROLES_DO = {
    Role.VIEWER: "Reads sessions and the reach. Sees no school’s contact.",
    Role.OFFICER: "Gives talks, logs sessions and enters counts.",
    Role.COORDINATOR: "Also runs the requests, puts figures right and keeps the settings.",
    Role.ADMINISTRATOR: "Also keeps the people: invites, changes roles, ends memberships, "
    "resets second steps, sees sign-ins.",
}


def refuse_contacts_in_name(name: str) -> None:
    if contacts_in(name):
        raise ValidationError(NO_CONTACTS)


def seen_role() -> forms.CharField:
    """The role that stood on the page: whoever changes it says which one they saw."""
    return forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        widget=Radios(hints={role.value: words for role, words in WHAT_ROLES_DO.items()}),
        error_messages={"required": "Choose a role"},
    )


class InviteForm(ServiceForm):
    name = WordsField(
        max_length=120,
        label="Full name",
        help_text="For example, Ailsa Reid",
        validators=[refuse_contacts_in_name],
        error_messages={"required": "Enter the full name"},
    )
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
    was = seen_role()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = role_field()

    def look_again(self, *, problem: str) -> None:
        """Pressed again, it follows what stands there now."""
        data = cast("QueryDict", self.data).copy()
        data["was"] = self.initial["was"]
        self.data = data
        self.add_error("role", problem)


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

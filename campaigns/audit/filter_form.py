"""Which changes the audit trail shows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.access.permissions import may_see_sign_ins
from campaigns.audit.groups import choices_of
from campaigns.audit.trail import NOBODY, AuditFilters
from campaigns.models import Membership
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import by_label, from_list
from sextortion_aware.forms.words import WordsField

LARGEST_NUMBER = 2**63 - 1


class AuditFilterForm(ServiceForm):
    """Sent by GET, so that what was looked for can be kept as an address."""

    all_optional = True

    person = forms.ChoiceField(label="Who", required=False, error_messages=from_list("a person"))
    kind = forms.ChoiceField(
        label="What", required=False, error_messages=from_list("what was done")
    )
    since = DateField(label="From", what="the first date", required=False, help_text="")
    until = DateField(label="To", what="the last date", required=False, help_text="")
    about = WordsField(
        label="Session number, talk reference or name", max_length=60, required=False
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.filter(campaign=member.campaign).select_related("user")
        named = [(str(one.user_id), one.user.name) for one in people]
        self.fields["person"].choices = [("", "All"), *named, (NOBODY, "A school, or this site")]  # type: ignore[attr-defined]
        sees = may_see_sign_ins(member)
        self.fields["kind"].choices = choices_of(sees_sign_ins=sees)  # type: ignore[attr-defined]

    def clean_about(self) -> str:
        about = str(self.cleaned_data["about"]).strip().lstrip("#")
        if about.isdecimal() and (not about.isascii() or int(about) > LARGEST_NUMBER):
            raise ValidationError(
                "Enter the number that stands in the address of the session, "
                "or the reference of a talk request"
            )
        return about

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            wrong_order = ValidationError("The last date must be on or after the first date")
            self.add_error("until", wrong_order)
        return cleaned

    @property
    def filters(self) -> AuditFilters:
        """Of a form that is right."""
        return AuditFilters(**self.cleaned_data)

    def in_words(self) -> dict[str, str]:
        """What was looked for, as it stands on the page: for the line of who took it away."""
        return by_label(self)

"""Several rows chosen from a list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_ID = 18  # digits: a longer number is no id, and SQLite breaks on it


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def clean(self, value: Any) -> Any:
        if any(not (str(pk).isdecimal() and len(str(pk)) <= LONGEST_ID) for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().clean(value)

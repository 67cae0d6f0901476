"""Several rows chosen from a list."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator

LONGEST_ID = 18  # digits: a longer number is no id, and SQLite breaks on it


class Rows(ModelChoiceIterator):  # type: ignore[type-arg]
    """Django's own asks the database each time; a form may look at its rows before it is drawn."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        return map(self.choice, self.queryset or ())


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    iterator = Rows

    def clean(self, value: Any) -> Any:
        if any(not (str(pk).isdecimal() and len(str(pk)) <= LONGEST_ID) for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().clean(value)

"""A form that came second: what was typed stays, and the next press has seen what stands now."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

LONGEST = 16


class OpenedField(forms.CharField):
    """The version of a row that the form was opened with. A tampered one is like one that came
    late.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        return text if len(text) <= LONGEST and text.isascii() and text.isalnum() else ""


def told_and_kept(form: forms.Form, words: str, *, opened: object) -> None:
    form.full_clean()  # with what was typed, before the version is put right
    form.data = cast("QueryDict", form.data).copy()
    form.data["opened"] = str(opened)
    form.add_error(None, words)

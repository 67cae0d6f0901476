"""The version of the session that a form was opened with: by it the later of two people is told."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

NO_VERSION = 0  # no session has it, so a form that lost its version is told like one that came late
LONGEST = 9


class VersionField(forms.Field):
    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> int:
        text = str(value or "")
        return (
            int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else NO_VERSION
        )


def has_seen(form: forms.Form, version: int) -> None:
    """What was typed stays in the form; sent again, it is sent by somebody who has seen this
    version.
    """
    form.data = cast("QueryDict", form.data).copy()
    form.data["opened"] = str(version)

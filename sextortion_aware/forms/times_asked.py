"""A time of day at which no talk starts is asked about beside its box, once."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.http import QueryDict

from sextortion_aware.reading.times import as_typed, time_question

ASKED = "times_asked"
IF_SO = "If it is, send it again"


class TimesAsked(forms.Field):
    """The hidden box that a form carries under the name ASKED: which times it has asked about."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)


def ask_about_times(form: forms.Form, names: Iterable[str]) -> None:
    """Of the fields with these names, from the form's `clean`. Another time is asked about anew."""
    asked = str(form.cleaned_data.get(ASKED) or "").split()
    asks = []
    for name in names:
        moment = form.cleaned_data.get(name)
        if moment is None or not (question := time_question(moment)):
            continue
        asks.append(as_typed(moment))
        if asks[-1] not in asked:
            form.add_error(name, f"{question} {IF_SO}")
    if asks:
        form.data = cast("QueryDict", form.data).copy()
        form.data[form.add_prefix(ASKED)] = " ".join(asks)

"""A list's filter that is kept in its address, and what of it is said above the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from sextortion_aware.reading.dates import in_words


@dataclass(frozen=True)
class Chosen:
    """What a box of a filter says, and the address of the same list without it."""

    label: str
    words: str
    without: str


def from_list(what: str) -> dict[str, str]:
    """The message of a choice that the list does not offer; `what` is "an officer"."""
    return {"invalid_choice": f"Choose {what} from the list"}


def kept_query(request: HttpRequest) -> str:
    """The filter as it was asked, without its page, for the links to other pages of it."""
    kept = request.GET.copy()
    kept.pop("page", None)
    for name in [name for name, value in kept.items() if not value]:
        del kept[name]
    return f"{kept.urlencode()}&" if kept else ""


def said_of(form: forms.Form) -> dict[str, str]:
    """By the name of each box that was used, what was chosen in it. Of a form that is right."""
    return {
        name: _in_words(form.fields[name], value)
        for name, value in form.cleaned_data.items()
        if value
    }


def by_label(form: forms.Form) -> dict[str, str]:
    return {str(form.fields[name].label): words for name, words in said_of(form).items()}


def chosen(request: HttpRequest, form: forms.Form) -> list[Chosen]:
    return [
        Chosen(str(form.fields[name].label), words, f"?{_without(request, name)}")
        for name, words in said_of(form).items()
    ]


def _without(request: HttpRequest, name: str) -> str:
    """A date has three boxes, and a place the number that the script put beside it."""
    kept = request.GET.copy()
    for key in [*kept]:
        if key in (name, "page") or key.startswith(f"{name}_") or not kept[key]:
            del kept[key]
    return kept.urlencode()


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return in_words(value)
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(value, value))
    return str(getattr(value, "label", value))


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label

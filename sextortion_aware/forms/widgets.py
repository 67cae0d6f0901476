"""Widgets of the service pack that Django does not have.

`pack_part` says how drawing.py draws one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms


class OptionHints:
    """Choices with a hint under some of the options; `chips` draws short ones side by side.

    With `has_focus` the page comes up at the chosen or first one.
    """

    has_focus = False

    def __init__(
        self, *args: Any, hints: Mapping[str, str] | None = None, chips: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})
        self.chips = chips

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        groups: list[Any] = super().optgroups(name, value, attrs)  # type: ignore[misc]  # a mixin
        options = [option for _, group, _ in groups for option in group]
        if self.has_focus and options:
            first = next((option for option in options if option["selected"]), options[0])
            first["attrs"]["autofocus"] = True
        return groups

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Beside a ChoiceWidget of Django's, which has the method.
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        hint = self.hints.get(str(value), "")
        if hint and "id" in option["attrs"]:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class Radios(OptionHints, forms.RadioSelect):
    pass


class Checkboxes(OptionHints, forms.CheckboxSelectMultiple):
    pass


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three text boxes, which every browser and screen reader handles."""

    pack_part = "date"
    boxes = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        year = {"inputmode": "numeric", "autocomplete": "off"}
        two_digits = {**year, "class": "width-2"}
        super().__init__(
            {
                "day": forms.TextInput(two_digits),
                "month": forms.TextInput(two_digits),
                "year": forms.TextInput(year),
            },
            attrs,
        )

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, subwidget in zip(self.boxes, context["widget"]["subwidgets"], strict=True):
            subwidget["box"] = box.capitalize()
            if "id" in subwidget["attrs"]:
                subwidget["attrs"]["id"] = f"{context['widget']['attrs']['id']}_{box}"
        return context

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_day" if id_ else ""


class PlaceAnswer(NamedTuple):
    """What came back from the box.

    Its words, the id that the script put beside them, and the option chosen of several.
    """

    text: str = ""
    pk: str = ""
    choice: str = ""


class PlaceSearch(forms.TextInput):
    """A box to type a place into.

    With static/js/place-search.js it offers matches; without, the server asks which one is meant.
    """

    pack_part = "place"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> PlaceAnswer:
        # PostgreSQL takes no NUL in a text, and nobody types one.
        text, pk, choice = (
            str(data.get(key) or "").replace("\x00", "").strip()
            for key in (name, f"{name}_id", f"{name}_choice")
        )
        return PlaceAnswer(text[:300], pk, choice)

    def format_value(self, value: Any) -> str | None:
        return value.text if isinstance(value, PlaceAnswer) else super().format_value(value)
